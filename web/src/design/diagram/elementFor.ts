import type { Element } from 'bpmn-js/lib/model/Types';
import { getBusinessObject } from 'bpmn-js/lib/util/ModelUtil';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';

import type { Moddle } from './commands';

const REFERENCES = ['messageRef', 'signalRef', 'errorRef', 'escalationRef'];

/** The element of that id, else the first that uses the message, signal, error or escalation of that id. */
export function elementFor(registry: ElementRegistry, id: string): Element | undefined {
  return (registry.get(id) ?? registry.find((element) => uses(element as Element, id))) as Element | undefined;
}

function uses(element: Element, id: string): boolean {
  const business = getBusinessObject(element) as Moddle | undefined;
  if (!business?.get) return false;
  const definitions = [business, ...(read<Moddle[]>(business, 'eventDefinitions') ?? [])];
  return definitions.some((definition) => REFERENCES.some((name) => read<Moddle>(definition, name)?.id === id));
}

function read<T>(element: Moddle, name: string): T | undefined {
  return (element as unknown as Record<string, T | undefined>)[name];
}
