import { expect, it } from 'vitest';

import { type Named, toEnglish } from './englishNames';

it('gives English names, and their labels room round the same centre', () => {
  const gateway: Named = { name: '齐全？', $attrs: { 'gas:nameEn': 'Complete?' } };
  const plain: Named = { name: '是' };
  const shape: Named = { bpmnElement: gateway, label: { bounds: { x: 100, width: 30 } } };
  const other: Named = { bpmnElement: plain, label: { bounds: { x: 100, width: 30 } } };
  toEnglish({ gateway, plain, shape, other });
  expect([gateway.name, plain.name]).toEqual(['Complete?', '是']);
  expect(shape.label?.bounds).toEqual({ x: 70, width: 90 });
  expect(other.label?.bounds).toEqual({ x: 100, width: 30 });
});
