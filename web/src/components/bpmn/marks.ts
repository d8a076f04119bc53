/** One thing said about one element of a diagram: a colour (kind) and, on shapes, a word. */
export interface Mark {
  id: string;
  kind: MarkKind;
  label?: string;
}

export type MarkKind = 'active' | 'passed' | 'taken' | 'incident' | 'added' | 'removed' | 'changed';

export interface InstanceState {
  active?: string[];
  passed?: Record<string, number>;
  taken?: string[];
  incidents?: string[];
}

/** The marks that tell where an instance is; an element that is active is not also shown as passed. */
export function marksOfInstance(state: InstanceState, words: Record<'active' | 'incident', string>): Mark[] {
  const active = new Set(state.active);
  const passed = Object.entries(state.passed ?? {}).filter(([id, times]) => times > 0 && !active.has(id));
  return [
    ...(state.taken ?? []).map((id): Mark => ({ id, kind: 'taken' })),
    ...passed.map(([id, times]): Mark => ({ id, kind: 'passed', label: times > 1 ? `✓ ×${times}` : '✓' })),
    ...[...active].map((id): Mark => ({ id, kind: 'active', label: `● ${words.active}` })),
    ...(state.incidents ?? []).map((id): Mark => ({ id, kind: 'incident', label: `⚠ ${words.incident}` })),
  ];
}

/** The kinds that occur, in the order in which a legend names them. */
export function kindsOf(marks: Mark[]): MarkKind[] {
  const order: MarkKind[] = ['active', 'passed', 'incident', 'added', 'changed', 'removed'];
  return order.filter((kind) => marks.some((mark) => mark.kind === kind));
}
