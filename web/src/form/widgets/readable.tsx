import type { WidgetProps } from '@rjsf/utils';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';

import { formatDate, formatDateTime } from '../../app/dates';

function labelOf(props: WidgetProps, value: unknown): string | undefined {
  return props.options.enumOptions?.find((option) => option.value === value)?.label;
}

function shown(props: WidgetProps, t: (key: string) => string): string {
  const { value, schema } = props;
  if (value === undefined || value === null || value === '') return '—';
  if (Array.isArray(value)) return value.map((one) => labelOf(props, one) ?? String(one)).join('、') || '—';
  if (typeof value === 'boolean') return labelOf(props, value) ?? t(value ? 'app:yes' : 'app:no');
  if (schema.format === 'date') return formatDate(String(value));
  if (schema.format === 'date-time') return formatDateTime(String(value));
  const text = labelOf(props, value) ?? String(value);
  return typeof props.options.unit === 'string' ? `${text} ${props.options.unit}` : text;
}

function ReadValue(props: WidgetProps) {
  const { t } = useTranslation();
  const label = props.schema.type === 'boolean' && (props.uiSchema?.['ui:widget'] ?? 'checkbox') === 'checkbox' ? props.label : undefined;
  return (
    <div>
      {label && <span className="field-label">{label}</span>}
      <output id={props.id} className="read-value" aria-labelledby={`${props.id}-label`}>{shown(props, t)}</output>
    </div>
  );
}

/** `Widget` where one may edit; plain text, not a grey box, where one may only read. */
export function readable(Widget: ComponentType<WidgetProps>): ComponentType<WidgetProps> {
  return function ReadableWidget(props: WidgetProps) {
    return props.readonly || props.disabled ? <ReadValue {...props} /> : <Widget {...props} />;
  };
}
