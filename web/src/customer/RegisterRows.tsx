import { Table } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Json, RegisterRow } from '../api/types';
import { formatDate } from '../app/dates';
import { valueText } from '../components/valueText';
import { COLUMNS, type Register } from './columns';

/** A code is told by its name, a moment by its day, a list on one line. */
function useCell() {
  const { t } = useTranslation('customer');
  return (name: string, value: Json | undefined): string => {
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return formatDate(value);
    if (Array.isArray(value)) return value.map(valueText).join('、') || '—';
    if (value && typeof value === 'object' && typeof value.name === 'string') return value.name;
    const text = valueText(value);
    return t(`value.${name}.${text}`, { defaultValue: text });
  };
}

/** The records of one register that belong to the customer. */
export function RegisterRows({ register, rows }: { register: Register; rows: RegisterRow[] }) {
  const { t } = useTranslation('customer');
  const cell = useCell();
  const title = t(`register.${register}`);
  const columns = COLUMNS[register].filter((name) => rows.some((row) => name in row)).map((name) => ({
    title: t(`column.${name}`), key: name, render: (_: unknown, row: RegisterRow) => cell(name, row[name]),
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
