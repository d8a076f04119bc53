import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { shownValue } from './overlay';
import type { ProposableField } from './types';

/** One field of the record, to be overwritten; what it is now stands beside its name. */
export function FieldRow({ field, typed, onType }: {
  field: ProposableField;
  typed: string | undefined;
  onType: (text: string) => void;
}) {
  const { t } = useTranslation('change');
  const now = shownValue(field);
  const id = `change-${field.name}`;
  const named = field.choices.find((choice) => choice.value === now)?.label ?? now;
  return (
    <div className={typed !== undefined && typed !== now ? 'change-row change-row-touched' : 'change-row'}>
      <div className="change-row-label">
        <label htmlFor={id}>{field.label}</label>
        <span className="soft">
          {field.right === 'masked' ? String(field.value ?? '') : named || t('empty')}
          {' · '}{field.needed === 0 ? t('needs_nobody') : t('needs', { count: field.needed })}
        </span>
      </div>
      {field.choices.length > 0
        ? <Select id={id} value={typed ?? now} options={field.choices} onChange={onType} />
        : <Input
            id={id} value={typed ?? now} maxLength={300} inputMode={field.kind === 'number' ? 'decimal' : undefined}
            type={field.kind === 'date' ? 'date' : 'text'} placeholder={field.right === 'masked' ? t('masked_hint') : undefined}
            onChange={({ target }) => onType(target.value)}
          />}
    </div>
  );
}
