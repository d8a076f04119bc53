import { ariaDescribedByIds, enumOptionsDeselectValue, enumOptionsSelectValue, type WidgetProps } from '@rjsf/utils';
import { Checkbox, Input, InputNumber, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';

function described(props: WidgetProps) {
  return {
    id: props.id,
    'aria-describedby': ariaDescribedByIds(props.id),
    'aria-invalid': (props.rawErrors?.length ?? 0) > 0,
    'aria-required': props.required,
    onBlur: () => props.onBlur(props.id, props.value),
    onFocus: () => props.onFocus(props.id, props.value),
  };
}

function status(props: WidgetProps): 'error' | undefined {
  return (props.rawErrors?.length ?? 0) > 0 ? 'error' : undefined;
}

// Chinese keyboards type full-width digits, which the server's rules refuse.
function halfWidth(text: string | undefined): string {
  return (text ?? '').replace(/[０-９．－]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[,，\s]/g, '');
}

export function NumberInput(props: WidgetProps) {
  const unit = props.options.unit as string | undefined;
  return (
    // No min and max here: antd would quietly change what the person typed; the schema's rule says it is wrong.
    <InputNumber<string | number>
      {...described(props)} status={status(props)} className="full" changeOnWheel={false} controls={false}
      value={props.value as number | undefined} placeholder={props.placeholder} suffix={unit}
      parser={halfWidth} inputMode="decimal" autoFocus={props.autofocus}
      onChange={(value) => props.onChange(value === null || value === '' ? undefined : Number(value))}
    />
  );
}

/** One line of text, or a number. */
export function BaseInput(props: WidgetProps) {
  if (props.schema.type === 'number' || props.schema.type === 'integer') return <NumberInput {...props} />;
  const unit = props.options.unit as string | undefined;
  return (
    <Input
      {...described(props)} status={status(props)} value={(props.value as string | undefined) ?? ''} placeholder={props.placeholder}
      type={props.options.inputType ?? 'text'} suffix={unit} autoFocus={props.autofocus} autoComplete="off"
      onChange={({ target }) => props.onChange(target.value === '' ? props.options.emptyValue : target.value)}
    />
  );
}

export function TextareaInput(props: WidgetProps) {
  return (
    <Input.TextArea
      {...described(props)} status={status(props)} value={(props.value as string | undefined) ?? ''} placeholder={props.placeholder}
      autoSize={{ minRows: Number(props.options.rows ?? 3), maxRows: 12 }}
      onChange={({ target }) => props.onChange(target.value === '' ? props.options.emptyValue : target.value)}
    />
  );
}

export function SelectInput(props: WidgetProps) {
  const { t } = useTranslation('form');
  const options = (props.options.enumOptions ?? []).map(({ value, label }) => ({ value: value as string | number, label }));
  return (
    <Select
      {...described(props)} status={status(props)} className="full" options={options} allowClear={!props.required}
      mode={props.multiple ? 'multiple' : undefined} placeholder={props.placeholder || t('choose')}
      value={props.value as string | number | undefined} showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
      onChange={(value) => props.onChange(value)}
    />
  );
}

export function RadioInput(props: WidgetProps) {
  return (
    <Radio.Group
      id={props.id} aria-labelledby={`${props.id}-label`} name={props.id} className="choices"
      value={props.value as string | number | boolean | undefined}
      onChange={(event) => props.onChange(event.target.value)}
    >
      {(props.options.enumOptions ?? []).map(({ value, label }) => (
        <Radio key={String(value)} value={value}>{label}</Radio>
      ))}
    </Radio.Group>
  );
}

export function CheckboxesInput(props: WidgetProps) {
  const options = props.options.enumOptions ?? [];
  const chosen = (props.value as unknown[] | undefined) ?? [];
  return (
    <div id={props.id} role="group" aria-labelledby={`${props.id}-label`} className="choices">
      {options.map(({ value, label }, index) => (
        <Checkbox
          key={String(value)} checked={chosen.includes(value)}
          onChange={({ target }) => props.onChange(target.checked
            ? enumOptionsSelectValue(index, chosen, options) : enumOptionsDeselectValue(index, chosen, options))}
        >
          {label}
        </Checkbox>
      ))}
    </div>
  );
}

export function CheckboxInput(props: WidgetProps) {
  return (
    <Checkbox {...described(props)} checked={props.value === true} onChange={({ target }) => props.onChange(target.checked)}>
      {props.label}
      {(props.required || 'x-required' in props.schema) && <span className="field-required" aria-hidden>*</span>}
    </Checkbox>
  );
}
