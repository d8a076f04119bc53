import type { Element } from 'bpmn-js/lib/model/Types';
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';

import type { GasContext } from './catalogueModule';
import type { Moddle } from './commands';
import { attributeChoice, attributeText, choice, type Entry } from './gasEntries';

/** The entries of our own group for an element: lists instead of free text, and the attributes of the gas: namespace. */
export function gasEntries(element: Element, context: GasContext): Entry[] {
  return [
    ...nameEntries(element, context),
    ...serviceEntries(element, context),
    ...userTaskEntries(element, context),
    ...decisionEntries(element, context),
    ...laneEntries(element, context),
    ...legalEntries(element, context),
  ];
}

const NAMED = ['bpmn:FlowElement', 'bpmn:Participant', 'bpmn:Lane', 'bpmn:Process', 'bpmn:Collaboration'];

function nameEntries(element: Element, { t }: GasContext): Entry[] {
  if (!NAMED.some((type) => is(element, type))) return [];
  return [attributeText({ id: 'gas-name-en', label: t('panel.nameEn'), attribute: 'gas:nameEn' }, getBusinessObject(element) as Moddle)];
}

function serviceEntries(element: Element, { catalogue, t }: GasContext): Entry[] {
  if (!is(element, 'bpmn:ServiceTask') && !is(element, 'bpmn:SendTask')) return [];
  return [choice({
    id: 'gas-service',
    label: t('panel.service'),
    none: t('panel.none'),
    extension: 'zeebe:TaskDefinition',
    attribute: 'type',
    options: catalogue.serviceTasks.map(({ type, title }) => ({ value: type, label: `${title} (${type})` })),
    description: (value) => catalogue.serviceTasks.find(({ type }) => type === value)?.description || undefined,
  })];
}

function userTaskEntries(element: Element, { catalogue, t }: GasContext): Entry[] {
  if (!is(element, 'bpmn:UserTask')) return [];
  return [
    choice({
      id: 'gas-group',
      label: t('panel.group'),
      none: t('panel.byLane'),
      extension: 'zeebe:AssignmentDefinition',
      attribute: 'candidateGroups',
      options: catalogue.groups.map(({ key, name }) => ({ value: key, label: `${name} (${key})` })),
    }),
    choice({
      id: 'gas-form',
      label: t('panel.form'),
      none: t('panel.none'),
      extension: 'zeebe:FormDefinition',
      attribute: 'formId',
      options: catalogue.forms.map(({ key, title }) => ({ value: key, label: `${title} (${key})` })),
    }),
  ];
}

function decisionEntries(element: Element, { decisions, t }: GasContext): Entry[] {
  if (!is(element, 'bpmn:BusinessRuleTask')) return [];
  return [choice({
    id: 'gas-decision',
    label: t('panel.decision'),
    none: t('panel.none'),
    extension: 'zeebe:CalledDecision',
    attribute: 'decisionId',
    options: decisions.map((id) => ({ value: id, label: id })),
  })];
}

function laneEntries(element: Element, { catalogue, t }: GasContext): Entry[] {
  if (!is(element, 'bpmn:Lane')) return [];
  return [attributeChoice({
    id: 'gas-lane-group',
    label: t('panel.laneGroup'),
    none: t('panel.none'),
    attribute: 'gas:group',
    options: catalogue.groups.map(({ key, name }) => ({ value: key, label: `${name} (${key})` })),
  }, getBusinessObject(element) as Moddle)];
}

function legalEntries(element: Element, { t }: GasContext): Entry[] {
  const timer = timerOf(element);
  const target = timer ?? (is(element, 'bpmn:Process') || is(element, 'bpmn:UserTask') ? getBusinessObject(element) as Moddle : undefined);
  if (!target) return [];
  const calendar = timer
    ? [attributeText({ id: 'gas-calendar', label: t('panel.calendar'), attribute: 'gas:calendar', description: t('panel.calendarHelp') }, timer)]
    : [];
  return [
    ...calendar,
    attributeText({ id: 'gas-citation', label: t('panel.citation'), attribute: 'gas:citation' }, target),
    attributeText({ id: 'gas-valid-from', label: t('panel.validFrom'), attribute: 'gas:validFrom', description: t('panel.dateHelp') }, target),
    attributeText({ id: 'gas-valid-until', label: t('panel.validUntil'), attribute: 'gas:validUntil', description: t('panel.dateHelp') }, target),
  ];
}

function timerOf(element: Element): Moddle | undefined {
  if (!is(element, 'bpmn:Event')) return undefined;
  const definitions = (getBusinessObject(element) as Moddle).get<Moddle[] | undefined>('eventDefinitions') ?? [];
  return definitions.find((definition) => definition.$type === 'bpmn:TimerEventDefinition');
}
