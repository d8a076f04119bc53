import { useState } from 'react';
import { CheckCircleOutlined } from '@ant-design/icons';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { ActBar } from './ActBar';
import { ExportButton } from './ExportButton';
import { IncidentTable } from './IncidentTable';
import { Pages } from './Pages';
import { RepairNav } from './RepairNav';
import type { IncidentRow } from './shapes';
import { useFilters } from './useFilters';
import { useList } from './useList.query';

const ACTS = ['retry_incidents', 'skip_incidents', 'move_incidents', 'cancel_incidents'] as const;
const ORDERINGS = ['-created_at', 'created_at', '-attempts', 'attempts'] as const;
const STATES = ['open', 'resolved', 'any'] as const;

/** The technical failures that wait for an operator: found, sorted, mended one by one or many at once. */
export function Component() {
  const { t } = useTranslation('repair');
  const { values, set } = useFilters();
  const [selected, setSelected] = useState<string[]>([]);
  const { data, error, refetch } = useList<IncidentRow>('/api/incidents/', values);
  const { cursor, ordering = '-created_at', ...filter } = values;
  const { state = 'open' } = filter;
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  return (
    <div className="page page-wide">
      <PageHead title={t('incidents.title')} sub={t('incidents.sub')} actions={<ExportButton path="/api/incidents/export/" params={{ ...filter, ordering }} name="incidents" formats={['csv', 'xlsx']} />} />
      <RepairNav />
      <search className="toolbar" aria-label={t('filters')}>
        <SearchField label={t('incidents.search')} value={values.q ?? ''} onSearch={(q) => set('q', q)} />
        <Select aria-label={t('state')} style={{ width: 140 }} value={state} onChange={(value: string) => set('state', value)} options={STATES.map((value) => ({ value, label: t(`incidents.state.${value}`) }))} />
        <Select aria-label={t('order')} style={{ width: 180 }} value={ordering} onChange={(value: string) => set('ordering', value)} options={ORDERINGS.map((value) => ({ value, label: t(`incidents.order.${value}`) }))} />
      </search>
      {!data && <LoadingState />}
      {data?.results.length === 0 && (
        <div className="panel"><EmptyState icon={<CheckCircleOutlined aria-hidden />} title={t('incidents.none')} hint={t('incidents.noneHint')} /></div>
      )}
      {data && data.results.length > 0 && (
        <>
          {state === 'open' && <ActBar kinds={ACTS} selected={selected} filter={filter} found={data.count_capped ? null : data.count} />}
          <IncidentTable rows={data.results} selected={selected} onSelect={setSelected} />
          <Pages next={data.next} cursor={cursor} onGo={(value) => set('cursor', value)} />
        </>
      )}
    </div>
  );
}
