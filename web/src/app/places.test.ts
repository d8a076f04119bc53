import { expect, test } from 'vitest';

import { placeOf } from './places';

test('a page belongs to one place of the navigation', () => {
  expect(placeOf('/admin/users/surveyor')).toBe('people');
  expect(placeOf('/admin/rights-changes')).toBe('people');
  expect(placeOf('/admin/incidents')).toBe('admin');
  expect(placeOf('/inbox')).toBe('inbox');
  expect(placeOf('/my/done')).toBe('done');
  expect(placeOf('/login')).toBeUndefined();
});
