import { expect, test } from 'vitest';

import { browserName } from './browserName';

const EDGE = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0';
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

test('a browser is named as people know it', () => {
  expect(browserName(EDGE)).toBe('Edge 140 · Windows');
  expect(browserName(SAFARI)).toBe('Safari 18 · iOS');
  expect(browserName('curl/8.5')).toBe('curl/8.5');
  expect(browserName('')).toBe('—');
});
