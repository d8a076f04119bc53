import type { FieldTemplateProps } from '@rjsf/utils';

import { useTranslation } from 'react-i18next';

/** A field's label, control, help and errors; the label is tied to the control by its id. */
export function FieldTemplate(props: FieldTemplateProps) {
  const { id, label, required, hidden, children, displayLabel, rawErrors, rawDescription, rawHelp, schema, uiSchema, readonly } = props;
  const { t } = useTranslation('form');
  if (hidden) return <div hidden>{children}</div>;
  const container = schema.type === 'object' || (schema.type === 'array' && !uiSchema?.['ui:widget']);
  const checkbox = schema.type === 'boolean' && (uiSchema?.['ui:widget'] ?? 'checkbox') === 'checkbox';
  const labelled = !container && (schema.type === 'boolean' ? !checkbox : displayLabel);
  const demanded = (schema as { 'x-required'?: boolean })['x-required'] === true;
  const hint = rawHelp ?? (container ? undefined : rawDescription);
  const errors = rawErrors ?? [];
  return (
    <div className={errors.length > 0 ? 'field field-wrong' : 'field'}>
      {label && labelled && (
        <label className="field-label" id={`${id}-label`} htmlFor={id}>
          {label}
          {(required || demanded) && !readonly && <span className="field-required" title={t('required')} aria-hidden>*</span>}
        </label>
      )}
      {children}
      {hint && !readonly && <p className="field-hint" id={`${id}__description`}>{hint}</p>}
      {errors.length > 0 && (
        <ul className="field-errors" id={`${id}__error`}>
          {errors.map((error) => <li key={error}>{error}</li>)}
        </ul>
      )}
    </div>
  );
}
