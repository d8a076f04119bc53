import { BpmnModdle } from 'bpmn-moddle';
import { diff } from 'bpmn-js-differ';
import type { ModdleElement } from 'bpmn-js/lib/model/Types';
import zeebeModdle from 'zeebe-bpmn-moddle/resources/zeebe.json';

import gasModdle from '../gas.moddle.json';
import { flatten } from './flatten';

export type DifferenceKind = 'added' | 'removed' | 'changed';

export interface PropertyChange { property: string; before: string | null; after: string | null; }

export interface Difference {
  id: string;
  kind: DifferenceKind;
  type: string;
  name: string;
  properties: PropertyChange[];
}

/** What changed between two BPMN files, element by element; moved shapes alone are no difference. */
export async function compare(before: string, after: string): Promise<Difference[]> {
  const [old, young] = await Promise.all([read(before), read(after)]);
  const found = diff(old, young);
  const oldProperties = flattenAll(old);
  const youngProperties = flattenAll(young);
  const added = Object.values(found._added).map((element) => told(element, 'added', []));
  const removed = Object.values(found._removed).map((element) => told(element, 'removed', []));
  const taken = new Set([...added, ...removed].map(({ id }) => id));
  // The differ tells that extension elements changed, not which: every element is compared by its own properties too.
  const changed = [...youngProperties]
    .filter(([id]) => !taken.has(id) && oldProperties.has(id))
    .map(([id, { element, properties }]) => told(element, 'changed', changes(oldProperties.get(id)?.properties ?? new Map(), properties)))
    .filter((difference) => difference.properties.length > 0);
  return [...changed, ...added, ...removed];
}

function told(element: ModdleElement, kind: DifferenceKind, properties: PropertyChange[]): Difference {
  return { id: String(element.id ?? ''), kind, type: String(element.$type).replace(/^\w+:/, ''), name: String(element.name ?? ''), properties };
}

function changes(before: Map<string, string>, after: Map<string, string>): PropertyChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names
    .map((property) => ({ property, before: before.get(property) ?? null, after: after.get(property) ?? null }))
    .filter((change) => change.before !== change.after);
}

async function read(xml: string): Promise<ModdleElement> {
  const moddle = new BpmnModdle({ zeebe: zeebeModdle, gas: gasModdle });
  const { rootElement } = await moddle.fromXML(xml);
  return rootElement as unknown as ModdleElement;
}

interface Flat { element: ModdleElement; properties: Map<string, string>; }

function flattenAll(root: ModdleElement): Map<string, Flat> {
  const found = new Map<string, Flat>();
  const visit = (element: ModdleElement) => {
    if (element.id && !String(element.$type).startsWith('bpmndi:')) found.set(String(element.id), { element, properties: flatten(element) });
    for (const name of ['rootElements', 'participants', 'messageFlows', 'laneSets', 'lanes', 'childLaneSet', 'flowElements', 'artifacts']) {
      const held: unknown = element.get(name);
      for (const child of Array.isArray(held) ? held : held ? [held] : []) visit(child as ModdleElement);
    }
  };
  visit(root);
  return found;
}
