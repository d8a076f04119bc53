import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

import type { RecordColumn } from '../api/types';

interface Props {
  columns: RecordColumn[];
  asked: Record<string, string>;
  onChange: (changes: Record<string, string>) => void;
}

function Choice({ column, value, onChange }: { column: RecordColumn; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('registers');
  const options = column.kind === 'boolean'
    ? [{ value: 'true', label: t('app:yes') }, { value: 'false', label: t('app:no') }]
    : column.choices.map(({ value: key, label }) => ({ value: key, label }));
  return (
    <Select
      allowClear aria-label={column.label} mode={column.kind === 'boolean' ? undefined : 'multiple'} maxTagCount={1}
      options={options} placeholder={column.label} style={{ minWidth: 140 }}
      value={column.kind === 'boolean' ? value || undefined : value.split(',').filter(Boolean)}
      onChange={(chosen: string | string[] | undefined) => onChange(Array.isArray(chosen) ? chosen.join(',') : (chosen ?? ''))}
    />
  );
}

function Span({ column, asked, onChange }: Props & { column: RecordColumn }) {
  const { t } = useTranslation('registers');
  const [from, until] = [`${column.name}_from`, `${column.name}_until`];
  const day = (name: string) => (asked[name] ? dayjs(asked[name]) : null);
  return (
    <DatePicker.RangePicker
      aria-label={column.label} allowEmpty={[true, true]} value={[day(from), day(until)]}
      placeholder={[`${column.label} ${t('from')}`, t('until')]}
      onChange={(_, [begin, end]) => onChange({ [from]: begin, [until]: end })}
    />
  );
}

/** What a list may be narrowed by: choices, yes or no, spans of days; all of it stands in the address. */
export function RecordFilters({ columns, asked, onChange }: Props) {
  const { t } = useTranslation('registers');
  const offered = columns.filter((column) => column.filterable);
  const set = Object.keys(asked).some((name) => name !== 'sort');
  return (
    <>
      {offered.map((column) => (column.kind === 'date' || column.kind === 'moment'
        ? <Span key={column.name} column={column} columns={columns} asked={asked} onChange={onChange} />
        : <Choice key={column.name} column={column} value={asked[column.name] ?? ''} onChange={(value) => onChange({ [column.name]: value })} />))}
      {set && (
        <Button type="link" onClick={() => onChange(Object.fromEntries(Object.keys(asked).map((name) => [name, ''])))}>{t('clear')}</Button>
      )}
    </>
  );
}
