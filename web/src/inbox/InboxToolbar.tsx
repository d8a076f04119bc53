import { SearchOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { UserTaskCounts } from '../api/types';
import { useDefinitions } from '../app/useDefinitions.query';
import { InboxFilters } from './InboxFilters';
import { DUES, isFiltered, SORTS, VIEWS, type Filters, type Sort } from './filters';

interface Props { filters: Filters; counts: UserTaskCounts | undefined; onChange: (part: Partial<Filters>) => void }

function ViewTabs({ filters, counts, onChange }: Props) {
  const { t } = useTranslation('inbox');
  return (
    <div className="views" role="group" aria-label={t('views')}>
      {VIEWS.map((view) => (
        <button key={view} type="button" className="view" aria-pressed={filters.view === view} onClick={() => onChange({ view })}>
          {t(`view.${view}`)}
          {view !== 'done' && counts && <span className="view-count num">{counts[view]}</span>}
        </button>
      ))}
    </div>
  );
}

function SearchBox({ filters, onChange }: Pick<Props, 'filters' | 'onChange'>) {
  const { t } = useTranslation('inbox');
  const [text, setText] = useState(filters.q);
  useEffect(() => setText(filters.q), [filters.q]);
  useEffect(() => {
    if (text === filters.q) return undefined;
    const timer = setTimeout(() => onChange({ q: text }), 300);
    return () => clearTimeout(timer);
  });
  return (
    <Input
      id="inbox-search" allowClear prefix={<SearchOutlined aria-hidden />} placeholder={t('search')} aria-label={t('searchLabel')}
      value={text} onChange={({ target }) => setText(target.value)} onPressEnter={() => onChange({ q: text })}
    />
  );
}

/** Views, search and filters; each change goes into the address. */
export function InboxToolbar({ filters, counts, onChange }: Props) {
  const { t } = useTranslation('inbox');
  const { data: definitions } = useDefinitions();
  const kinds = (definitions ?? []).map(({ key, name }) => ({ value: key, label: name }));
  const anything = { value: '', label: t('anyDue') };
  const dues = [anything, ...DUES.map((due) => ({ value: due as string, label: t(`dueFilter.${due}`) }))];
  const overdue = counts?.overdue ?? 0;
  return (
    <div className="inbox-toolbar">
      <ViewTabs filters={filters} counts={counts} onChange={onChange} />
      <SearchBox filters={filters} onChange={onChange} />
      <div className="inbox-filters">
        <Select
          size="small" variant="filled" aria-label={t('kindLabel')} options={[{ value: '', label: t('anyKind') }, ...kinds]} value={filters.kind}
          popupMatchSelectWidth={false} onChange={(kind) => onChange({ kind })}
        />
        {filters.view !== 'done' && (
          <Select
            size="small" variant="filled" aria-label={t('dueLabel')} options={dues} value={filters.due as string} popupMatchSelectWidth={false}
            onChange={(due) => onChange({ due: due as Filters['due'] })}
          />
        )}
        <InboxFilters filters={filters} onChange={onChange} />
        <Select<Sort>
          size="small" variant="filled" aria-label={t('sortLabel')} value={filters.sort} popupMatchSelectWidth={false}
          options={SORTS.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))} onChange={(sort) => onChange({ sort })}
        />
        {overdue > 0 && filters.view === 'mine' && filters.due === '' && (
          <button type="button" className="overdue-chip num" onClick={() => onChange({ due: 'overdue' })}>{t('overdueCount', { count: overdue })}</button>
        )}
        {isFiltered(filters) && (
          <Button size="small" type="link" onClick={() => onChange({ q: '', kind: '', due: '', unit: '', priority: '' })}>{t('clearFilters')}</Button>
        )}
      </div>
    </div>
  );
}
