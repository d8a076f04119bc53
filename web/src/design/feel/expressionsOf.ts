import type { Moddle } from '../diagram/commands';

export interface FoundExpression { place: string; expression: string; }

interface Described extends Moddle { $descriptor: { properties: { name: string; isReference?: boolean; }[]; }; }

// Elements of their own: their expressions are theirs.
const OWN = new Set(['flowElements', 'artifacts', 'laneSets', 'incoming', 'outgoing', 'di', 'participants', 'messageFlows', 'lanes']);

/** The expressions of an element, each with the name of the property it stands in. */
export function expressionsOf(element: Moddle): FoundExpression[] {
  const found = new Map<string, FoundExpression>();
  collect(element as Described, '', found, new Set());
  return [...found.values()];
}

function collect(node: Described, label: string, found: Map<string, FoundExpression>, seen: Set<object>): void {
  if (seen.has(node)) return;
  seen.add(node);
  for (const { name, isReference } of node.$descriptor.properties) {
    const short = name.replace(/^.*:/, '');
    if (isReference || OWN.has(short)) continue;
    const value = node.get<unknown>(name);
    for (const part of Array.isArray(value) ? value as unknown[] : [value]) {
      if (typeof part === 'string') keep(part, short === 'body' || short === 'source' ? label : short, found);
      else if (isModdle(part)) collect(part, part.get<string | undefined>('target') ?? short, found, seen);
    }
  }
}

function keep(text: string, place: string, found: Map<string, FoundExpression>): void {
  if (text.startsWith('=') && text.trim() !== '=') found.set(`${place} ${text}`, { place, expression: text });
}

function isModdle(value: unknown): value is Described {
  return typeof value === 'object' && value !== null && '$descriptor' in value;
}
