import { describe, expect, it } from 'vitest';

import en from './en';
import zh from './zh-CN';

type Texts = { [key: string]: string | Texts };

const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.{ts,tsx}'], {
  eager: true, query: '?raw', import: 'default',
});

function keysOf(texts: Texts, prefix: string): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`));
}

function allKeys(catalogue: Record<string, object>): string[] {
  return Object.entries(catalogue).flatMap(([name, texts]) => keysOf(texts as Texts, `${name}:`)).sort();
}

function namespaceOf(source: string): string | null {
  const named = /(?:useTranslation\(|getFixedT\(null, )'(\w+)'/.exec(source)?.[1];
  return named ?? (source.includes('useTranslation()') ? 'app' : null);
}

/** The literal keys that one source file asks for; a `t` that is handed in says its namespace elsewhere. */
function keysAsked(source: string): string[] {
  const namespace = namespaceOf(source);
  const calls = source.matchAll(/(?<![\w.])(?:i18next\.|i18n\.)?t\(\s*'([^'$]+)'/g);
  return [...calls].map(([, key]) => key).filter((key) => key.includes(':') || namespace !== null)
    .map((key) => (key.includes(':') ? key : `${namespace}:${key}`));
}

function withoutPlural(key: string): string {
  return key.replace(/_(one|other)$/, '');
}

describe('catalogues', () => {
  it('say the same keys in both languages', () => {
    const zhKeys = new Set(allKeys(zh).map(withoutPlural));
    const enKeys = new Set(allKeys(en).map(withoutPlural));
    expect([...zhKeys].filter((key) => !enKeys.has(key)), 'missing in en').toEqual([]);
    expect([...enKeys].filter((key) => !zhKeys.has(key)), 'missing in zh-CN').toEqual([]);
  });

  it('hold every key that the code asks for', () => {
    const known = new Set(allKeys(zh).map(withoutPlural));
    const missing = Object.entries(sources).flatMap(([file, source]) =>
      keysAsked(source).filter((key) => !known.has(key)).map((key) => `${file}: ${key}`));
    expect(missing).toEqual([]);
  });

  it('leave no text empty', () => {
    const empty = [zh, en].flatMap((catalogue) => Object.entries(catalogue)
      .filter(([, texts]) => JSON.stringify(texts).includes('""')).map(([name]) => name));
    expect(empty).toEqual([]);
  });
});
