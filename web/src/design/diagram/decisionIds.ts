import type { Files } from '../draft';

/** The ids of the decisions in the .dmn files. */
export function decisionIds(files: Files): string[] {
  const ids = Object.entries(files)
    .filter(([name]) => name.endsWith('.dmn'))
    .flatMap(([, text]) => [...text.matchAll(/<(?:\w+:)?decision\s[^>]*?\bid="([^"]+)"/g)].map((match) => match[1] ?? ''));
  return [...new Set(ids)].sort();
}
