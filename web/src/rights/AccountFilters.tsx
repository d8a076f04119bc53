import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

import type { GroupRef, UnitRef } from '../api/types';
import type { Listed } from './shapes';
import { useRead } from './useRead.query';

interface Props { unit: string; role: string; onUnit: (code: string) => void; onRole: (key: string) => void }

/** Narrows the accounts to a unit, with the units below it, and to a role held there. */
export function AccountFilters({ unit, role, onUnit, onRole }: Props) {
  const { t } = useTranslation('rights');
  const groups = useRead<Listed<GroupRef>>('/api/groups/');
  const units = useRead<Listed<UnitRef>>('/api/units/');
  return (
    <>
      <Select
        aria-label={t('accounts.unit')} placeholder={t('accounts.everyUnit')} showSearch allowClear optionFilterProp="label" style={{ minWidth: 170 }}
        value={unit || undefined} onChange={(code?: string) => onUnit(code ?? '')} options={units.data?.results.map((u) => ({ value: u.code, label: `${u.name} ${u.code}` }))}
      />
      <Select
        aria-label={t('accounts.roles')} placeholder={t('matrix.everyRole')} showSearch allowClear optionFilterProp="label" style={{ minWidth: 150 }}
        value={role || undefined} onChange={(key?: string) => onRole(key ?? '')} options={groups.data?.results.map((g) => ({ value: g.key, label: g.name }))}
      />
    </>
  );
}
