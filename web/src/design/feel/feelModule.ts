import type { ElementLike } from 'diagram-js/lib/model/Types';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';
import type { ModuleDeclaration } from 'didi';

import type { Files } from '../draft';
import type { GasContext } from '../diagram/catalogueModule';
import type { Moddle } from '../diagram/commands';
import { watchFields } from './fieldChecks';
import { ownFunctions } from './functions';
import { diagramVariables, formVariables, merged, type FeelVariable } from './variables';

/** What the FEEL fields ask for besides the diagram itself. */
export interface FeelContext { gas: GasContext; language: string; files: () => Files; }

interface EventBus { on(event: string, listener: () => void): void; }

/** The variables that an expression in this diagram may read. */
export function variablesIn(registry: ElementRegistry, { gas, language, files }: FeelContext): FeelVariable[] {
  const elements = registry.getAll().map((element: ElementLike) => element.businessObject as Moddle);
  return merged([
    ...formVariables(files(), language),
    ...diagramVariables([...new Set(elements)], gas.catalogue.serviceTasks, files(), language),
  ]);
}

function variableResolver(elementRegistry: ElementRegistry, feelContext: FeelContext): object {
  return {
    getVariablesForElement: () => Promise.resolve([...variablesIn(elementRegistry, feelContext), ...ownFunctions()]),
  };
}
variableResolver.$inject = ['elementRegistry', 'feelContext'];

function feelFieldChecks(eventBus: EventBus, elementRegistry: ElementRegistry, feelContext: FeelContext): object {
  const names = () => variablesIn(elementRegistry, feelContext).map(({ name }) => name);
  const stop = watchFields(document.body, names, feelContext.gas.t);
  eventBus.on('diagram.destroy', stop);
  return { stop };
}
feelFieldChecks.$inject = ['eventBus', 'elementRegistry', 'feelContext'];

/** Completion and checks for the FEEL fields of the properties panel. */
export function feelModule(context: FeelContext): ModuleDeclaration {
  return {
    __init__: ['feelFieldChecks'],
    feelContext: ['value', context],
    variableResolver: ['factory', variableResolver],
    feelFieldChecks: ['factory', feelFieldChecks],
  };
}
