import type { Json } from '../../api/types';
import type { Files } from '../draft';
import type { ServiceTaskType } from '../useCatalogue.query';
import { decisionVariable, outputsOf } from './decisionOutputs';
import type { Moddle } from '../diagram/commands';

/** A variable as the FEEL editor of the properties panel offers it. */
export interface FeelVariable {
  name: string;
  type?: 'function' | 'variable';
  detail?: string;
  info?: string;
  isList?: boolean | 'optional';
  entries?: FeelVariable[];
  params?: { name: string; type?: string; }[];
}

type Dict = { [key: string]: Json; };

/** The variables of the forms' fields, once each; `info` is the field's title in the reader's language. */
export function formVariables(files: Files, language: string): FeelVariable[] {
  return Object.entries(files)
    .filter(([name]) => name.endsWith('.form.json'))
    .flatMap(([, text]) => propertiesIn(parsed(text).schema, language));
}

/** The variables that the elements of a diagram write: mappings, decisions, services, repetitions. */
export function diagramVariables(elements: Moddle[], services: ServiceTaskType[], files: Files, language: string): FeelVariable[] {
  const decisions = outputsOf(files);
  return elements.flatMap((element) => {
    const extensions = element.get<Moddle | undefined>('extensionElements')?.get<Moddle[]>('values') ?? [];
    const info = element.get<string | undefined>('name') ?? element.id;
    return [...extensions, ...repetitionOf(element)].flatMap((extension) => written(extension, services, decisions, language)
      .map((variable) => ({ ...variable, info: variable.info ?? info })));
  });
}

function written(extension: Moddle, services: ServiceTaskType[], decisions: Map<string, FeelVariable[]>, language: string): FeelVariable[] {
  const text = (name: string) => extension.get<string | undefined>(name) ?? '';
  switch (extension.$type) {
    case 'zeebe:IoMapping':
      return [...mapped(extension, 'inputParameters'), ...mapped(extension, 'outputParameters')];
    case 'zeebe:CalledDecision':
      return [decisionVariable(text('resultVariable'), decisions.get(text('decisionId')))];
    case 'zeebe:Script':
      return [{ name: text('resultVariable') }];
    case 'zeebe:LoopCharacteristics':
      return [{ name: text('inputElement') }, { name: text('outputCollection'), isList: true, detail: 'list' }];
    case 'zeebe:TaskDefinition':
      return propertiesIn(services.find(({ type }) => type === text('type'))?.output_schema ?? undefined, language);
    default:
      return [];
  }
}

function mapped(mapping: Moddle, name: string): FeelVariable[] {
  return (mapping.get<Moddle[] | undefined>(name) ?? []).map((parameter) => ({ name: parameter.get<string | undefined>('target') ?? '' }));
}

function repetitionOf(element: Moddle): Moddle[] {
  const loop = element.get<Moddle | undefined>('loopCharacteristics');
  return loop?.get<Moddle | undefined>('extensionElements')?.get<Moddle[]>('values') ?? [];
}

function propertiesIn(schema: Json | undefined, language: string): FeelVariable[] {
  const properties = isDict(schema) && isDict(schema.properties) ? schema.properties : {};
  return Object.entries(properties).map(([name, property]) => {
    const kind = isDict(property) ? property : {};
    const items = kind.type === 'array' ? kind.items : kind;
    const entries = propertiesIn(items, language);
    return {
      name,
      detail: detailOf(kind),
      info: titleOf(kind, language),
      ...(kind.type === 'array' ? { isList: true } : {}),
      ...(entries.length > 0 ? { entries } : {}),
    };
  });
}

const KINDS: Record<string, string> = { integer: 'number', array: 'list', object: 'context' };

function detailOf(kind: Dict): string | undefined {
  const type = Array.isArray(kind.type) ? kind.type.find((name) => name !== 'null') : kind.type;
  return typeof type === 'string' ? KINDS[type] ?? type : undefined;
}

function titleOf(kind: Dict, language: string): string | undefined {
  const english = isDict(kind['x-en']) ? kind['x-en'].title : undefined;
  const title = language === 'en' ? english ?? kind.title : kind.title;
  return typeof title === 'string' ? title : undefined;
}

/** One entry for each name, what is known of it taken from all; names that FEEL cannot have are left out. */
export function merged(variables: FeelVariable[]): FeelVariable[] {
  const byName = new Map<string, FeelVariable>();
  for (const variable of variables) {
    if (variable.name === '' || variable.name.startsWith('=')) continue;
    byName.set(variable.name, { ...variable, ...defined(byName.get(variable.name)) });
  }
  return [...byName.values()].sort((one, other) => one.name.localeCompare(other.name));
}

function defined(variable: FeelVariable | undefined): Partial<FeelVariable> {
  return Object.fromEntries(Object.entries(variable ?? {}).filter(([, value]) => value !== undefined));
}

function parsed(text: string): Dict {
  try {
    const read: unknown = JSON.parse(text);
    return isDict(read as Json) ? read as Dict : {};
  } catch {
    return {};
  }
}

function isDict(value: Json | undefined): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
