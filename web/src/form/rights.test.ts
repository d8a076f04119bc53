import type { RJSFSchema } from '@rjsf/utils';
import { describe, expect, it } from 'vitest';

import type { Form, Right } from '../api/types';
import { placed, without } from './problems';
import { isLocked, schemaFor, submittable, uiFor, withoutNulls } from './rights';
import { isWide, sectionsOf } from './templates/layout';

const schema: RJSFSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', title: '名称' },
    phone: { type: 'string', title: '电话', pattern: '^\\d+$' },
    secret: { type: 'string' },
    scans: { type: 'array', items: { type: 'string', format: 'attachment' } },
    comment: { type: 'string' },
  },
  required: ['name', 'phone', 'secret'],
  allOf: [{ then: { properties: { why: { type: 'string' } } } }],
};
const rights: Record<string, Right> = { name: 'read', phone: 'masked', secret: 'hidden', comment: 'required' };
const form: Pick<Form, 'schema' | 'ui_schema' | 'rights' | 'outcomes' | 'outcome_field'> = {
  schema, ui_schema: {}, rights, outcomes: [{ value: 'ok', label: 'OK', style: 'primary' }], outcome_field: 'decision',
};

describe('schemaFor', () => {
  const shown = schemaFor(schema, rights);

  it('drops hidden fields', () => {
    expect(Object.keys(shown.properties ?? {})).toEqual(['name', 'phone', 'scans', 'comment']);
  });

  it('demands what the task demands and nothing that is locked', () => {
    expect(shown.required).toEqual(['comment']);
  });

  it('takes a masked value as it comes', () => {
    expect(shown.properties?.phone).toEqual({ type: 'string', title: '电话', description: undefined });
  });
});

describe('uiFor', () => {
  it('locks what may only be read and uploads to attachment lists', () => {
    const ui = uiFor(form);
    expect(ui.name).toEqual({ 'ui:readonly': true });
    expect(ui.phone).toEqual({ 'ui:readonly': true });
    expect(ui.scans).toEqual({ 'ui:widget': 'attachment' });
    expect(ui.comment).toBeUndefined();
  });

  it('leaves the outcome to its buttons', () => {
    const withField = { ...form, schema: { ...schema, properties: { ...schema.properties, decision: { type: 'string' as const } } } };
    expect(uiFor(withField).decision).toEqual({ 'ui:widget': 'hidden' });
  });
});

describe('submittable', () => {
  it('sends only what this person may write', () => {
    const data = { name: 'x', phone: '138****1234', secret: 's', comment: 'c', why: 'w', decision: 'ok', stray: 1 };
    expect(submittable({ data, before: {}, form })).toEqual({ comment: 'c', why: 'w', decision: 'ok' });
  });

  it('clears with null what was there before', () => {
    expect(submittable({ data: {}, before: { comment: 'old', name: 'x' }, form })).toEqual({ comment: null });
  });
});

it('a null is a field that is not filled in', () => {
  expect(withoutNulls({ a: null, b: 0, rows: [{ c: null, d: '' }] })).toEqual({ b: 0, rows: [{ d: '' }] });
});

describe('problems', () => {
  it('stand at their fields, or apart when the form has no such field', () => {
    const problems = [
      { field: '/scans/1', code: 'x', message: 'bad file' },
      { field: '/why', code: 'x', message: 'say more' },
      { field: '/nowhere', code: 'x', message: 'lost' },
    ];
    const { atFields, elsewhere } = placed(problems, schema);
    expect(atFields).toEqual({ scans: { 1: { __errors: ['bad file'] } }, why: { __errors: ['say more'] } });
    expect(elsewhere.map(({ message }) => message)).toEqual(['lost']);
    expect(without(problems, 'scans')).toHaveLength(2);
  });

  it('of locked fields are not this person’s to mend', () => {
    expect(isLocked(rights, ['phone'])).toBe(true);
    expect(isLocked(rights, ['comment'])).toBe(false);
  });
});

describe('layout', () => {
  it('puts fields into the told sections, the rest into an untitled one', () => {
    const ui = { 'ui:sections': [{ title: '客户', fields: ['name', 'gone'] }] };
    expect(sectionsOf(ui, ['name', 'comment'])).toEqual([{ title: '客户', fields: ['name'] }, { title: '', fields: ['comment'] }]);
  });

  it('gives long fields the whole width', () => {
    expect(isWide({ schema: { type: 'array' }, ui: undefined })).toBe(true);
    expect(isWide({ schema: { type: 'string' }, ui: { 'ui:options': { span: 'full' } } })).toBe(true);
    expect(isWide({ schema: { type: 'string' }, ui: undefined })).toBe(false);
  });
});
