import type { evaluate } from 'feelin';

import type { Json } from '../../api/types';

/** What the browser's engine makes of an expression. */
export interface BrowserAnswer { value: Json; text: string; problems: { position: number | null; message: string; }[]; }

/** Evaluates in the browser; the leading = of a diagram's expression is taken off. */
export function evaluateHere(run: typeof evaluate, expression: string, variables: { [name: string]: Json; }): BrowserAnswer | { failed: string; position: number | null; } {
  const taken = /^\s*=/.exec(expression)?.[0].length ?? 0;
  try {
    const { value, warnings } = run(expression.slice(taken), variables, 'camunda');
    const plain = asJson(value);
    const problems = warnings.map(({ message, position }) => ({ position: position.from + taken, message }));
    return { value: plain, text: JSON.stringify(plain, null, 1), problems };
  } catch (error) {
    const position = hasPosition(error) ? error.position.from + taken : null;
    return { failed: error instanceof Error ? error.message : String(error), position };
  }
}

function hasPosition(error: unknown): error is { position: { from: number; }; } {
  return typeof error === 'object' && error !== null && 'position' in error && typeof error.position === 'object';
}

/** A value of feelin as JSON: temporal values and ranges as their text, as the server writes them. */
export function asJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object') return String(value);
  if (Object.getPrototypeOf(value) !== Object.prototype) return 'parameterNames' in value ? 'function' : String(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asJson(part)]));
}

/** Whether two JSON values are the same, whatever the order of entries. */
export function same(one: Json, other: Json): boolean {
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return one === other;
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length
      && one.every((part, index) => same(part, other[index] ?? null));
  }
  const names = Object.keys(one);
  return names.length === Object.keys(other).length
    && names.every((name) => name in other && same(one[name] ?? null, other[name] ?? null));
}
