import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Json, RegisterRow } from '../api/types';
import { formatDate } from '../app/dates';
import { useNarrow } from '../app/useNarrow';
import { moneyText } from '../components/moneyText';
import { valueText } from '../components/valueText';
import { COLUMNS, LIST_OF, type Register } from './columns';

/** A code is told by its name, a moment by its day, a list on one line. */
function useCell() {
  const { t } = useTranslation('customer');
  return (name: string, value: Json | undefined): string => {
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return formatDate(value);
    if (Array.isArray(value)) return value.map(valueText).join('、') || '—';
    if (value && typeof value === 'object' && typeof value.name === 'string') return value.name;
    if (name.endsWith('amount')) return moneyText(value);
    const text = valueText(value);
    return t(`value.${name}.${text}`, { defaultValue: text });
  };
}

interface Props { register: Register; rows: RegisterRow[]; customerId: string }

function Cards({ register, rows, names }: { register: Register; rows: RegisterRow[]; names: string[] }) {
  const { t } = useTranslation('customer');
  const cell = useCell();
  const [head = '', ...others] = names;
  return (
    <ul className="customer-cards">
      {rows.map((row) => (
        <li key={JSON.stringify(row)}>
          <Link to={`/registers/${LIST_OF[register] ?? register}/${valueText(row.id)}`}>
            <strong>{cell(head, row[head])}</strong>
            {others.filter((name) => cell(name, row[name]) !== '—').map((name) => <small key={name}>{t(`column.${name}`)}: {cell(name, row[name])}</small>)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The records of one register that belong to the customer. */
export function RegisterRows({ register, rows, customerId }: Props) {
  const { t } = useTranslation('customer');
  const cell = useCell();
  const narrow = useNarrow();
  const title = t(`register.${register}`);
  const list = LIST_OF[register] ?? register;
  const names = COLUMNS[register].filter((name) => rows.some((row) => name in row));
  const columns = names.map((name, index) => ({
    title: t(`column.${name}`), key: name,
    render: (_: unknown, row: RegisterRow) => (index === 0
      ? <Link to={`/registers/${list}/${valueText(row.id)}`}>{cell(name, row[name])}</Link>
      : cell(name, row[name])),
  }));
  return (
    <section className="panel panel-pad" aria-label={title}>
      <div className="access-head">
        <h2 className="panel-title">{title}</h2>
        {rows.length > 0 && <Link to={`/registers/${list}?customer=${customerId}`}>{t('registers:all')}</Link>}
      </div>
      {rows.length === 0 && <p className="soft">{t('noRows')}</p>}
      {rows.length > 0 && (narrow
        ? <Cards register={register} rows={rows} names={names} />
        : <Table<RegisterRow> size="small" columns={columns} dataSource={rows} rowKey={(row) => JSON.stringify(row)} pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false} scroll={{ x: 'max-content' }} />)}
    </section>
  );
}
