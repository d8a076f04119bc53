import { describe, expect, it } from 'vitest';

import { filtersFrom, inboxPath, isFiltered, paramsOf, queryOf, type Filters } from './filters';

const all: Filters = { view: 'group', q: '锦江 &', kind: 'installation', due: 'overdue', unit: '001', priority: '75', sort: '-created_at' };

describe('the inbox in the address', () => {
  it('comes back as it went', () => {
    expect(filtersFrom(new URLSearchParams(queryOf(all)))).toEqual(all);
  });

  it('is short where nothing is chosen', () => {
    expect(inboxPath(filtersFrom(new URLSearchParams()))).toBe('/inbox');
    expect(inboxPath(filtersFrom(new URLSearchParams('view=done')), 't1')).toBe('/inbox/t1?view=done');
  });

  it('falls back where the address makes no sense', () => {
    expect(filtersFrom(new URLSearchParams('view=all&due=never&sort=%27;--'))).toMatchObject({ view: 'mine', due: '', sort: 'due_at' });
  });

  it('asks the API with its own names', () => {
    expect(paramsOf(all)).toEqual({
      view: 'group', definition: 'installation', due: 'overdue', unit: '001', priority: '75', q: '锦江 &', ordering: '-created_at', with_counts: true,
    });
    expect(paramsOf({ ...all, view: 'done', sort: 'due_at' })).toMatchObject({ due: '', ordering: '-created_at' });
  });

  it('knows whether something is filtered', () => {
    expect(isFiltered(all)).toBe(true);
    expect(isFiltered({ ...all, q: '', kind: '', due: '', unit: '', priority: '' })).toBe(false);
  });
});
