import type { Json } from '../../api/types';
import type { FormFile } from './formFile';

type Dict = { [key: string]: Json };

/** The form with a field's name changed (or, with null, taken away) in its sections, order and rights. Conditions (`allOf`, `if`) stay as written. */
export function withFieldName(form: FormFile, from: string, to: string | null): FormFile {
  if (from === to || from === '') return form;
  const next: FormFile = { ...form, ui: { ...form.ui } };
  if (Array.isArray(next.ui['ui:order'])) next.ui['ui:order'] = inList(next.ui['ui:order'], from, to);
  if (Array.isArray(next.ui['ui:sections'])) {
    next.ui['ui:sections'] = next.ui['ui:sections'].map((section) => (isDict(section) && Array.isArray(section.fields)
      ? { ...section, fields: inList(section.fields, from, to) }
      : section));
  }
  if (isDict(form.rights)) next.rights = inKeys(form.rights, from, to);
  if (isDict(form.tasks)) {
    next.tasks = Object.fromEntries(Object.entries(form.tasks).map(([task, rights]) => [task, isDict(rights) ? inKeys(rights, from, to) : rights]));
  }
  return next;
}

function inList(names: Json[], from: string, to: string | null): Json[] {
  return names.flatMap((name) => (name !== from ? [name] : to === null ? [] : [to]));
}

function inKeys(rights: Dict, from: string, to: string | null): Dict {
  return Object.fromEntries(Object.entries(rights).flatMap(([name, right]) => (name !== from ? [[name, right]] : to === null ? [] : [[to, right]])));
}

/** The form with two neighbouring fields exchanged in the section that holds both. */
export function withFieldsExchanged(form: FormFile, one: string, other: string): FormFile {
  const swap = (name: Json): Json => (name === one ? other : name === other ? one : name);
  const both = (names: Json): names is Json[] => Array.isArray(names) && names.includes(one) && names.includes(other);
  const ui: Dict = { ...form.ui };
  if (both(ui['ui:order'] ?? null)) ui['ui:order'] = (ui['ui:order'] as Json[]).map(swap);
  if (Array.isArray(ui['ui:sections'])) {
    ui['ui:sections'] = ui['ui:sections'].map((section) => (isDict(section) && both(section.fields ?? null)
      ? { ...section, fields: (section.fields as Json[]).map(swap) }
      : section));
  }
  return { ...form, ui };
}

function isDict(value: Json | undefined): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
