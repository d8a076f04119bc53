import type { RJSFSchema } from '@rjsf/utils';

type Part = RJSFSchema | boolean;

function booleansOf(schema: RJSFSchema): string[] {
  return Object.entries(schema.properties ?? {})
    .filter(([, field]) => typeof field === 'object' && field.type === 'boolean')
    .map(([name]) => name);
}

function inside(part: Part | undefined, booleans: Set<string>): Part | undefined {
  return typeof part === 'object' ? unanswered(part, booleans) : part;
}

function property(field: Part, demanded: boolean): Part {
  if (typeof field !== 'object') return field;
  return demanded && field.type === 'boolean' ? { ...field, 'x-required': true } : unanswered(field);
}

function mapped<T>(record: { [name: string]: T }, change: (value: T, name: string) => T): { [name: string]: T } {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}

/**
 * The schema to draw, in which no yes-or-no question is required: RJSF answers a required one with "no" by
 * itself, and a safety form must never arrive answered. The rule itself is checked on the whole schema;
 * `x-required` keeps the mark. The `if`s stay as they are: they only ask.
 */
export function unanswered(schema: RJSFSchema, inherited: Set<string> = new Set()): RJSFSchema {
  const booleans = new Set([...inherited, ...booleansOf(schema)]);
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const drawn: RJSFSchema = { ...schema };
  if (schema.required) drawn.required = schema.required.filter((name) => !booleans.has(name));
  if (schema.properties) drawn.properties = mapped<Part>(schema.properties, (field, name) => property(field, required.has(name)));
  if (schema.items && !Array.isArray(schema.items)) drawn.items = inside(schema.items, new Set());
  for (const word of ['then', 'else'] as const) {
    if (schema[word] !== undefined) drawn[word] = inside(schema[word], booleans);
  }
  for (const word of ['allOf', 'anyOf', 'oneOf'] as const) {
    const parts = schema[word];
    if (parts) drawn[word] = parts.map((part) => inside(part, booleans) ?? part);
  }
  return drawn;
}
