import { expect, it } from 'vitest';

import { formatSize, problemOf, typeNames } from './fileRules';

const limits = { max_bytes: 1000, content_types: ['image/*', 'application/pdf'] };

it('refuses before sending what the server would refuse', () => {
  expect(problemOf({ size: 1001, type: 'image/png' }, limits)).toBe('tooLarge');
  expect(problemOf({ size: 10, type: 'text/html' }, limits)).toBe('wrongType');
  expect(problemOf({ size: 10, type: 'image/png' }, limits)).toBeNull();
  expect(problemOf({ size: 10, type: 'application/pdf' }, limits)).toBeNull();
});

it('leaves a file of unknown type to the server', () => {
  expect(problemOf({ size: 10, type: '' }, limits)).toBeNull();
});

it('speaks of sizes and types as people do', () => {
  expect(formatSize(20 * 1024 * 1024)).toBe('20 MB');
  expect(formatSize(2048)).toBe('2 KB');
  expect(typeNames(['application/pdf', 'image/*'])).toBe('PDF、JPG/PNG');
});
