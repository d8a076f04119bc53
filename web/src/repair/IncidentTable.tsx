import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import { ScrollRegion } from '../components/ScrollRegion';
import { ToneTag } from '../components/ToneTag';
import type { IncidentRow } from './shapes';
import { Stack } from './Stack';

interface IncidentTableProps { rows: IncidentRow[]; selected: string[]; onSelect: (ids: string[]) => void }

/** What stopped, where, since when and how often; the stack on asking. */
export function IncidentTable({ rows, selected, onSelect }: IncidentTableProps) {
  const { t } = useTranslation('repair');
  return (
    <ScrollRegion className="panel" label={t('incidents.title')}>
      <Table<IncidentRow>
        size="small"
        rowKey="id"
        dataSource={rows}
        pagination={false}
        rowSelection={{
          selectedRowKeys: selected,
          onChange: (keys) => onSelect(keys.map(String)),
          getCheckboxProps: ({ id }) => ({ 'aria-label': t('select', { id }) }),
          getTitleCheckboxProps: () => ({ 'aria-label': t('selectPage') }),
        }}
        expandable={{ expandedRowRender: ({ id }) => <Stack id={id} /> }}
        columns={[
          { title: t('incidents.what'), key: 'what', className: 'repair-message', render: (_, row) => <><ToneTag tone="bad">{row.code}</ToneTag> {row.message}</> },
          { title: t('incidents.where'), key: 'where', render: (_, row) => row.element_name || row.element_id || '–' },
          { title: t('incidents.process'), key: 'process', render: (_, { instance }) => (instance ? <Link to={`/i/${instance.id}`}>{instance.business_key || instance.id}</Link> : '–') },
          { title: t('incidents.definition'), key: 'definition', render: (_, { instance }) => (instance ? t('version', { ...instance.definition }) : '–') },
          { title: t('incidents.since'), dataIndex: 'created_at', className: 'num', render: formatDateTime },
          { title: t('incidents.attempts'), dataIndex: 'attempts', className: 'num', align: 'right' },
          { title: t('incidents.resolution'), key: 'resolution', render: (_, row) => (row.resolved_at ? `${row.resolved_by}: ${row.resolution}` : '–') },
        ]}
      />
    </ScrollRegion>
  );
}
