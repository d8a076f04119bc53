import { withTheme } from '@rjsf/core';
import type { ErrorSchema, RJSFSchema, TemplatesType, UiSchema } from '@rjsf/utils';
import { useMemo } from 'react';

import type { Variables } from '../api/types';
import { BulkInput } from '../change/BulkInput';
import { BulkRowsInput } from '../change/BulkRowsInput';
import { ChangeFieldsInput } from '../change/ChangeFieldsInput';
import { ChangeInput } from '../change/ChangeInput';
import { applicable } from './applicable';
import { ArrayFieldItemTemplate } from './templates/ArrayFieldItemTemplate';
import { ArrayFieldTemplate } from './templates/ArrayFieldTemplate';
import { FieldTemplate } from './templates/FieldTemplate';
import { ObjectFieldTemplate } from './templates/ObjectFieldTemplate';
import { translateString } from './translateString';
import { unanswered } from './unanswered';
import { validator } from './validator';
import { AttachmentInput } from './widgets/AttachmentInput';
import { DateInput, DateTimeInput } from './widgets/DateInput';
import { BaseInput, CheckboxesInput, CheckboxInput, RadioInput, SelectInput, TextareaInput } from './widgets/inputs';
import { readable } from './widgets/readable';
import './form.css';

function Nothing() {
  return null;
}

const templates: Partial<Omit<TemplatesType, 'ButtonTemplates'>> = {
  FieldTemplate,
  ObjectFieldTemplate,
  ArrayFieldTemplate,
  ArrayFieldItemTemplate,
  BaseInputTemplate: readable(BaseInput),
  // The field template draws these three itself.
  FieldErrorTemplate: Nothing,
  FieldHelpTemplate: Nothing,
  DescriptionFieldTemplate: Nothing,
};

const widgets = {
  TextareaWidget: readable(TextareaInput),
  SelectWidget: readable(SelectInput),
  RadioWidget: readable(RadioInput),
  CheckboxesWidget: readable(CheckboxesInput),
  CheckboxWidget: readable(CheckboxInput),
  DateWidget: readable(DateInput),
  DateTimeWidget: readable(DateTimeInput),
  attachment: AttachmentInput,
  attachments: AttachmentInput,
  upload: AttachmentInput,
  FileWidget: AttachmentInput,
  file: AttachmentInput,
  change: ChangeInput,
  change_fields: ChangeFieldsInput,
  bulk_change: BulkInput,
  bulk_rows: BulkRowsInput,
};

const Form = withTheme({ templates, widgets });

// A safety form must never arrive answered: RJSF would otherwise preselect a required choice's first option.
const DEFAULTS = { constAsDefaults: 'never', arrayMinItems: { populate: 'requiredOnly' } } as const;

/** A JSON Schema drawn as fields; the errors shown are the ones given. */
export function SchemaForm({ schema, uiSchema, data, errors, readOnly, onChange, onEnter }: {
  schema: RJSFSchema;
  uiSchema: UiSchema;
  data: Variables;
  errors: ErrorSchema;
  readOnly: boolean;
  onChange: (data: Variables, byPerson: boolean) => void;
  onEnter: () => void;
}) {
  const shown = applicable(schema, uiSchema, data);
  const names = Object.keys(shown.properties ?? {}).join(' ');
  // eslint-disable-next-line react-hooks/exhaustive-deps -- only which fields are shown counts, not each key typed
  const drawn = useMemo(() => unanswered(shown), [schema, names]);
  return (
    <Form
      schema={drawn} uiSchema={uiSchema} formData={data} formContext={data} validator={validator} extraErrors={errors}
      noValidate noHtml5Validate showErrorList={false} readonly={readOnly} idPrefix="form"
      experimental_defaultFormStateBehavior={DEFAULTS}
      // A change without a field's id is RJSF filling in the schema's defaults.
      onChange={(event, id) => onChange((event.formData ?? {}) as Variables, id !== undefined)}
      translateString={translateString}
      onSubmit={onEnter}
    >
      {/* Without a child RJSF adds its own submit button. */}
      <span hidden />
    </Form>
  );
}
