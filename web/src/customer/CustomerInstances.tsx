import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { CustomerDetail, InstanceState } from '../api/types';
import { formatDateTime } from '../app/dates';
import { StateTag } from '../components/StateTag';

type Row = CustomerDetail['instances'][number];

export function CustomerInstances({ instances }: { instances: Row[] }) {
  const { t } = useTranslation('customer');
  const columns = [
    { title: t('key'), key: 'key', render: (_: unknown, row: Row) => <Link to={`/i/${row.id}`} className="num">{row.business_key}</Link> },
    { title: t('definition'), key: 'definition', render: (_: unknown, row: Row) => (typeof row.definition === 'string' ? row.definition : row.definition.name) },
    { title: t('state'), dataIndex: 'state', render: (state: InstanceState) => <StateTag state={state} /> },
    { title: t('started'), dataIndex: 'started_at', render: (at: string) => <span className="num">{formatDateTime(at)}</span> },
  ];
  return (
    <Table<Row>
      className="panel" size="small" columns={columns} dataSource={instances} rowKey="id" pagination={false} scroll={{ x: 'max-content' }}
      locale={{ emptyText: t('noInstances') }}
    />
  );
}
