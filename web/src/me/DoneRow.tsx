import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { UserTask } from '../api/types';
import { formatDateTime } from '../app/dates';

export function DoneRow({ task }: { task: UserTask }) {
  const { t } = useTranslation('me');
  return (
    <li>
      <Link to={`/inbox/${task.id}?view=done`} className="done-main">
        <strong>{task.name}</strong>
        <span>{task.subject || task.instance.title}</span>
        <small className="num">{[task.instance.business_key, task.outcome, task.completed_at && formatDateTime(task.completed_at)].filter(Boolean).join(' · ')}</small>
      </Link>
      <Link to={`/i/${task.instance.id}`}>{t('openInstance')}</Link>
    </li>
  );
}
