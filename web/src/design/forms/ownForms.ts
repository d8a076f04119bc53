import type { Files } from '../draft';
import type { Catalogue } from '../useCatalogue.query';
import { parseForm } from './formFile';

const SUFFIX = '.form.json';

/** The names of the form files, in order. */
export function formNames(files: Files): string[] {
  return Object.keys(files).filter((name) => name.endsWith(SUFFIX)).sort();
}

/** The key of the form that a file holds: its name without folder and ending. */
export function formKey(name: string): string {
  return name.replace(/^.*\//, '').slice(0, -SUFFIX.length);
}

export function formFileName(key: string): string {
  return `forms/${key}${SUFFIX}`;
}

/** What a form is called; its key when it says nothing better. */
export function formTitle(text: string, key: string): string {
  const title = parseForm(text).form?.title;
  const shown = typeof title === 'object' && title !== null && !Array.isArray(title) ? title.zh : title;
  return typeof shown === 'string' && shown !== '' ? shown : key;
}

/** The catalogue with the forms of these files in it, deployed or not. */
export function withOwnForms(catalogue: Catalogue, files: Files): Catalogue {
  const own = formNames(files).map((name) => ({ key: formKey(name), title: formTitle(files[name] ?? '', formKey(name)), version: 0 }));
  const mine = new Set(own.map(({ key }) => key));
  return { ...catalogue, forms: [...own, ...catalogue.forms.filter(({ key }) => !mine.has(key))] };
}
