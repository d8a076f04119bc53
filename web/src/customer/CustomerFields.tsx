import { LockOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

import type { CustomerField, Json } from '../api/types';
import { valueText } from '../components/valueText';

/** The customer's own fields; a lock marks those that only a process may change. */
export function CustomerFields({ fields }: { fields: CustomerField[] }) {
  const { t } = useTranslation('customer');
  return (
    <section className="panel panel-pad" aria-label={t('basics')}>
      <h2 className="panel-title">{t('basics')}</h2>
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
