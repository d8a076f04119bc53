import type { ModdleElement } from 'bpmn-js/lib/model/Types';

interface Property { name: string; default?: unknown; isReference?: boolean; isVirtual?: boolean; }
interface Descriptor { properties: Property[]; }

// What stands for itself (elements with ids of their own) or only mirrors a flow.
const ELSEWHERE = new Set([
  'id', 'di', 'incoming', 'outgoing', 'rootElements', 'diagrams', 'participants', 'messageFlows',
  'laneSets', 'lanes', 'childLaneSet', 'flowElements', 'artifacts', 'lanes',
]);
const NAMED_BY = ['name', 'key', 'target', 'type', 'eventType'];

/** An element's own properties as `path → text`, its extension elements and event definitions included. */
export function flatten(element: ModdleElement): Map<string, string> {
  const found = new Map<string, string>();
  collect(element, '', found);
  return found;
}

function collect(element: ModdleElement, path: string, found: Map<string, string>): void {
  const descriptor = element.$descriptor as Descriptor | undefined;
  for (const property of descriptor?.properties ?? []) {
    const name = property.name.replace(/^bpmn:/, '');
    if (property.isVirtual || ELSEWHERE.has(name)) continue;
    if (Object.prototype.hasOwnProperty.call(element, name) || Object.prototype.hasOwnProperty.call(element, property.name)) {
      const value: unknown = element.get(property.name);
      // Written out or left out, a default says the same.
      if (value !== property.default) put(value, join(path, name), property.isReference ?? false, found);
    }
  }
  for (const [name, value] of Object.entries((element.$attrs ?? {}) as Record<string, unknown>)) {
    if (!name.startsWith('xmlns')) put(value, join(path, name), false, found);
  }
}

function put(value: unknown, path: string, isReference: boolean, found: Map<string, string>): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    if (isReference) found.set(path, value.map(idOf).sort().join(', '));
    else for (const item of value) put(item, isModdle(item) ? join(parent(path), label(item)) : path, false, found);
    return;
  }
  if (!isModdle(value)) {
    found.set(path, String(value));
    return;
  }
  if (isReference) {
    found.set(path, idOf(value));
    return;
  }
  const before = found.size;
  collect(value, path, found);
  if (found.size === before) found.set(path, '✓');
}

function label(element: ModdleElement): string {
  const type = String(element.$type).replace(/^bpmn:/, '');
  const by = NAMED_BY.map((name) => element.get(name) as unknown).find((value) => typeof value === 'string' && value !== '');
  return by === undefined ? type : `${type}[${String(by)}]`;
}

// `extensionElements.values` and the like say nothing that the type of the element does not.
function parent(path: string): string {
  return path.replace(/\.?(extensionElements\.values|eventDefinitions|values|properties|inputParameters|outputParameters)$/, '');
}

function join(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}

function isModdle(value: unknown): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value;
}

function idOf(value: unknown): string {
  return isModdle(value) ? String(value.id ?? '') : String(value);
}
