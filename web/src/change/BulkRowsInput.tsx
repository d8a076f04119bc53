import type { WidgetProps } from '@rjsf/utils';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { BulkRowsTable } from './BulkRowsTable';
import { useBulkChange } from './useBulkChange.query';

/** The rows of the form's bulk change that this person refuses; all others go with the decision. */
export function BulkRowsInput({ value, registry, readonly, disabled, onChange }: WidgetProps) {
  const { t } = useTranslation('change');
  const shown = registry.formContext as { bulk_id?: number };
  const { data } = useBulkChange(shown.bulk_id ?? 0);
  const [open, show] = useState(false);
  const chosen = Array.isArray(value) ? (value as number[]) : [];
  if (!data) return null;
  if (readonly || disabled) return <span className="num">{t('bulk.refused_rows', { count: chosen.length })}</span>;
  return (
    <>
      <Button size="small" onClick={() => show(!open)}>{open ? t('bulk.done') : t('bulk.choose')}</Button>{' '}
      <span className="soft num">{t('bulk.refused_rows', { count: chosen.length })}</span>
      {open && <BulkRowsTable id={data.id} register={data.register} state="PROPOSED" chosen={chosen} onChoose={(records) => onChange(records)} />}
    </>
  );
}
