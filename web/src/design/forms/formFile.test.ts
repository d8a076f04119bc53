import { describe, expect, it } from 'vitest';

import { emptyForm, fieldsOf, type FormFile, formText, parseForm, withField, withFieldMoved, withoutField } from './formFile';

const survey: FormFile = {
  key: 'survey',
  title: { zh: '勘察', en: 'Survey' },
  schema: {
    type: 'object',
    properties: {
      distance: { type: 'number', minimum: 0, title: '距离', 'x-en': { title: 'Distance' } },
      result: { type: 'string', enum: ['yes', 'no'], enumNames: ['可行', '不可行'], title: '结论' },
      note: { type: 'string', title: '说明' },
      lines: { type: 'array', items: { type: 'object' }, title: '明细' },
    },
    required: ['result'],
  },
  ui: { note: { 'ui:widget': 'textarea' } },
};

describe('a form file', () => {
  it('tells its fields', () => {
    expect(fieldsOf(survey).map(({ name, type, required }) => [name, type, required])).toEqual([
      ['distance', 'number', false], ['result', 'choice', true], ['note', 'text', false], ['lines', 'other', false],
    ]);
    expect(fieldsOf(survey)[0]?.titleEn).toBe('Distance');
    expect(fieldsOf(survey)[1]?.choices).toEqual([{ value: 'yes', label: '可行' }, { value: 'no', label: '不可行' }]);
  });

  it('keeps what the editor does not know', () => {
    const field = { ...fieldsOf(survey)[0]!, title: '到干管距离', required: true };
    const edited = withField(survey, 'distance', field);
    expect(edited.schema.properties).toMatchObject({ distance: { type: 'number', minimum: 0, title: '到干管距离', 'x-en': { title: 'Distance' } } });
    expect(edited.schema.required).toEqual(['result', 'distance']);
    expect(Object.keys(edited.schema.properties as object)[0]).toBe('distance');
  });

  it('changes a type and forgets the old one', () => {
    const field = { ...fieldsOf(survey)[1]!, type: 'date' as const };
    expect((withField(survey, 'result', field).schema.properties as Record<string, object>).result).toEqual({ type: 'string', format: 'date', title: '结论' });
  });

  it('renames, adds, moves and takes away', () => {
    const renamed = withField(survey, 'note', { ...fieldsOf(survey)[2]!, name: 'remark' });
    expect(renamed.ui).toEqual({ remark: { 'ui:widget': 'textarea' } });
    const added = withField(emptyForm('a', '甲'), '', { name: 'photo', title: '照片', titleEn: '', type: 'attachment', required: true, choices: [] });
    expect(fieldsOf(added)).toMatchObject([{ name: 'photo', type: 'attachment', required: true }]);
    expect(fieldsOf(withFieldMoved(survey, 'result', -1)).map((field) => field.name).slice(0, 2)).toEqual(['result', 'distance']);
    expect(fieldsOf(withFieldMoved(survey, 'distance', -1))).toEqual(fieldsOf(survey));
    const without = withoutField(survey, 'result');
    expect(without.schema.required).toEqual([]);
    expect(fieldsOf(without).some((field) => field.name === 'result')).toBe(false);
  });

  it('renames, exchanges and takes away in sections and rights too', () => {
    const form: FormFile = {
      ...survey,
      ui: { 'ui:sections': [{ title: '勘察', fields: ['distance', 'result'] }, { title: '其他', fields: ['note'] }] },
      rights: { note: 'read' },
      tasks: { survey_site: { note: 'edit', result: 'required' } },
    };
    const sections = (of: FormFile) => (of.ui['ui:sections'] as { fields: string[] }[]).map(({ fields }) => fields);
    const renamed = withField(form, 'note', { ...fieldsOf(form)[2]!, name: 'remark' });
    expect(sections(renamed)).toEqual([['distance', 'result'], ['remark']]);
    expect([renamed.rights, renamed.tasks]).toEqual([{ remark: 'read' }, { survey_site: { remark: 'edit', result: 'required' } }]);
    expect(sections(withFieldMoved(form, 'result', -1))).toEqual([['result', 'distance'], ['note']]);
    expect(sections(withFieldMoved(form, 'note', -1))).toEqual([['distance', 'result'], ['note']]);
    const without = withoutField(form, 'result');
    expect([sections(without), without.tasks]).toEqual([[['distance'], ['note']], { survey_site: { note: 'edit' } }]);
  });

  it('is read and written as JSON, and a broken one says why', () => {
    expect(parseForm(formText(survey)).form).toEqual(survey);
    expect(parseForm('{"title": 1}').error).toBe('schema');
    expect(parseForm('{').form).toBeNull();
  });
});
