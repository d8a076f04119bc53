import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import type { UserTaskDetail } from '../api/types';
import { formatDateTime } from '../app/dates';
import { useMe } from '../app/useMe.query';

/** Why this task cannot be worked on, when it cannot. */
export function TaskNotice({ task }: { task: UserTaskDetail }) {
  const { t } = useTranslation('inbox');
  const { data: me } = useMe();
  if (task.superseded_at) return <Alert type="warning" showIcon title={t('movement:supersededRound')} />;
  if (task.state === 'COMPLETED') {
    const at = task.completed_at ? formatDateTime(task.completed_at) : '';
    return <Alert type="success" showIcon title={t('notice.completed', { name: task.completed_by?.full_name ?? '', at })} />;
  }
  if (task.instance_state === 'SUSPENDED') return <Alert type="warning" showIcon title={t('notice.suspended')} />;
  if (task.state === 'CANCELED') return <Alert type="warning" showIcon title={t('notice.canceled')} />;
  if (task.assignee && task.assignee.username !== me?.username) {
    return <Alert type="info" showIcon title={t('notice.taken', { name: task.assignee.full_name })} />;
  }
  if (!task.assignee && task.may.claim) return <Alert type="info" showIcon title={t('notice.claimFirst')} />;
  return null;
}
