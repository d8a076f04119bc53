import { ClearOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

import { type ChangeFilters, KINDS } from './changeFilters';
import { FilterText } from './FilterText';

interface ChangeFilterBarProps {
  filters: ChangeFilters;
  /** The list is of one kind only: it is not asked for. */
  fixedKind?: string;
  onChange: (changes: ChangeFilters) => void;
}

/** The filters of the changes; each takes effect when it is left or Enter is pressed. */
export function ChangeFilterBar({ filters, fixedKind, onChange }: ChangeFilterBarProps) {
  const { t } = useTranslation('audit');
  const day = (value: string | undefined) => (value ? dayjs(value) : null);
  return (
    <search className="toolbar audit-filters" aria-label={t('filters')}>
      <FilterText key={`q-${filters.q ?? ''}`} label={t('filter.q')} icon={<SearchOutlined aria-hidden />} value={filters.q} onChange={(q) => onChange({ q })} wide />
      {!fixedKind && <Select
        aria-label={t('filter.kind')}
        placeholder={t('filter.kind')}
        allowClear
        style={{ width: 116 }}
        value={filters.kind}
        onChange={(kind?: string) => onChange({ kind: kind ?? '' })}
        options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
      />}
      <FilterText key={`actor-${filters.actor ?? ''}`} label={t('filter.actor')} value={filters.actor} onChange={(actor) => onChange({ actor })} />
      <FilterText key={`table-${filters.table ?? ''}`} label={t('filter.table')} value={filters.table} onChange={(table) => onChange({ table, record: '' })} />
      <FilterText key={`field-${filters.field ?? ''}`} label={t('filter.field')} value={filters.field} onChange={(field) => onChange({ field })} />
      <DatePicker aria-label={t('filter.from')} placeholder={t('filter.from')} style={{ width: 132 }} value={day(filters.from)} onChange={(_, text) => onChange({ from: one(text) })} />
      <DatePicker aria-label={t('filter.to')} placeholder={t('filter.to')} style={{ width: 132 }} value={day(filters.to)} onChange={(_, text) => onChange({ to: one(text) })} />
      <Select
        aria-label={t('sort.label')}
        style={{ width: 116 }}
        value={filters.ordering ?? '-at'}
        onChange={(ordering) => onChange({ ordering: ordering === '-at' ? '' : ordering })}
        options={[{ value: '-at', label: t('sort.newest') }, { value: 'at', label: t('sort.oldest') }]}
      />
      {filters.record && <Button onClick={() => onChange({ record: '' })}>{t('filter.record', { record: filters.record })} ✕</Button>}
      {filters.instance && <Button onClick={() => onChange({ instance: '' })}>{t('filter.instance', { instance: filters.instance })} ✕</Button>}
      {Object.keys(filters).length > 0 && (
        <Button
          type="text"
          icon={<ClearOutlined aria-hidden />}
          onClick={() => onChange({ kind: '', table: '', record: '', field: '', actor: '', instance: '', from: '', to: '', q: '', ordering: '' })}
        >
          {t('filter.clear')}
        </Button>
      )}
    </search>
  );
}

function one(text: string | string[] | null): string {
  return (Array.isArray(text) ? text[0] : text) ?? '';
}
