import { SearchOutlined } from '@ant-design/icons';
import { Alert, Button, Space, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';

import type { ProcessInstance } from '../api/types';
import { formatDateTime } from '../app/dates';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { PageHead } from '../components/PageHead';
import { ScrollRegion } from '../components/ScrollRegion';
import { StateTag } from '../components/StateTag';
import { cursorOf } from './changeFilters';
import { FilterText } from './FilterText';
import { type OpenedBundle, useArchive } from './useArchive.query';
import './audit.css';

/** One bundle, its digests proven, with the instances in it. */
export function Component() {
  const { t } = useTranslation('audit');
  const { name = '' } = useParams<'name'>();
  const [query, setQuery] = useSearchParams();
  const q = query.get('q') ?? undefined;
  const cursor = query.get('cursor') ?? undefined;
  const { data, error, isFetching, refetch } = useArchive<OpenedBundle>(`${encodeURIComponent(name)}/`, { q, cursor });
  const go = (next: Record<string, string | undefined>): void =>
    setQuery(Object.fromEntries(Object.entries(next).filter((pair): pair is [string, string] => Boolean(pair[1]))));
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  const next = cursorOf(data?.next ?? null);
  return (
    <div className="page page-wide">
      <PageHead title={t('archive.title', { name })} sub={<Link to="/audit?view=archive">{t('archiveView')}</Link>} />
      {data && <Alert type="success" showIcon title={t('archive.proven')} description={t('archive.provenHint')} />}
      <search className="toolbar" aria-label={t('filters')}>
        <FilterText key={q ?? ''} label={t('filter.instanceQ')} icon={<SearchOutlined aria-hidden />} value={q} onChange={(text) => go({ q: text })} wide />
      </search>
      <ScrollRegion className="panel" label={t('instances')}>
        <Table<ProcessInstance>
          size="small" rowKey="id" loading={{ spinning: isFetching, delay: 300 }} dataSource={data?.results ?? []} pagination={false}
          locale={{ emptyText: <EmptyState title={t('noInstances')} /> }}
          columns={[
            { title: t('instance.key'), dataIndex: 'business_key', render: (key: string, row) => <Link to={`/audit/archive/${name}/i/${row.id}`}>{key || row.id}</Link> },
            { title: t('instance.title'), dataIndex: 'title' },
            { title: t('instance.definition'), key: 'definition', render: (_, { definition }) => t('instance.version', { name: definition.name, version: definition.version }) },
            { title: t('instance.state'), dataIndex: 'state', render: (state: ProcessInstance['state']) => <StateTag state={state} /> },
            { title: t('instance.unit'), key: 'unit', render: (_, row) => row.unit?.name ?? '–' },
            { title: t('instance.startedAt'), dataIndex: 'started_at', className: 'num', render: formatDateTime },
            { title: t('archive.ended'), dataIndex: 'ended_at', className: 'num', render: formatDateTime },
          ]}
        />
      </ScrollRegion>
      <nav className="audit-pages" aria-label={t('pages')}>
        <Space>
          <Button disabled={!cursor} onClick={() => go({ q })}>{t('archive.first')}</Button>
          <Button disabled={!next} onClick={() => go({ q, cursor: next ?? undefined })}>{t('archive.more')}</Button>
        </Space>
      </nav>
    </div>
  );
}
