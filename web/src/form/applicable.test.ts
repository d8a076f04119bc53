import { describe, expect, it } from 'vitest';

import { applicable } from './applicable';

const schema = { type: 'object', properties: { bulk_id: { type: 'integer' }, rows: { type: 'array' }, note: { type: 'string' } } } as const;
const ui = { bulk_id: { 'ui:options': { shownWith: 'bulk_id' } }, rows: { 'ui:options': { shownWith: 'bulk_id' } } };

describe('applicable', () => {
  it('leaves out what goes with a field that says nothing', () => {
    expect(Object.keys(applicable(schema, ui, { note: 'x' }).properties ?? {})).toEqual(['note']);
    expect(Object.keys(applicable(schema, ui, { bulk_id: 7 }).properties ?? {})).toEqual(['bulk_id', 'rows', 'note']);
  });
});
