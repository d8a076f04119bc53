import { isSelectEntryEdited, isTextFieldEntryEdited, SelectEntry, TextFieldEntry } from '@bpmn-io/properties-panel';
import { useService } from 'bpmn-js-properties-panel';
import type { Element } from 'bpmn-js/lib/model/Types';
import type BpmnFactory from 'bpmn-js/lib/features/modeling/BpmnFactory';
import type CommandStack from 'diagram-js/lib/command/CommandStack';

import { extensionOf, type Moddle, setAttributes, setExtension } from './commands';

export interface Option { value: string; label: string; }
export interface Entry { id: string; component: (props: { element: Element; id: string; }) => object; isEdited: (node: object) => boolean; }

interface Choice {
  id: string;
  label: string;
  description?: (value: string) => string | undefined;
  options: Option[];
  /** The extension element that holds the value, and its attribute. */
  extension: string;
  attribute: string;
  none: string;
}

/** A list that sets one attribute of one extension element; a value that is not in the list stays and is shown. */
export function choice({ id, label, description, options, extension, attribute, none }: Choice): Entry {
  function component({ element }: { element: Element; id: string; }): object {
    const stack = useService<CommandStack>('commandStack');
    const factory = useService<BpmnFactory>('bpmnFactory');
    const value = extensionOf(element, extension)?.get<string | undefined>(attribute) ?? '';
    return SelectEntry({
      element,
      id,
      label,
      description: description?.(value),
      getValue: () => value,
      setValue: (next) => setExtension(stack, factory, element, extension, { [attribute]: next || undefined }),
      getOptions: () => withCurrent([{ value: '', label: none }, ...options], value),
    });
  }
  return { id, component, isEdited: isSelectEntryEdited };
}

/** A list that sets one attribute of the element itself. */
export function attributeChoice({ id, label, options, attribute, none }: Omit<Choice, 'extension' | 'description'>, target: Moddle): Entry {
  function component({ element }: { element: Element; id: string; }): object {
    const stack = useService<CommandStack>('commandStack');
    const value = target.get<string | undefined>(attribute) ?? '';
    return SelectEntry({
      element,
      id,
      label,
      getValue: () => value,
      setValue: (next) => setAttributes(stack, element, target, { [attribute]: next || undefined }),
      getOptions: () => withCurrent([{ value: '', label: none }, ...options], value),
    });
  }
  return { id, component, isEdited: isSelectEntryEdited };
}

/** A text that sets one attribute of `target`. */
export function attributeText({ id, label, attribute, description }: { id: string; label: string; attribute: string; description?: string; }, target: Moddle): Entry {
  function component({ element }: { element: Element; id: string; }): object {
    const stack = useService<CommandStack>('commandStack');
    return TextFieldEntry({
      element,
      id,
      label,
      description,
      debounce: useService('debounceInput'),
      getValue: () => target.get<string | undefined>(attribute) ?? '',
      setValue: (next) => setAttributes(stack, element, target, { [attribute]: next || undefined }),
    });
  }
  return { id, component, isEdited: isTextFieldEntryEdited };
}

function withCurrent(options: Option[], value: string): Option[] {
  return options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
}
