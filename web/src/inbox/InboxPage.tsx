import { InboxOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';

import { useNarrow } from '../app/useNarrow';
import { EmptyState } from '../components/EmptyState';
import { BulkBar } from './BulkBar';
import { InboxToolbar } from './InboxToolbar';
import { TaskDetail } from './TaskDetail';
import { TaskList } from './TaskList';
import { useInbox } from './useInbox';
import './inbox.css';

/** The list and, beside it (on a phone: instead of it), the open task. */
export function Component() {
  const { t } = useTranslation('inbox');
  const narrow = useNarrow();
  const inbox = useInbox();
  const { filters, list, openId } = inbox;
  return (
    <div className={openId ? 'inbox inbox-open' : 'inbox'}>
      {!(narrow && openId) && (
        <section className="inbox-list" aria-label={t('title')}>
          <h1 className="sr-only">{t('app:nav.inbox')}</h1>
          <InboxToolbar filters={filters} counts={list.counts} onChange={inbox.filter} />
          {inbox.selected.length > 0 && <BulkBar tasks={inbox.selected} onClear={inbox.clearSelection} />}
          <TaskList inbox={inbox} />
        </section>
      )}
      {openId && <TaskDetail key={openId} userTaskId={openId} onClose={inbox.close} onCompleted={inbox.openNext} />}
      {!openId && !narrow && (
        <div className="inbox-none">
          <EmptyState icon={<InboxOutlined />} title={t('noneOpen')} hint={t('noneOpenHint')} />
        </div>
      )}
    </div>
  );
}
