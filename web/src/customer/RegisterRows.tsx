import { Table } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Json, RegisterRow } from '../api/types';
import { valueText } from '../components/valueText';

const UNSHOWN = new Set(['id', 'customer', 'customer_id']);

function columnsOf(rows: RegisterRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => !UNSHOWN.has(name) && !name.endsWith('_id'));
}

/** A named value inside a row, such as a unit, is told by its name. */
function cell(value: Json): string {
  if (value && typeof value === 'object' && !Array.isArray(value) && typeof value.name === 'string') return value.name;
  return valueText(value);
}

/** The records of one register that belong to the customer. */
export function RegisterRows({ title, rows }: { title: string; rows: RegisterRow[] }) {
  const { t } = useTranslation('customer');
  const columns = columnsOf(rows).map((name) => ({
    title: t(`column.${name}`, { defaultValue: name }), key: name, render: (_: unknown, row: RegisterRow) => cell(row[name]),
  }));
  return (
    <section className="panel panel-pad" aria-label={title}>
      <h2 className="panel-title">{title}</h2>
      {rows.length === 0
        ? <p className="soft">{t('noRows')}</p>
        : <Table<RegisterRow> size="small" columns={columns} dataSource={rows} rowKey={(row) => JSON.stringify(row)} pagination={false} scroll={{ x: 'max-content' }} />}
    </section>
  );
}
