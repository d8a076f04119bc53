import { Button, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { TimelineEntry } from './TimelineEntry';
import { isTold } from './told';
import { useTrace } from './useTrace.query';

/** Everything that happened, in order; by default without the engine's own moves. */
export function TimelineTab({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation('instance');
  const [query, setQuery] = useSearchParams();
  const trace = useTrace(instanceId);
  const every = query.get('every') === '1';
  if (trace.error && !trace.data) return <FailedState error={trace.error} onRetry={() => void trace.refetch()} />;
  if (!trace.data) return <LoadingState />;
  const entries = trace.data.pages.flatMap((page) => page.results).filter((entry) => every || isTold(entry));
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
      <ol className="timeline">{entries.map((entry) => <TimelineEntry key={entry.seq} entry={entry} />)}</ol>
      {trace.hasNextPage && (
        <Button block type="text" loading={trace.isFetchingNextPage} onClick={() => void trace.fetchNextPage()}>{t('app:more')}</Button>
      )}
    </section>
  );
}
