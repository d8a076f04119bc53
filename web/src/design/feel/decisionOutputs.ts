import type { Files } from '../draft';
import type { FeelVariable } from './variables';

/** The outputs of each decision in the .dmn files, by the decision's id. */
export function outputsOf(files: Files): Map<string, FeelVariable[]> {
  const found = new Map<string, FeelVariable[]>();
  for (const [name, text] of Object.entries(files)) {
    if (!name.endsWith('.dmn')) continue;
    for (const [, id = '', body = ''] of text.matchAll(/<(?:\w+:)?decision\s[^>]*?\bid="([^"]+)"[^>]*>([\s\S]*?)<\/(?:\w+:)?decision>/g)) {
      found.set(id, [...body.matchAll(/<(?:\w+:)?output\s([^>]*)>/g)].flatMap(([, attributes = '']) => outputOf(attributes)));
    }
  }
  return found;
}

function outputOf(attributes: string): FeelVariable[] {
  const [, name] = /\bname="([^"]+)"/.exec(attributes) ?? [];
  const [, detail] = /\btypeRef="([^"]+)"/.exec(attributes) ?? [];
  return name ? [{ name, detail }] : [];
}

/** The variable that a decision's result goes to: a context when the table has several outputs. */
export function decisionVariable(name: string, outputs: FeelVariable[] = []): FeelVariable {
  return outputs.length > 1 ? { name, detail: 'context', isList: 'optional', entries: outputs } : { name, detail: outputs[0]?.detail };
}
