import type { UnitLine } from './shapes';

export interface UnitNode extends UnitLine { children?: UnitNode[] }

/** The units as a tree; with a filter, those that match and the units above them. */
export function grown(lines: readonly UnitLine[], { q, state }: { q: string; state: string }): UnitNode[] {
  const kept = new Set<string>();
  const byCode = new Map(lines.map((line) => [line.code, line]));
  for (const line of lines) {
    if (!matches(line, q.trim().toLowerCase(), state)) continue;
    for (let at: UnitLine | undefined = line; at && !kept.has(at.code); at = at.parent ? byCode.get(at.parent) : undefined) kept.add(at.code);
  }
  const nodes = new Map<string, UnitNode>(lines.filter((line) => kept.has(line.code)).map((line) => [line.code, { ...line }]));
  const roots: UnitNode[] = [];
  for (const node of nodes.values()) {
    const above = node.parent ? nodes.get(node.parent) : undefined;
    if (above) (above.children ??= []).push(node);
    else roots.push(node);
  }
  return roots;
}

function matches(line: UnitLine, q: string, state: string): boolean {
  if (state && line.is_open !== (state === 'open')) return false;
  return !q || line.name.toLowerCase().includes(q) || line.code.toLowerCase().includes(q);
}
