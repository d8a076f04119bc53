import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Page } from '../api/types';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { ScrollRegion } from '../components/ScrollRegion';
import { type Bundle, useArchive } from './useArchive.query';

/** The bundles of months that left the database. */
export function ArchiveView() {
  const { t } = useTranslation('audit');
  const { data, error, isFetching, refetch } = useArchive<Page<Bundle>>('');
  if (error) return <FailedState error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <p className="soft">{t('archive.hint')}</p>
      <ScrollRegion className="panel" label={t('archiveView')}>
        <Table<Bundle>
          size="small" rowKey="name" pagination={false} dataSource={data?.results ?? []} loading={{ spinning: isFetching, delay: 300 }}
          locale={{ emptyText: <EmptyState title={t('archive.none')} /> }}
          columns={[
            { title: t('archive.name'), key: 'name', render: (_, row) => (row.readable ? <Link to={`/audit/archive/${row.name}`}>{row.name}</Link> : row.name) },
            { title: t('archive.month'), dataIndex: 'month', className: 'num' },
            { title: t('archive.instances'), dataIndex: 'instances', className: 'num' },
            { title: t('archive.commands'), dataIndex: 'commands', className: 'num' },
          ]}
        />
      </ScrollRegion>
    </>
  );
}
