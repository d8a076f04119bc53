import { BellOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';

import { useMe } from '../app/useMe.query';
import { useQueryState } from '../app/useQueryState';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { Attention } from './Attention';
import './me.css';
import { NotificationRow } from './NotificationRow';
import { useNotifications } from './useNotifications.query';
import { useReadNotifications } from './useReadNotifications.mutation';
import { useUnread } from './useUnread.query';

/** What the processes told this person, and what asks for attention now. */
export function Component() {
  const { t } = useTranslation('me');
  const [show, setShow] = useQueryState('show');
  const { data: me } = useMe();
  const { data: unread } = useUnread();
  const read = useReadNotifications();
  const list = useNotifications(show === 'unread');
  const notes = list.data?.pages.flatMap((page) => page.results);
  if (!me) return null;
  const shown = [{ value: '', label: t('allNotes') }, { value: 'unread', label: t('unreadNotes', { count: unread?.count ?? 0 }) }];
  return (
    <div className="page">
      <PageHead
        title={t('notifications')}
        actions={<Button disabled={!unread?.count} loading={read.isPending} onClick={() => read.mutate(undefined)}>{t('readAll')}</Button>}
      />
      <Attention me={me} />
      <div className="toolbar"><Segmented aria-label={t('show')} options={shown} value={show} onChange={setShow} /></div>
      {list.error && !notes && <FailedState error={list.error} onRetry={() => void list.refetch()} />}
      {!notes && !list.error && <LoadingState />}
      {notes?.length === 0 && <EmptyState icon={<BellOutlined />} title={t(show === 'unread' ? 'nothingUnread' : 'nothingWaits')} />}
      {notes && notes.length > 0 && (
        <ul className="panel notifications" aria-label={t('notifications')}>
          {notes.map((note) => <NotificationRow key={note.id} note={note} onOpen={(id) => read.mutate([id])} />)}
        </ul>
      )}
      {list.hasNextPage && <Button block type="text" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('app:more')}</Button>}
    </div>
  );
}
