import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Change } from '../api/types';
import { formatDateTime } from '../app/dates';
import { RevertButton } from '../change/RevertButton';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { OldNew } from '../components/OldNew';
import { useCustomerHistory } from './useCustomerHistory.query';

function ChangeEntry({ change }: { change: Change }) {
  const { t } = useTranslation('customer');
  return (
    <li>
      <div className="history-head">
        <span className="num">{formatDateTime(change.at)}</span>
        <span>{change.actor?.full_name ?? t('system')}</span>
        {change.user_task && <span className="soft">{change.user_task.name}</span>}
        {change.instance && <Link to={`/i/${change.instance.id}`} className="num">{change.instance.business_key}</Link>}
        {/^\d+$/.test(change.change_request ?? '') && change.changes.length > 0 && <RevertButton requestId={change.change_request ?? ''} />}
      </div>
      <dl className="changes-rows">
        {change.changes.map(({ field, label, old, new: now, old_text: oldText, new_text: nowText }) => (
          <div key={field}><dt>{label || field}</dt><dd><OldNew old={old} now={now} oldText={oldText} nowText={nowText} /></dd></div>
        ))}
      </dl>
    </li>
  );
}

/** Every change of the record: old and new value, who, when, in which task. */
export function CustomerHistory({ path }: { path: string }) {
  const { t } = useTranslation('customer');
  const history = useCustomerHistory(path);
  if (history.error && !history.data) return <FailedState error={history.error} onRetry={() => void history.refetch()} />;
  if (!history.data) return <LoadingState />;
  const changes = history.data.pages.flatMap((page) => page.results);
  if (changes.length === 0) return <EmptyState title={t('noHistory')} />;
  return (
    <>
      <ul className="panel history" aria-label={t('tab.history')}>{changes.map((change) => <ChangeEntry key={change.id} change={change} />)}</ul>
      {history.hasNextPage && (
        <Button block type="text" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>{t('app:more')}</Button>
      )}
    </>
  );
}
