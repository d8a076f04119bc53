import type { WidgetProps } from '@rjsf/utils';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';

import { useBulkChange } from './useBulkChange.query';
import { useChangeRequest } from './useChangeRequest.query';

/** The fields of the form's change request or bulk change that this person may decide on; ticked means refused. */
export function ChangeFieldsInput({ id, value, registry, readonly, disabled, onChange }: WidgetProps) {
  const { t } = useTranslation('change');
  const shown = registry.formContext as { request_ids?: number[]; bulk_id?: number };
  const { data } = useChangeRequest(shown.request_ids?.[0] ?? 0);
  const { data: bulk } = useBulkChange(shown.bulk_id ?? 0);
  const mine = (bulk?.fields ?? data?.fields ?? []).filter((field) => field.to_decide);
  if (mine.length < 2) return <span className="soft">{t('one_field')}</span>;
  return (
    <Checkbox.Group
      name={id} disabled={readonly || disabled} value={Array.isArray(value) ? (value as string[]) : []}
      options={mine.map((field) => ({ value: field.name, label: field.label }))} onChange={(names) => onChange(names)}
    />
  );
}
