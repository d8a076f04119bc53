import type { Json } from '../../api/types';
import { withFieldName, withFieldsExchanged } from './fieldName';

type Dict = { [key: string]: Json; };

/** A `*.form.json` file: a JSON Schema with a UI schema, titles in Chinese with English in `x-en`. */
export interface FormFile extends Dict {
  schema: Dict;
  ui: Dict;
}

export const FIELD_TYPES = ['string', 'text', 'number', 'integer', 'boolean', 'date', 'date-time', 'choice', 'attachment', 'other'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface Choice { value: string; label: string; }
export interface Field {
  name: string;
  title: string;
  titleEn: string;
  type: FieldType;
  required: boolean;
  choices: Choice[];
}

/** The form in a file's text, or why it is none. */
export function parseForm(text: string): { form: FormFile; error: null; } | { form: null; error: string; } {
  try {
    const read: unknown = JSON.parse(text);
    if (!isDict(read) || !isDict(read.schema)) return { form: null, error: 'schema' };
    return { form: { ...read, schema: read.schema, ui: isDict(read.ui) ? read.ui : {} }, error: null };
  } catch (error) {
    return { form: null, error: error instanceof Error ? error.message : String(error) };
  }
}

export function formText(form: FormFile): string {
  return `${JSON.stringify(form, null, 2)}\n`;
}

/** A form without fields. */
export function emptyForm(key: string, title: string): FormFile {
  return { key, title: { zh: title, en: title }, schema: { type: 'object', properties: {}, required: [] }, ui: {} };
}

/** The form's top-level fields in the order of the file. */
export function fieldsOf(form: FormFile): Field[] {
  const required = requiredOf(form);
  return Object.entries(propertiesOf(form)).map(([name, schema]) => ({
    name,
    title: text(schema.title),
    titleEn: isDict(schema['x-en']) ? text(schema['x-en'].title) : text(schema['x-en']),
    type: typeOf(schema, form.ui[name]),
    required: required.includes(name),
    choices: choicesOf(schema),
  }));
}

/** The form with `field` in the place of the field called `name` (at the end when there is none). */
export function withField(form: FormFile, name: string, field: Field): FormFile {
  const entries = Object.entries(propertiesOf(form));
  const schema = schemaOf(field, propertiesOf(form)[name]);
  const at = entries.findIndex(([known]) => known === name);
  const next: [string, Dict][] = at < 0
    ? [...entries, [field.name, schema]]
    : entries.map((entry, index) => (index === at ? [field.name, schema] : entry));
  const required = requiredOf(form).filter((known) => known !== name && known !== field.name);
  if (field.required) required.push(field.name);
  return withFieldName(rebuilt(form, next, required, uiOf(form, name, field)), name, field.name);
}

export function withoutField(form: FormFile, name: string): FormFile {
  const ui = { ...form.ui };
  delete ui[name];
  const left = Object.entries(propertiesOf(form)).filter(([known]) => known !== name);
  return withFieldName(rebuilt(form, left, requiredOf(form).filter((known) => known !== name), ui), name, null);
}

/** The form with a field moved up (-1) or down (+1). */
export function withFieldMoved(form: FormFile, name: string, step: -1 | 1): FormFile {
  const entries = Object.entries(propertiesOf(form));
  const at = entries.findIndex(([known]) => known === name);
  const moved = entries[at];
  const other = entries[at + step];
  if (!moved || !other) return form;
  entries[at] = other;
  entries[at + step] = moved;
  return withFieldsExchanged(rebuilt(form, entries, requiredOf(form), form.ui), moved[0], other[0]);
}

function rebuilt(form: FormFile, entries: [string, Dict][], required: string[], ui: Dict): FormFile {
  return { ...form, schema: { ...form.schema, properties: Object.fromEntries(entries), required }, ui };
}

function schemaOf(field: Field, before: Dict = {}): Dict {
  const rest = { ...before };
  const sameType = typeOf(before, undefined) === field.type || field.type === 'other' || (field.type === 'text' && before.type === 'string');
  if (!sameType) for (const word of ['type', 'format', 'enum', 'enumNames', 'items']) delete rest[word];
  const english: Dict = isDict(before['x-en']) ? { ...before['x-en'] } : {};
  if (field.titleEn) english.title = field.titleEn;
  else delete english.title;
  const made: Dict = { ...rest, ...(sameType && before.type !== undefined ? {} : SHAPES[field.type]), title: field.title };
  if (field.type === 'choice') {
    if (JSON.stringify(before.enum) !== JSON.stringify(field.choices.map(({ value }) => value))) delete english.enumNames;
    made.enum = field.choices.map(({ value }) => value);
    made.enumNames = field.choices.map(({ value, label }) => label || value);
  }
  delete made['x-en'];
  return Object.keys(english).length > 0 ? { ...made, 'x-en': english } : made;
}

const SHAPES: Record<FieldType, Dict> = {
  string: { type: 'string' },
  text: { type: 'string' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  'date-time': { type: 'string', format: 'date-time' },
  choice: { type: 'string' },
  attachment: { type: 'array', items: { type: 'string', format: 'attachment' } },
  other: {},
};

function uiOf(form: FormFile, name: string, field: Field): Dict {
  const ui = { ...form.ui };
  const own = ui[name];
  const before = isDict(own) ? { ...own } : {};
  delete ui[name];
  if (field.type === 'text') before['ui:widget'] = 'textarea';
  else if (before['ui:widget'] === 'textarea') delete before['ui:widget'];
  if (Object.keys(before).length > 0) ui[field.name] = before;
  return ui;
}

function typeOf(schema: Dict, ui: Json | undefined): FieldType {
  if (Array.isArray(schema.enum)) return 'choice';
  if (schema.type === 'string') {
    if (schema.format === 'date' || schema.format === 'date-time') return schema.format;
    if (isDict(ui) && ui['ui:widget'] === 'textarea') return 'text';
    return 'string';
  }
  if (schema.type === 'array' && isDict(schema.items) && schema.items.format === 'attachment') return 'attachment';
  if (schema.type === 'number' || schema.type === 'integer' || schema.type === 'boolean') return schema.type;
  return 'other';
}

function choicesOf(schema: Dict): Choice[] {
  const labels = Array.isArray(schema.enumNames) ? schema.enumNames : [];
  return Array.isArray(schema.enum)
    ? schema.enum.map((value, index) => ({ value: String(value), label: text(labels[index]) || String(value) }))
    : [];
}

function propertiesOf(form: FormFile): Record<string, Dict> {
  const found = form.schema.properties;
  return isDict(found) ? Object.fromEntries(Object.entries(found).map(([name, schema]) => [name, isDict(schema) ? schema : {}])) : {};
}

function requiredOf(form: FormFile): string[] {
  return Array.isArray(form.schema.required) ? form.schema.required.map(String) : [];
}

function isDict(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
