import { expect, test } from 'vitest';

import { freshKey } from './idempotency';

test('a later key sorts behind an earlier one, and two of one moment differ', () => {
  const moment = Date.UTC(2026, 10, 22);
  expect(freshKey(moment) < freshKey(moment + 1)).toBe(true);
  expect(freshKey(moment)).not.toBe(freshKey(moment));
});
