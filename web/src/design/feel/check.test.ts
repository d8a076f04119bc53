import { parseExpression } from 'feelin';
import { expect, test } from 'vitest';

import { checkFeel } from './check';

const found = (text: string, names: string[] = []) => checkFeel(parseExpression, text, names).map(({ code, from, name }) => [code, from, name]);

test('a place that cannot be read is told, and nothing besides', () => {
  expect(found('amount + ) * other')).toEqual([['syntax', 9, ')']]);
  expect(found('1 +')).toEqual([['syntax', 3, '']]);
  expect(found('')).toEqual([]);
});

test('names that nothing writes are told with their place', () => {
  expect(found('amount > limit', ['amount'])).toEqual([['unknownVariable', 9, 'limit']]);
  expect(found('now() + duration(limits.step)', ['limits'])).toEqual([]);
});

test('functions are those of the engine', () => {
  expect(found('string length("a") + uuid()')).toEqual([['unknownFunction', 21, 'uuid']]);
});

test('names that the expression itself brings are known', () => {
  expect(found('for x in xs return x * factor', ['xs'])).toEqual([['unknownVariable', 23, 'factor']]);
  expect(found('{k: 1, m: k + 1}')).toEqual([]);
  expect(found('(function(p: number) p + 1)(2)')).toEqual([]);
  expect(found('points[passed = false].name', ['points'])).toEqual([]);
  expect(found('points[1] + item.x instance of number', ['points'])).toEqual([]);
});
