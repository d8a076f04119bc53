import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { ApplicationReceipt } from './useApply.mutation';

export function Receipt({ receipt }: { receipt: ApplicationReceipt }) {
  const { t } = useTranslation('apply');
  return (
    <div className="panel panel-pad" role="status">
      <Alert type="success" showIcon title={t('received')} description={t('keep')} />
      <dl className="apply-receipt">
        <dt>{t('number')}</dt><dd>{receipt.application_no}</dd>
        <dt>{t('code')}</dt><dd>{receipt.code}</dd>
      </dl>
      <Link to="/apply/progress" state={receipt}>{t('toProgress')}</Link>
    </div>
  );
}
