import type { ProposableField } from './types';

/** What a person has typed, by field; a field that is not in it stays as it is. */
export type Typed = Record<string, string>;

/** The new values of the fields that were touched and differ, as the server takes them. */
export function overlayOf(fields: ProposableField[], typed: Typed): Record<string, unknown> {
  const changed = fields.filter((field) => field.name in typed && typed[field.name] !== shownValue(field));
  return Object.fromEntries(changed.map((field) => [field.name, valueOf(field, typed[field.name] ?? '')]));
}

/** The field's present value as the person sees it in the input; a masked one is not put there. */
export function shownValue(field: ProposableField): string {
  if (field.right !== 'read' && field.right !== 'edit') return '';
  return field.value === null || field.value === undefined ? '' : String(field.value);
}

function valueOf(field: ProposableField, text: string): unknown {
  if (field.kind === 'number') return text === '' ? null : Number(text);
  if ((field.kind === 'date' || field.kind === 'datetime') && text === '') return null;
  return text.trim();
}
