import { Button, Switch } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { MomentItem } from './MomentItem';
import { momentsOf } from './moments';
import { TimelineEntry } from './TimelineEntry';
import { useTrace } from './useTrace.query';

/** Everything that happened, in order; by default without the engine's own moves. */
export function TimelineTab({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation('instance');
  const [query, setQuery] = useSearchParams();
  const trace = useTrace(instanceId);
  const every = query.get('every') === '1';
  const decided = query.get('decided');
  const known = trace.data?.pages.some((page) => page.results.some((entry) => entry.action === 'decided' && entry.element_id === decided)) ?? false;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = trace;
  useEffect(() => {
    if (decided && !known && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [decided, known, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (trace.error && !trace.data) return <FailedState error={trace.error} onRetry={() => void trace.refetch()} />;
  if (!trace.data) return <LoadingState />;
  const entries = trace.data.pages.flatMap((page) => page.results);
  const choose = (on: boolean): void => {
    const next = new URLSearchParams(query);
    if (on) next.set('every', '1');
    else next.delete('every');
    setQuery(next, { replace: true });
  };
  return (
    <section className="panel panel-pad" aria-label={t('tab.timeline')}>
      <label className="timeline-switch">
        <Switch size="small" checked={every} onChange={choose} /> {t('every')}
      </label>
      {entries.length === 0 && <EmptyState title={t('nothingHappened')} />}
      {every
        ? <ol className="moves">{entries.map((entry) => <TimelineEntry key={entry.id} entry={entry} />)}</ol>
        : <ol className="timeline">{momentsOf(entries).map((moment) => <MomentItem key={moment.key} moment={moment} wanted={decided} />)}</ol>}
      {trace.hasNextPage && (
        <Button block type="text" loading={trace.isFetchingNextPage} onClick={() => void trace.fetchNextPage()}>{t('app:more')}</Button>
      )}
    </section>
  );
}
