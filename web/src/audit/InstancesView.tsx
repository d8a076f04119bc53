import { SearchOutlined } from '@ant-design/icons';
import { Button, Checkbox, Select, Space, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import type { ProcessInstance } from '../api/types';
import { formatDateTime } from '../app/dates';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { ScrollRegion } from '../components/ScrollRegion';
import { StateTag } from '../components/StateTag';
import { cursorOf } from './changeFilters';
import { FilterText } from './FilterText';
import { useInstances } from './useInstances.query';

const STATES = ['ACTIVE', 'COMPLETED', 'TERMINATED', 'CANCELED', 'FAILED', 'SUSPENDED'] as const;

/** Every process instance, to open on its audit side. */
export function InstancesView() {
  const { t } = useTranslation('audit');
  const [query, setQuery] = useSearchParams();
  const value = (name: string) => query.get(name) ?? undefined;
  const filters = { q: value('q'), state: value('state'), held: value('held'), cursor: value('cursor') };
  const { data, error, isFetching, refetch } = useInstances(filters);
  const set = (name: string, text: string) => {
    const next = new URLSearchParams(query);
    if (name !== 'cursor') next.delete('cursor');
    if (text) next.set(name, text);
    else next.delete(name);
    setQuery(next);
  };
  if (error) return <FailedState error={error} onRetry={() => void refetch()} />;
  const next = cursorOf(data?.next ?? null);
  return (
    <>
      <search className="toolbar" aria-label={t('filters')}>
        <FilterText key={filters.q ?? ''} label={t('filter.instanceQ')} icon={<SearchOutlined aria-hidden />} value={filters.q} onChange={(q) => set('q', q)} wide />
        <Select
          aria-label={t('filter.state')}
          placeholder={t('filter.state')}
          allowClear
          style={{ width: 150 }}
          value={filters.state}
          onChange={(state?: string) => set('state', state ?? '')}
          options={STATES.map((state) => ({ value: state, label: t(`app:instanceState.${state}`) }))}
        />
        <Checkbox checked={filters.held === 'yes'} onChange={({ target }) => set('held', target.checked ? 'yes' : '')}>{t('filter.held')}</Checkbox>
      </search>
      <ScrollRegion className="panel" label={t('instances')}>
        <Table<ProcessInstance>
          size="small"
          rowKey="id"
          loading={{ spinning: isFetching, delay: 300 }}
          dataSource={data?.results ?? []}
          pagination={false}
          locale={{ emptyText: <EmptyState title={t('noInstances')} /> }}
          columns={[
            { title: t('instance.key'), dataIndex: 'business_key', render: (key: string, row) => <Link to={`/audit/i/${row.id}`}>{key || row.id}</Link> },
            { title: t('instance.title'), dataIndex: 'title' },
            { title: t('instance.definition'), key: 'definition', render: (_, { definition }) => t('instance.version', { name: definition.name, version: definition.version }) },
            { title: t('instance.state'), dataIndex: 'state', render: (state: ProcessInstance['state']) => <StateTag state={state} /> },
            { title: t('instance.unit'), key: 'unit', render: (_, row) => row.unit?.name ?? '–' },
            { title: t('instance.startedBy'), key: 'by', render: (_, row) => row.started_by?.full_name ?? '–' },
            { title: t('instance.startedAt'), dataIndex: 'started_at', className: 'num', render: formatDateTime },
          ]}
        />
      </ScrollRegion>
      <nav className="audit-pages" aria-label={t('pages')}>
        <Space>
          <Button disabled={!filters.cursor} onClick={() => set('cursor', '')}>{t('newest')}</Button>
          <Button disabled={!next} onClick={() => set('cursor', next ?? '')}>{t('older')}</Button>
        </Space>
      </nav>
    </>
  );
}
