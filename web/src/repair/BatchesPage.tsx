import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { PageHead } from '../components/PageHead';
import { ScrollRegion } from '../components/ScrollRegion';
import { BatchState } from './BatchState';
import { Pages } from './Pages';
import { RepairNav } from './RepairNav';
import type { Batch, BatchKind } from './shapes';
import { useFilters } from './useFilters';
import { useList } from './useList.query';

/** What was ordered on many at once, the newest first. */
export function Component() {
  const { t } = useTranslation('repair');
  const { values, set } = useFilters();
  const { data, error, isFetching, refetch } = useList<Batch>('/api/batches/', values);
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  return (
    <div className="page page-wide">
      <PageHead title={t('batches.title')} sub={t('batches.sub')} />
      <RepairNav />
      <ScrollRegion className="panel" label={t('batches.title')}>
        <Table<Batch>
          size="small"
          rowKey="id"
          loading={{ spinning: isFetching, delay: 300 }}
          dataSource={data?.results ?? []}
          pagination={false}
          locale={{ emptyText: <EmptyState title={t('batches.none')} /> }}
          columns={[
            { title: t('batches.kind'), dataIndex: 'kind', render: (kind: BatchKind, { id }) => <Link to={`/admin/batches/${id}`}>{t(`act.${kind}`)}</Link> },
            { title: t('state'), key: 'state', render: (_, batch) => <BatchState batch={batch} /> },
            { title: t('row.DONE'), dataIndex: 'done', className: 'num', align: 'right' },
            { title: t('row.REFUSED'), dataIndex: 'refused', className: 'num', align: 'right' },
            { title: t('batches.total'), dataIndex: 'total', className: 'num', align: 'right' },
            { title: t('reason'), dataIndex: 'reason', className: 'repair-message' },
            { title: t('batches.by'), key: 'by', render: (_, batch) => batch.created_by?.full_name ?? '–' },
            { title: t('batches.at'), dataIndex: 'created_at', className: 'num', render: formatDateTime },
          ]}
        />
      </ScrollRegion>
      <Pages next={data?.next} cursor={values.cursor} onGo={(value) => set('cursor', value)} />
    </div>
  );
}
