import type { Json } from '../../api/types';

/** A form's schema or UI schema in one language, as the server hands it to the browser: `x-en` put in or left out, named enums as titled constants. */
export function localised(node: Json, english: boolean): Json {
  if (Array.isArray(node)) return node.map((item) => localised(item, english));
  if (typeof node !== 'object' || node === null) return node;
  const { 'x-en': words, 'x-message': _message, ...rest } = node;
  const translated = english && isDict(words) ? { ...rest, ...words } : rest;
  const deep: { [key: string]: Json } = {};
  for (const [name, value] of Object.entries(translated)) deep[name] = localised(value, english);
  const { enum: values, enumNames: names, ...kept } = deep;
  if (!Array.isArray(values) || !Array.isArray(names)) return deep;
  return { ...kept, oneOf: values.map((value, index) => ({ const: value, title: names[index] ?? String(value) })) };
}

function isDict(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
