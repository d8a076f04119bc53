import { FileDoneOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { useQueryState } from '../app/useQueryState';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { filtersFrom } from '../inbox/filters';
import { useUserTasks } from '../inbox/useUserTasks.query';
import { ExportButton } from '../repair/ExportButton';
import { DoneRow } from './DoneRow';
import './me.css';

/** The tasks that this person has done. */
export function Component() {
  const { t } = useTranslation('me');
  const [q, setQ] = useQueryState('q');
  const list = useUserTasks({ ...filtersFrom(new URLSearchParams()), view: 'done', q });
  const tasks = list.data?.pages.flatMap((page) => page.results);
  return (
    <div className="page">
      <PageHead title={t('app:nav.done')} actions={<ExportButton path="/api/user-tasks/export/" params={{ q }} name="done" formats={['csv', 'xlsx']} />} />
      <div className="toolbar"><div className="toolbar-grow"><SearchField value={q} label={t('searchDone')} onSearch={setQ} /></div></div>
      {list.error && !tasks && <FailedState error={list.error} onRetry={() => void list.refetch()} />}
      {!tasks && !list.error && <LoadingState />}
      {tasks?.length === 0 && <EmptyState icon={<FileDoneOutlined />} title={q ? t('noMatch') : t('nothingDone')} />}
      {tasks && tasks.length > 0 && <ul className="panel done-rows">{tasks.map((task) => <DoneRow key={task.id} task={task} />)}</ul>}
      {list.hasNextPage && <Button block type="text" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('app:more')}</Button>}
    </div>
  );
}
