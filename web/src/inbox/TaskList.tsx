import { CheckCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { inboxPath, isFiltered } from './filters';
import { loadTaskView } from './loadTaskView';
import { TaskRow } from './TaskRow';
import type { Inbox } from './useInbox';

function NothingHere({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('inbox');
  const { filters, list } = inbox;
  if (isFiltered(filters)) {
    const clear = { q: '', kind: '', due: '', unit: '' } as const;
    return <EmptyState title={t('empty.filtered')} action={<Button onClick={() => inbox.filter(clear)}>{t('clearFilters')}</Button>} />;
  }
  const toClaim = list.counts?.group ?? 0;
  const action = filters.view === 'mine' && toClaim > 0
    ? <Link to={inboxPath({ ...filters, view: 'group' })}>{t('empty.goClaim', { count: toClaim })}</Link>
    : undefined;
  return (
    <EmptyState
      icon={<CheckCircleOutlined />} title={t(`empty.${filters.view}`)} hint={t(`empty.${filters.view}Hint`)} action={action}
    />
  );
}

export function TaskList({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('inbox');
  const { list } = inbox;
  if (list.error && list.rows.length === 0) return <FailedState error={list.error} onRetry={list.showWaiting} />;
  if (list.loading) return <LoadingState rows={8} />;
  return (
    <div className="tasks-scroll" onPointerEnter={() => void loadTaskView()} onFocus={() => void loadTaskView()}>
      <div aria-live="polite" className="new-tasks">
        {list.waiting > 0 && (
          <button type="button" className="new-tasks-bar" onClick={list.showWaiting}>{t('newTasks', { count: list.waiting })}</button>
        )}
      </div>
      {list.rows.length === 0 && list.waiting === 0 && <NothingHere inbox={inbox} />}
      <ul className="tasks" aria-label={t(`view.${inbox.filters.view}`)}>
        {list.rows.map((task) => (
          <TaskRow
            key={task.id} task={task} path={inbox.pathTo(task.id)} open={task.id === inbox.openId}
            selected={inbox.selected.some(({ id }) => id === task.id)} onToggle={() => inbox.toggle(task.id)}
          />
        ))}
      </ul>
      {list.more && <Button type="text" block loading={list.loadingMore} onClick={list.more}>{t('app:more')}</Button>}
    </div>
  );
}
