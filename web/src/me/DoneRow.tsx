import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { UserTask } from '../api/types';
import { formatDateTime } from '../app/dates';
import { WithdrawDialog } from '../movement/WithdrawDialog';

export function DoneRow({ task }: { task: UserTask }) {
  const { t } = useTranslation('me');
  const [withdrawing, setWithdrawing] = useState(false);
  return (
    <li>
      <Link to={`/inbox/${task.id}?view=done`} className="done-main">
        <strong>{task.name}{task.round > 1 && <span className="task-round">{t('inbox:round', { count: task.round })}</span>}</strong>
        <span>{task.subject || task.instance.title}</span>
        <small className="num">{[task.instance.business_key, task.outcome, task.completed_at && formatDateTime(task.completed_at)].filter(Boolean).join(' · ')}</small>
      </Link>
      {task.superseded_at && <span className="soft">{t('movement:supersededRound')}</span>}
      {task.may.withdraw && <Button size="small" onClick={() => setWithdrawing(true)}>{t('movement:withdraw')}</Button>}
      <Link to={`/i/${task.instance.id}`}>{t('openInstance')}</Link>
      {withdrawing && <WithdrawDialog task={task} onClose={() => setWithdrawing(false)} />}
    </li>
  );
}
