import { Table } from 'antd';
import type { ColumnsType, TableProps } from 'antd/es/table';
import { Link } from 'react-router';

import type { RecordColumn, RecordRow } from '../api/types';
import { useNarrow } from '../app/useNarrow';
import { cellText, recordPath } from './cellText';

interface Props {
  register: string;
  columns: RecordColumn[];
  rows: RecordRow[];
  sort?: string;
  onSort?: (sort: string) => void;
  chosen?: string[];
  onChoose?: (ids: string[]) => void;
}

function Cards({ register, columns, rows }: Props) {
  const [head, ...others] = columns;
  return (
    <ul className="panel customer-cards">
      {rows.map((row) => (
        <li key={row.id}>
          <Link to={recordPath(register, row.id)}>
            <strong>{head ? cellText(row, head) : row.id}</strong>
            {others.filter((column) => cellText(row, column) !== '—').slice(0, 5).map((column) => (
              <small key={column.name}>{column.label}: {cellText(row, column)}</small>
            ))}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function cell(register: string, column: RecordColumn, first: boolean) {
  return function Cell(_: unknown, row: RecordRow) {
    const text = cellText(row, column);
    if (first) return <Link to={recordPath(register, row.id)}>{text}</Link>;
    if (column.name.endsWith('customer__name') && row.customer_id) return <Link to={`/customers/${row.customer_id}`}>{text}</Link>;
    return text;
  };
}

/** Records as a table, sorted by the heads of its columns, or as cards on a phone. */
export function RecordTable({ register, columns, rows, sort = '', onSort, chosen, onChoose }: Props) {
  const narrow = useNarrow();
  if (narrow) return <Cards register={register} columns={columns} rows={rows} />;
  const down = sort.startsWith('-');
  const shown: ColumnsType<RecordRow> = columns.map((column, index) => ({
    title: column.label,
    key: column.name,
    sorter: Boolean(onSort) && column.sortable,
    sortOrder: sort.replace('-', '') === column.name ? (down ? 'descend' : 'ascend') : null,
    align: column.kind === 'number' ? 'right' : undefined,
    className: column.kind === 'text' || column.kind === 'choice' ? undefined : 'num nowrap',
    render: cell(register, column, index === 0),
  }));
  const change: TableProps<RecordRow>['onChange'] = (_pages, _filters, sorter) => {
    if (Array.isArray(sorter) || !onSort) return;
    const key = String(sorter.columnKey ?? '');
    onSort(sorter.order ? (sorter.order === 'descend' ? `-${key}` : key) : '');
  };
  return (
    <Table<RecordRow>
      className="panel" size="small" columns={shown} dataSource={rows} rowKey="id" pagination={false}
      scroll={{ x: 'max-content' }} onChange={change}
      rowSelection={onChoose && { selectedRowKeys: chosen ?? [], columnWidth: 40, onChange: (keys) => onChoose(keys.map(String)) }}
    />
  );
}
