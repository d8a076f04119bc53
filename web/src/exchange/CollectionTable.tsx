import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import { ScrollRegion } from '../components/ScrollRegion';
import { CollectionState } from './CollectionState';
import type { Collection } from './shapes';
import { onSorted, orderOf } from './sorting';

/** Each file with what was asked for and what came. */
export function CollectionTable({ rows, sort, onSort }: { rows: Collection[]; sort: string; onSort: (sort: string) => void }) {
  const { t } = useTranslation('exchange');
  const sorted = (key: string) => ({ key, sorter: true, sortOrder: orderOf(sort, key) });
  return (
    <ScrollRegion className="panel" label={t('collections.title')}>
      <Table<Collection>
        size="small" rowKey="id" dataSource={rows} pagination={false} onChange={onSorted<Collection>(onSort)}
        columns={[
          { title: t('run.batch'), dataIndex: 'batch_no', className: 'nowrap', ...sorted('batch_no'), render: (number: string, { id }) => <Link to={`/collections/${id}`}>{number}</Link> },
          { title: t('collections.bank'), dataIndex: 'bank', className: 'exchange-text' },
          { title: t('state'), key: 'state', render: (_, row) => <CollectionState row={row} /> },
          { title: t('imports.rows'), dataIndex: 'row_count', className: 'num', align: 'right', ...sorted('row_count') },
          { title: t('collections.total'), dataIndex: 'total', className: 'num', align: 'right', ...sorted('total') },
          { title: t('collections.collected'), dataIndex: 'collected', className: 'num', align: 'right' },
          { title: t('collections.failed'), dataIndex: 'failed_count', className: 'num', align: 'right' },
          { title: t('collections.waiting'), dataIndex: 'waiting_count', className: 'num', align: 'right' },
          { title: t('collections.by'), key: 'by', render: (_, row) => row.made_by?.full_name ?? t('system') },
          { title: t('collections.at'), dataIndex: 'made_at', className: 'num nowrap', ...sorted('made_at'), render: formatDateTime },
        ]}
      />
    </ScrollRegion>
  );
}
