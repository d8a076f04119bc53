import { describe, expect, it } from 'vitest';

import { overlayOf, shownValue } from './overlay';
import type { ProposableField } from './types';

function field(more: Partial<ProposableField>): ProposableField {
  return { name: 'phone', label: '联系电话', value: '138', right: 'read', needed: 1, kind: 'text', choices: [], ...more };
}

describe('overlayOf', () => {
  it('names only what was touched and differs', () => {
    const fields = [field({}), field({ name: 'name', value: '海棠' })];
    expect(overlayOf(fields, { phone: '138', name: ' 新名 ' })).toEqual({ name: '新名' });
    expect(overlayOf(fields, {})).toEqual({});
  });

  it('sends numbers as numbers and an emptied date as nothing', () => {
    const fields = [field({ name: 'price', kind: 'number', value: '3.2' }), field({ name: 'until', kind: 'date', value: '2027-01-01' })];
    expect(overlayOf(fields, { price: '3.5', until: '' })).toEqual({ price: 3.5, until: null });
  });

  it('never takes a masked value for the present one', () => {
    expect(shownValue(field({ right: 'masked', value: '138****0001' }))).toBe('');
  });
});
