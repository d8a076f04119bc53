import { useState } from 'react';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { ProcessInstance } from '../api/types';
import { useDefinitions } from '../app/useDefinitions.query';
import { FailedState } from '../components/FailedState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { ActBar } from './ActBar';
import { ExportButton } from './ExportButton';
import { InstanceTable } from './InstanceTable';
import { Pages } from './Pages';
import { RepairNav } from './RepairNav';
import { useFilters } from './useFilters';
import { useList } from './useList.query';

const ACTS = ['suspend_instances', 'resume_instances', 'cancel_instances'] as const;
const STATES = ['open', 'ACTIVE', 'SUSPENDED', 'COMPLETED', 'CANCELED', 'TERMINATED', 'FAILED'] as const;

/** The instances that operators suspend, resume, cancel and migrate. */
export function Component() {
  const { t } = useTranslation('repair');
  const { values, set } = useFilters();
  const [selected, setSelected] = useState<string[]>([]);
  const { state = 'open', cursor } = values;
  const { data, error, isFetching, refetch } = useList<ProcessInstance>('/api/process-instances/', { ...values, state });
  const { data: definitions } = useDefinitions();
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  const filter = Object.fromEntries(Object.entries({ ...values, state }).filter(([name]) => name !== 'cursor' && name !== 'ordering'));
  const exports = <ExportButton path="/api/process-instances/export/" params={{ ...filter, ordering: values.ordering }} name="instances" formats={['csv', 'xlsx']} />;
  const migrate = values.definition && <Link to={`/admin/migrate/${values.definition}`}>{t('migrate.open')}</Link>;
  return (
    <div className="page page-wide">
      <PageHead title={t('instances.title')} sub={t('instances.sub')} actions={<>{exports}{migrate}</>} />
      <RepairNav />
      <search className="toolbar" aria-label={t('filters')}>
        <SearchField label={t('instances.search')} value={values.q ?? ''} onSearch={(q) => set('q', q)} />
        <Select aria-label={t('instances.definition')} placeholder={t('instances.definition')} allowClear style={{ minWidth: 180 }} value={values.definition} onChange={(key?: string) => set('definition', key)} options={(definitions ?? []).map(({ key, name }) => ({ value: key, label: name }))} />
        <Select aria-label={t('state')} style={{ width: 150 }} value={state} onChange={(value: string) => set('state', value)} options={STATES.map((value) => ({ value, label: value === 'open' ? t('instances.open') : t(`app:instanceState.${value}`) }))} />
        <Select aria-label={t('instance:priority')} placeholder={t('instance:priority')} allowClear style={{ width: 140 }} value={values.priority} onChange={(value?: string) => set('priority', value)} options={(['75', '100'] as const).map((value) => ({ value, label: t(`inbox:priorityFilter.${value}`) }))} />
        <Select aria-label={t('order')} style={{ width: 150 }} value={values.ordering ?? '-started_at'} onChange={(value: string) => set('ordering', value)} options={(['-started_at', 'started_at'] as const).map((value) => ({ value, label: t(`instances.order.${value}`) }))} />
      </search>
      <ActBar kinds={ACTS} selected={selected} filter={filter} found={null} />
      <InstanceTable rows={data?.results ?? []} loading={isFetching} selected={selected} onSelect={setSelected} />
      <Pages next={data?.next} cursor={cursor} onGo={(value) => set('cursor', value)} />
    </div>
  );
}
