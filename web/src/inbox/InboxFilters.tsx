import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { useUnits } from '../app/useUnits.query';
import type { Filters } from './filters';

interface Props { filters: Filters; onChange: (part: Partial<Filters>) => void }

/** Which unit's tasks, and from which urgency on. */
export function InboxFilters({ filters, onChange }: Props) {
  const { t } = useTranslation('inbox');
  const { data: units } = useUnits();
  const named = (units ?? []).map((unit) => ({ value: unit.code, label: unit.name }));
  const urgencies = [{ value: '', label: t('anyPriority') }, ...(['75', '100'] as const).map((value) => ({ value: value as string, label: t(`priorityFilter.${value}`) }))];
  return (
    <>
      {named.length > 1 && (
        <Select
          size="small" variant="filled" aria-label={t('unitLabel')} showSearch={{ optionFilterProp: 'label' }} options={[{ value: '', label: t('anyUnit') }, ...named]}
          value={filters.unit} popupMatchSelectWidth={false} onChange={(unit) => onChange({ unit })}
        />
      )}
      <Select
        size="small" variant="filled" aria-label={t('priorityLabel')} options={urgencies} value={filters.priority as string} popupMatchSelectWidth={false}
        onChange={(priority) => onChange({ priority: priority as Filters['priority'] })}
      />
    </>
  );
}
