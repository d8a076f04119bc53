import { describe, expect, it } from 'vitest';

import { apiFilters, cursorOf, filtersFrom, withFilters } from './changeFilters';

describe('the filters of the changes', () => {
  it('are read from the address', () => {
    expect(filtersFrom(new URLSearchParams('kind=row&q=%20海天%20&cursor=9&actor='))).toEqual({ kind: 'row', q: '海天' });
  });

  it('begin the list anew when they change', () => {
    expect(withFilters(new URLSearchParams('kind=row&cursor=9&view=changes'), { kind: '', field: 'phone' }).toString()).toBe('view=changes&field=phone');
  });

  it('count whole days of the company\'s clock', () => {
    expect(apiFilters({ kind: 'row', from: '2026-10-01', to: '2026-10-31' })).toEqual({
      kind: 'row', from: '2026-10-01T00:00:00+08:00', to: '2026-11-01T00:00:00+08:00',
    });
    expect(apiFilters({})).toEqual({ from: undefined, to: undefined });
  });

  it('page by the cursor of the neighbour', () => {
    expect(cursorOf('http://host/api/audit/changes/?kind=row&cursor=abc%3D')).toBe('abc=');
    expect(cursorOf(null)).toBeNull();
  });
});
