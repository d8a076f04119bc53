import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Json } from '../api/types';
import { OldNew } from '../components/OldNew';
import type { ChangedField, ChangeRequest } from './types';
import './change.css';

function Standing({ field }: { field: ChangedField }) {
  const { t } = useTranslation('change');
  return (
    <span className="change-standing">
      {field.needed > 0 && <span className="soft num">{t('approved', { given: field.approved, needed: field.needed })}</span>}
      {field.refused > 0 && <Tag color="error">{t('refused')}</Tag>}
      {field.others > 0 && <Tag color="warning">{t('others', { count: field.others })}</Tag>}
      {field.right === 'masked' && <small className="soft">{t('masked')}</small>}
    </span>
  );
}

/** A proposal, field by field: what the value was, what it shall become, and who has agreed so far. */
export function ChangeDifference({ request }: { request: ChangeRequest }) {
  const { t } = useTranslation('change');
  return (
    <dl className="change-fields" aria-label={t('difference', { record: request.record_label })}>
      {request.fields.map((field) => (
        <div key={field.name}>
          <dt>{field.label}</dt>
          <dd>
            {field.right === 'hidden'
              ? <span className="soft">{t('hidden')}</span>
              : <OldNew old={field.old as Json} now={field.new as Json} />}
            <Standing field={field} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
