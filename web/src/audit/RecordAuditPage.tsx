import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import './audit.css';
import { ChangeList } from './ChangeList';
import { ExportButtons } from './ExportButtons';
import { MomentPicker } from './MomentPicker';
import { PastFields } from './PastFields';
import { useChanges } from './useChanges.query';
import { useRecordState } from './useRecordState.query';

/** Any watched record: as it was at a moment, and its changes. */
export function Component() {
  const { t } = useTranslation('audit');
  const { table = '', record = '' } = useParams();
  const [query, setQuery] = useSearchParams();
  const at = query.get('at');
  const state = useRecordState(table, record, at);
  const changes = useChanges({ table, record, kind: 'row' }, null);
  if (state.error) return <div className="page"><FailedState error={state.error} onRetry={() => void state.refetch()} /></div>;
  if (!state.data) return <LoadingState />;
  const { data } = state;
  const all = `/audit?table=${table}&record=${encodeURIComponent(record)}`;
  return (
    <div className="page page-wide">
      <PageHead
        title={`${data.table_label} ${data.record_label || data.record}`}
        sub={<><Link to="/audit">{t('title')}</Link> · <Link to={all}>{t('allOfRecord')}</Link></>}
        actions={<ExportButtons filters={{ table, record }} />}
      />
      <div className="toolbar">
        <span>{t('past.as')}</span>
        <MomentPicker at={at} onChange={(next) => setQuery(next ? { at: next } : {}, { replace: true })} />
      </div>
      {data.existed ? <PastFields fields={data.fields} /> : <p className="panel audit-nothing">{t('past.none')}</p>}
      <h2 className="panel-title">{t('changes')}</h2>
      {changes.data && <ChangeList changes={changes.data.results} busy={changes.isFetching} />}
      {changes.data?.next && <p><Link to={all}>{t('past.more')}</Link></p>}
    </div>
  );
}
