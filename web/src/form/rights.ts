import type { RJSFSchema, UiSchema } from '@rjsf/utils';

import type { Form, Json, Right, Variables } from '../api/types';
import { hasField } from './problems';

type Rights = Record<string, Right>;
const LOCKED: readonly Right[] = ['read', 'masked'];

/** The top-level field's right; what the form does not mention may be edited. */
export function rightOf(rights: Rights, field: string): Right {
  return rights[field] ?? 'edit';
}

function withoutRequired(schema: RJSFSchema, drop: (field: string) => boolean): RJSFSchema {
  return Array.isArray(schema.required) ? { ...schema, required: schema.required.filter((field) => !drop(field)) } : schema;
}

function properties(schema: RJSFSchema, change: (name: string, field: RJSFSchema) => RJSFSchema | null): RJSFSchema {
  if (!schema.properties) return schema;
  const kept = Object.entries(schema.properties)
    .map(([name, field]) => [name, typeof field === 'boolean' ? field : change(name, field as RJSFSchema)] as const)
    .filter(([, field]) => field !== null);
  return { ...schema, properties: Object.fromEntries(kept) as RJSFSchema['properties'] };
}

/** A masked value is a text such as 138****1234, whatever the field's own type and rules say. */
function masked(field: RJSFSchema): RJSFSchema {
  return { type: 'string', title: field.title, description: field.description };
}

/** The form's schema as this person may use it: no hidden fields, nothing demanded of locked ones. */
export function schemaFor(schema: RJSFSchema, rights: Rights): RJSFSchema {
  const shown = properties(schema, (name, field) => {
    const right = rightOf(rights, name);
    if (right === 'hidden') return null;
    return right === 'masked' ? masked(field) : field;
  });
  const relaxed = withoutRequired(shown, (name) => rightOf(rights, name) === 'hidden' || LOCKED.includes(rightOf(rights, name)));
  const demanded = Object.keys(rights).filter((name) => rights[name] === 'required' && shown.properties?.[name] !== undefined);
  const required = [...new Set([...(relaxed.required ?? []), ...demanded])];
  return required.length > 0 ? { ...relaxed, required } : relaxed;
}

function isAttachment(field: RJSFSchema): boolean {
  const items = field.items as RJSFSchema | undefined;
  return field.type === 'array' && items !== undefined && items.format === 'attachment';
}

/** The UI schema with locked fields read-only, the outcome field left to its buttons, and uploads for attachment lists. */
export function uiFor(form: Pick<Form, 'schema' | 'ui_schema' | 'rights' | 'outcomes' | 'outcome_field'>): UiSchema {
  const ui: UiSchema = { ...form.ui_schema };
  for (const [name, field] of Object.entries(form.schema.properties ?? {})) {
    const own = { ...(ui[name] as UiSchema | undefined) };
    if (LOCKED.includes(rightOf(form.rights, name))) own['ui:readonly'] = true;
    if (typeof field !== 'boolean' && isAttachment(field as RJSFSchema)) own['ui:widget'] = 'attachment';
    if (form.outcomes && name === form.outcome_field) own['ui:widget'] = 'hidden';
    if (Object.keys(own).length > 0) ui[name] = own;
  }
  return ui;
}

/** What is sent: only fields that this person may fill in; `null` clears what was there before. */
export function submittable({ data, before, form }: {
  data: Variables;
  before: Variables;
  form: Pick<Form, 'schema' | 'rights' | 'outcome_field'>;
}): Variables {
  const writable = (name: string): boolean => {
    const right = rightOf(form.rights, name);
    return right !== 'hidden' && !LOCKED.includes(right) && (name === form.outcome_field || hasField(form.schema, name));
  };
  const sent: Variables = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(data)])) {
    if (!writable(name)) continue;
    if (data[name] !== undefined) sent[name] = data[name];
    else if (before[name] !== null && before[name] !== undefined) sent[name] = null;
  }
  return sent;
}

/** Whether an error at `path` concerns a field that this person cannot mend. */
export function isLocked(rights: Rights, path: string[]): boolean {
  return path.length > 0 && LOCKED.includes(rightOf(rights, path[0]));
}

/** The data without its nulls, which mean "not filled in" here and are no value of any field. */
export function withoutNulls(data: Variables): Variables {
  return strip(data) as Variables;
}

function strip(value: Json): Json {
  if (Array.isArray(value)) return value.map(strip);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null).map(([key, inner]) => [key, strip(inner)]));
}
