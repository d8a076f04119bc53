import type { Element } from 'bpmn-js/lib/model/Types';
import type BpmnFactory from 'bpmn-js/lib/features/modeling/BpmnFactory';
import type CommandStack from 'diagram-js/lib/command/CommandStack';
import { getBusinessObject } from 'bpmn-js/lib/util/ModelUtil';

/** A BPMN model element, as moddle gives it. */
export interface Moddle {
  $type: string;
  $parent?: Moddle;
  id?: string;
  get<T>(name: string): T;
}

interface Command {
  cmd: string;
  context: { element: Element; moddleElement: Moddle; properties: Record<string, unknown>; };
}

function update(element: Element, moddleElement: Moddle, properties: Record<string, unknown>): Command {
  return { cmd: 'element.updateModdleProperties', context: { element, moddleElement, properties } };
}

/** The extension element of that type on an element, or undefined. */
export function extensionOf(element: Element, type: string): Moddle | undefined {
  const extensions = (getBusinessObject(element) as Moddle).get<Moddle | undefined>('extensionElements');
  return extensions?.get<Moddle[]>('values').find((value) => value.$type === type);
}

/** Sets attributes of an element's model in one step that can be undone. */
export function setAttributes(stack: CommandStack, element: Element, target: Moddle, properties: Record<string, unknown>): void {
  const { cmd, context } = update(element, target, properties);
  stack.execute(cmd, context);
}

/** Sets attributes of an extension element, making it when it is missing, in one step that can be undone. */
export function setExtension(
  stack: CommandStack,
  factory: BpmnFactory,
  element: Element,
  type: string,
  properties: Record<string, unknown>,
): void {
  const business = getBusinessObject(element) as Moddle;
  const commands: Command[] = [];
  let extensions = business.get<Moddle | undefined>('extensionElements');
  if (!extensions) {
    extensions = child(factory, 'bpmn:ExtensionElements', { values: [] }, business);
    commands.push(update(element, business, { extensionElements: extensions }));
  }
  const existing = extensionOf(element, type);
  if (existing) commands.push(update(element, existing, properties));
  else {
    const made = child(factory, type, properties, extensions);
    commands.push(update(element, extensions, { values: [...extensions.get<Moddle[]>('values'), made] }));
  }
  stack.execute('properties-panel.multi-command-executor', commands);
}

function child(factory: BpmnFactory, type: string, properties: Record<string, unknown>, parent: Moddle): Moddle {
  const made = factory.create(type as 'bpmn:ExtensionElements', properties) as unknown as Moddle;
  made.$parent = parent;
  return made;
}
