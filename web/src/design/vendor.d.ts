// The bpmn.io packages below ship no types of their own; only what we call is declared.
declare module 'bpmn-js-properties-panel' {
  import type { ModuleDeclaration } from 'didi';
  export const BpmnPropertiesPanelModule: ModuleDeclaration;
  export const BpmnPropertiesProviderModule: ModuleDeclaration;
  export const ZeebePropertiesProviderModule: ModuleDeclaration;
  export const ZeebeTooltipProvider: object;
  export function useService<T>(name: string): T;
}
declare module '@bpmn-io/properties-panel' {
  interface EntryProps {
    element: object;
    id: string;
    label: string;
    description?: string;
    tooltip?: string;
    getValue: () => string;
    setValue: (value: string | undefined) => void;
    debounce?: unknown;
    disabled?: boolean;
    getOptions?: () => { value: string; label: string; disabled?: boolean }[];
  }
  export function TextFieldEntry(props: EntryProps): object;
  export function SelectEntry(props: EntryProps): object;
  export function isTextFieldEntryEdited(node: object): boolean;
  export function isSelectEntryEdited(node: object): boolean;
  export const Group: object;
}
declare module 'camunda-bpmn-js-behaviors/lib/camunda-cloud' {
  import type { ModuleDeclaration } from 'didi';
  const behaviors: ModuleDeclaration;
  export default behaviors;
}
declare module 'diagram-js-minimap' {
  import type { ModuleDeclaration } from 'didi';
  const minimap: ModuleDeclaration;
  export default minimap;
}
declare module 'bpmn-js-token-simulation' {
  import type { ModuleDeclaration } from 'didi';
  const simulation: ModuleDeclaration;
  export default simulation;
}
declare module 'bpmn-js-token-simulation/lib/viewer' {
  import type { ModuleDeclaration } from 'didi';
  const simulation: ModuleDeclaration;
  export default simulation;
}
declare module 'bpmn-js-i18n-zh/lib/*' {
  const texts: Record<string, string>;
  export default texts;
}
declare module 'bpmn-js-differ' {
  import type { ModdleElement } from 'bpmn-js/lib/model/Types';
  interface Changes {
    _added: Record<string, ModdleElement>;
    _removed: Record<string, ModdleElement>;
    _layoutChanged: Record<string, ModdleElement>;
    _changed: Record<string, { model: ModdleElement; attrs: Record<string, { oldValue: unknown; newValue: unknown }> }>;
  }
  export function diff(before: ModdleElement, after: ModdleElement): Changes;
}
declare module 'dmn-js/lib/Modeler' {
  interface View { id: string; name?: string; type: string; element: { id: string; name?: string } }
  interface Viewer {
    on(event: string, listener: (event?: { trigger?: string }) => void): void;
    get<T>(name: string): T;
  }
  export default class DmnModeler {
    constructor(options: object);
    importXML(xml: string): Promise<{ warnings: string[] }>;
    saveXML(options?: { format?: boolean }): Promise<{ xml: string }>;
    getViews(): View[];
    getActiveView(): View | undefined;
    getActiveViewer(): Viewer | undefined;
    open(view: View): Promise<unknown>;
    on(event: string, listener: (event: { viewer: Viewer }) => void): void;
    destroy(): void;
  }
}
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages: Record<string, object>);
    fromXML(xml: string): Promise<{ rootElement: object; warnings: object[] }>;
  }
}
