import type { RJSFSchema } from '@rjsf/utils';
import i18next from 'i18next';

import type { Json } from '../api/types';

interface Ordered extends RJSFSchema { 'x-not-before'?: string; 'x-not-after'?: string }

export interface Misplaced { keyword: string; path: string[]; schemaPath: string; message: string }

const RULES = [['x-not-before', 'notBefore'], ['x-not-after', 'notAfter']] as const;
const DAY = '2026-01-01'.length;
const CHINA = 8 * 3_600_000;

/** The day in China, where the company is, whatever the browser's own clock is set to. */
function day(text: string): string {
  return text.length === DAY ? text : new Date(Date.parse(text) + CHINA).toISOString().slice(0, DAY);
}

function isWrong(rule: string, value: Json | undefined, limit: Json | undefined): boolean {
  if (typeof value !== 'string' || typeof limit !== 'string') return false;
  if (Number.isNaN(Date.parse(value)) || Number.isNaN(Date.parse(limit))) return false;
  const byDay = value.length === DAY || limit.length === DAY;
  const [one, two] = byDay ? [day(value), day(limit)] : [Date.parse(value), Date.parse(limit)];
  return rule === 'notBefore' ? one < two : one > two;
}

/** The fields whose moment is on the wrong side of another field's, or of today: as the server says it. */
export function misplaced(schema: RJSFSchema, data: Record<string, Json>): Misplaced[] {
  const t = i18next.getFixedT(null, 'form');
  const fields = Object.entries(schema.properties ?? {}) as [string, Ordered][];
  return fields.flatMap(([name, field]) => RULES.flatMap(([keyword, rule]) => {
    const other = field[keyword];
    if (other === undefined) return [];
    const today = other === 'today';
    if (!isWrong(rule, data[name], today ? day(new Date().toISOString()) : data[other])) return [];
    const title = (schema.properties?.[other] as RJSFSchema | undefined)?.title ?? other;
    const message = today ? t(`error.${rule}Today`) : t(`error.${rule}`, { other: title });
    return [{ keyword, path: [name], schemaPath: `#/properties/${name}/${keyword}`, message }];
  }));
}
