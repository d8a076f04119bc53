import { LockOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

import { AskAccess } from '../access/AskAccess';
import '../access/access.css';
import type { CustomerField, Json } from '../api/types';
import { valueText } from '../components/valueText';

/** The record's own fields; a lock marks those that only a process may change; what is masked can be asked for. */
export function CustomerFields({ fields, register, id }: { fields: CustomerField[]; register: string; id: string }) {
  const { t } = useTranslation('customer');
  const masked = fields.filter(({ right }) => right === 'masked');
  return (
    <section className="panel panel-pad" aria-label={t('basics')}>
      <div className="access-head">
        <h2 className="panel-title">{t('basics')}</h2>
        {masked.length > 0 && <AskAccess scope={{ kind: 'fields', register, records: [Number(id)] }} fields={masked} />}
        {register === 'volumes' && <AskAccess scope={{ kind: 'borrow', register, records: [Number(id)] }} fields={[]} label={t('access:borrow')} />}
      </div>
      <dl className="fields">
        {fields.map((field) => (
          <div key={field.name}>
            <dt>
              {field.label}
              {field.governed && <Tooltip title={t('governed')}><LockOutlined className="fields-lock" aria-label={t('governed')} /></Tooltip>}
            </dt>
            <dd>{field.text ?? valueText(field.value)}{field.proposed !== undefined && field.proposed !== null && <ins className="fields-proposed"> → {valueText(field.proposed as Json)} <small>{t('proposed')}</small></ins>}{field.right === 'masked' && <small className="soft"> {t('masked')}</small>}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
