import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { ProcessInstance } from '../api/types';
import { formatDateTime } from '../app/dates';
import { EmptyState } from '../components/EmptyState';
import { ScrollRegion } from '../components/ScrollRegion';
import { StateTag } from '../components/StateTag';
import { usePriorityName } from '../movement/priorities';

interface InstanceTableProps { rows: ProcessInstance[]; loading: boolean; selected: string[]; onSelect: (ids: string[]) => void }

/** Instances to choose from. */
export function InstanceTable({ rows, loading, selected, onSelect }: InstanceTableProps) {
  const { t } = useTranslation('repair');
  const nameOf = usePriorityName();
  return (
    <ScrollRegion className="panel" label={t('instances.title')}>
      <Table<ProcessInstance>
        size="small"
        rowKey="id"
        dataSource={rows}
        loading={{ spinning: loading, delay: 300 }}
        pagination={false}
        locale={{ emptyText: <EmptyState title={t('instances.none')} /> }}
        rowSelection={{
          selectedRowKeys: selected,
          onChange: (keys) => onSelect(keys.map(String)),
          getCheckboxProps: ({ id }) => ({ 'aria-label': t('select', { id }) }),
          getTitleCheckboxProps: () => ({ 'aria-label': t('selectPage') }),
        }}
        columns={[
          { title: t('instances.key'), key: 'key', render: (_, row) => <Link to={`/i/${row.id}`}>{row.business_key || row.id}</Link> },
          { title: t('instances.name'), dataIndex: 'title' },
          { title: t('instances.definition'), key: 'definition', render: (_, row) => t('version', { ...row.definition }) },
          { title: t('state'), dataIndex: 'state', render: (state: ProcessInstance['state']) => <StateTag state={state} /> },
          { title: t('instance:priority'), dataIndex: 'priority', className: 'num', render: (value: number | null) => (value === null ? '–' : nameOf(value)) },
          { title: t('instances.unit'), key: 'unit', render: (_, row) => row.unit?.name ?? '–' },
          { title: t('instances.since'), dataIndex: 'started_at', className: 'num', render: formatDateTime },
        ]}
      />
    </ScrollRegion>
  );
}
