import type { Json, TraceEntry } from '../api/types';

/** A row of a table that matched: its number in the table, where it comes from, on which days it counts, what it says. */
export interface MatchedRow { row: number; citation: string; valid: (string | null)[]; outputs: Json[] }
/** One decision table as it was asked: what it was given, which rows matched. */
export interface AskedTable { table: string; citation: string; inputs: { label: string; value: Json }[]; matched: MatchedRow[] }
/** What a business rule task decided, on which day's tables. */
export interface Decision { key: string; elementId: string; name: string; asOf: string; tables: AskedTable[] }

type Told = Record<string, Json | undefined>;

function told(value: Json | undefined): Told {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function many(value: Json | undefined): Told[] {
  return Array.isArray(value) ? value.map(told) : [];
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function tableOf(table: Told): AskedTable {
  return {
    table: text(table.table),
    citation: text(table.citation),
    inputs: many(table.inputs).map(({ label, value }) => ({ label: text(label), value: value ?? null })),
    matched: many(table.matched).map(({ row, citation, valid, outputs }) => ({
      row: Number(row), citation: text(citation), valid: Array.isArray(valid) ? valid.map((day) => text(day) || null) : [],
      outputs: Array.isArray(outputs) ? outputs : [],
    })),
  };
}

/** The decisions among the trace's entries. */
export function decisionsOf(entries: TraceEntry[]): Decision[] {
  return entries.filter(({ action }) => action === 'decided').map((entry) => {
    const explanation = told(told(entry.details).explanation);
    return {
      key: entry.id,
      elementId: entry.element_id ?? '',
      name: entry.element_name,
      asOf: text(explanation.as_of),
      tables: many(explanation.decisions).flatMap(({ tables }) => many(tables)).map(tableOf),
    };
  });
}
