import { Checkbox } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { UserTask } from '../api/types';
import { formatShort } from '../app/dates';
import { DueTag } from '../components/DueTag';

interface Props { task: UserTask; path: string; open: boolean; selected: boolean; onToggle: () => void }

function Finish({ task }: { task: UserTask }) {
  const { t } = useTranslation('inbox');
  if (task.completed_at) return <span className="task-when num">{t('completedAt', { at: formatShort(task.completed_at) })}</span>;
  return <DueTag dueAt={task.due_at} state={task.due_state} department={task.department} />;
}

/** One task: whom it concerns, what is to be done, when and where. */
export function TaskRow({ task, path, open, selected, onToggle }: Props) {
  const { t } = useTranslation('inbox');
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) row.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const behalf = task.acting_for ?? task.behalf;
  const subject = task.subject || task.instance.title;
  return (
    <li ref={row} className={`task${open ? ' task-open' : ''}${selected ? ' task-selected' : ''}`} data-testid={`task-${task.id}`}>
      {task.may.claim && (
        <Checkbox className="task-check" checked={selected} onChange={onToggle} aria-label={t('select', { subject })} />
      )}
      <Link to={path} className="task-link" aria-current={open ? 'true' : undefined}>
        <span className="task-line">
          <span className="task-name">{task.name}</span>
          {task.round > 1 && <span className="task-round">{t('round', { count: task.round })}</span>}
          {task.suspended && <span className="task-suspended" data-state="SUSPENDED">{t('app:instanceState.SUSPENDED')}</span>}
          {task.priority > 50 && <span className="task-urgent">{t(task.priority >= 100 ? 'urgentMost' : 'urgent')}</span>}
        </span>
        <span className="task-subject">{subject}</span>
        <span className="task-line task-facts">
          <span className="num">{task.instance.business_key}</span>
          {task.unit && <span>{task.unit.name}</span>}
          <span>{task.assignee ? task.assignee.full_name : t('unclaimedRow')}</span>
          {behalf && <span className="task-round">{t('actingFor', { name: behalf.full_name })}</span>}
        </span>
        <span className="task-finish"><Finish task={task} /></span>
      </Link>
    </li>
  );
}
