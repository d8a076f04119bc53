import { useTranslation } from 'react-i18next';

import type { UserTaskDetail } from '../api/types';
import { formatDateTime } from '../app/dates';
import { DueTag } from '../components/DueTag';
import { usePriorityName } from '../movement/priorities';

function holder(task: UserTaskDetail): string {
  return task.candidate_groups.map((group) => group.name).join('、') || task.department;
}

export function TaskHead({ task }: { task: UserTaskDetail }) {
  const { t } = useTranslation('inbox');
  const nameOf = usePriorityName();
  const behalf = task.acting_for ?? task.behalf;
  const facts: [string, string][] = [
    [t('fact.subject'), task.subject || task.instance.title],
    [t('fact.unit'), task.unit?.name ?? ''],
    [t('fact.department'), holder(task)],
    [t('fact.assignee'), [task.assignee?.full_name ?? t('unclaimedRow'), behalf && t('actingFor', { name: behalf.full_name })].filter(Boolean).join(' ')],
    [t('fact.priority'), task.priority === 50 ? '' : nameOf(task.priority)],
    [t('fact.created'), formatDateTime(task.created_at)],
  ];
  return (
    <header className="task-head">
      <div className="task-head-title">
        <h1>{task.name}</h1>
        {task.round > 1 && <span className="task-round">{t('round', { count: task.round })}</span>}
        {!task.completed_at && <DueTag dueAt={task.due_at} state={task.due_state} department={task.department} />}
      </div>
      {task.description && <p className="task-description">{task.description}</p>}
      <dl className="facts">
        {facts.filter(([, value]) => value).map(([label, value]) => (
          <div key={label}><dt>{label}</dt><dd>{value}</dd></div>
        ))}
      </dl>
    </header>
  );
}
