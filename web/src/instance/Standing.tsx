import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import type { ProcessInstance } from '../api/types';
import { formatDateTime } from '../app/dates';

/** Why the instance stands still, and the legal hold on it. */
export function Standing({ instance }: { instance: ProcessInstance }) {
  const { t } = useTranslation('instance');
  const { hold } = instance;
  if (instance.state !== 'SUSPENDED' && !hold) return null;
  return (
    <div className="standing">
      {instance.state === 'SUSPENDED' && (
        <Alert type="warning" showIcon title={t('suspendedBecause', { reason: instance.suspended_reason || '–' })} description={t('suspendedHint')} />
      )}
      {hold && (
        <Alert type="info" showIcon title={t('heldBecause', { reason: hold.reason })} description={t('heldBy', { name: hold.placed_by.full_name, at: formatDateTime(hold.placed_at) })} />
      )}
    </div>
  );
}
