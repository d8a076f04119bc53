import { Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { ChangeFilterBar } from './ChangeFilterBar';
import { cursorOf, filtersFrom, withFilters } from './changeFilters';
import { ChangeList } from './ChangeList';
import { useChanges } from './useChanges.query';

/** The filtered ledger, page by page; filters and page stand in the address. */
export function ChangesView({ kind }: { kind?: 'read' | 'auth' }) {
  const { t } = useTranslation('audit');
  const [query, setQuery] = useSearchParams();
  const filters = filtersFrom(query);
  const cursor = query.get('cursor');
  const { data, error, isFetching, refetch } = useChanges(kind ? { ...filters, kind } : filters, cursor);
  const page = (to: string | null) => {
    const next = new URLSearchParams(query);
    if (to) next.set('cursor', to);
    else next.delete('cursor');
    setQuery(next);
  };
  const next = cursorOf(data?.next ?? null);
  return (
    <>
      <ChangeFilterBar filters={filters} fixedKind={kind} onChange={(changes) => setQuery(withFilters(query, changes))} />
      {error && <FailedState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <>
          <p className="soft" role="status">{data.count === null ? '' : t(data.count_capped ? 'countCapped' : 'count', { count: data.count })}</p>
          <ChangeList changes={data.results} busy={isFetching} onFilter={(changes) => setQuery(withFilters(query, changes))} />
          <nav className="audit-pages" aria-label={t('pages')}>
            <Space>
              <Button disabled={!cursor} onClick={() => page(null)}>{t(filters.ordering === 'at' ? 'oldest' : 'newest')}</Button>
              <Button disabled={!next} onClick={() => page(next)}>{t(filters.ordering === 'at' ? 'newer' : 'older')}</Button>
            </Space>
          </nav>
        </>
      )}
    </>
  );
}
