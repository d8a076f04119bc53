import { expect, test } from 'vitest';

import type { UnitLine } from './shapes';
import { grown } from './unitTree';

const unit = (code: string, parent: string | null, isOpen = true): UnitLine =>
  ({ code, name: `单位 ${code}`, kind: parent ? 'station' : 'company', parent, is_open: isOpen, staff: 0, positions: 0 });
const LINES = [unit('000', null), unit('001', '000'), unit('001-1', '001'), unit('002', '000', false)];

test('the tree holds every unit below its parent', () => {
  const [company] = grown(LINES, { q: '', state: '' });
  expect(company?.children?.map((one) => one.code)).toEqual(['001', '002']);
  expect(company?.children?.[0]?.children?.map((one) => one.code)).toEqual(['001-1']);
});

test('what is found keeps the units above it and nothing else', () => {
  const [company] = grown(LINES, { q: '001-1', state: '' });
  expect(company?.children?.map((one) => one.code)).toEqual(['001']);
  expect(grown(LINES, { q: '', state: 'closed' })[0]?.children?.map((one) => one.code)).toEqual(['002']);
  expect(grown(LINES, { q: '没有', state: '' })).toEqual([]);
});

test('a branch whose parent is not administered is a root', () => {
  expect(grown(LINES.slice(1, 3), { q: '', state: '' }).map((one) => one.code)).toEqual(['001']);
});
