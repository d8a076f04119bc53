import { BpmnModdle } from 'bpmn-moddle';
import { evaluate } from 'feelin';
import { expect, test } from 'vitest';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

import type { Moddle } from '../diagram/commands';
import { asJson, evaluateHere, same } from './compare';
import { expressionsOf } from './expressionsOf';
import { diagramVariables, formVariables, merged } from './variables';

const DMN = `<definitions><decision id="limits_table" name="x"><decisionTable>
  <output id="o1" name="step" typeRef="string" /><output id="o2" name="days" typeRef="number" />
</decisionTable></decision></definitions>`;
const FORM = JSON.stringify({ schema: { properties: {
  amount: { type: 'number', title: '金额', 'x-en': { title: 'Amount' } },
  marks: { type: 'array', title: '批注', items: { type: 'object', properties: { sheet: { type: 'string' } } } },
} } });
const BPMN = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
<process id="p">
  <businessRuleTask id="rule" name="定时限"><extensionElements><zeebe:calledDecision decisionId="limits_table" resultVariable="limits" /></extensionElements></businessRuleTask>
  <serviceTask id="fee"><extensionElements><zeebe:taskDefinition type="charge" />
    <zeebe:ioMapping><zeebe:input source="=amount * 2" target="total" /></zeebe:ioMapping></extensionElements></serviceTask>
  <sequenceFlow id="flow" sourceRef="rule" targetRef="fee"><conditionExpression>=amount &gt; 1</conditionExpression></sequenceFlow>
</process></definitions>`;
const CHARGE = { type: 'charge', title: '', description: '', input_schema: null, output_schema: { properties: { charge_no: { type: ['string', 'null'] } } } };

async function elements(): Promise<Moddle[]> {
  const { rootElement } = await new BpmnModdle({ zeebe }).fromXML(BPMN);
  const [process] = (rootElement as Moddle).get<Moddle[]>('rootElements');
  return process?.get<Moddle[]>('flowElements') ?? [];
}

test('the fields of the forms are offered with their titles and parts', () => {
  const offered = formVariables({ 'forms/a.form.json': FORM, 'forms/broken.form.json': '{' }, 'zh-CN');
  expect(offered).toMatchObject([
    { name: 'amount', detail: 'number', info: '金额' },
    { name: 'marks', detail: 'list', isList: true, entries: [{ name: 'sheet', detail: 'string' }] },
  ]);
  expect(formVariables({ 'forms/a.form.json': FORM }, 'en')[0]?.info).toBe('Amount');
});

test('what the diagram writes is offered: decisions, mappings, services', async () => {
  const offered = merged(diagramVariables(await elements(), [CHARGE], { 'x.dmn': DMN }, 'zh-CN'));
  expect(offered).toMatchObject([
    { name: 'charge_no', detail: 'string', info: 'fee' },
    { name: 'limits', info: '定时限', entries: [{ name: 'step', detail: 'string' }, { name: 'days', detail: 'number' }] },
    { name: 'total' },
  ]);
});

test('one entry for each name, with all that is known of it', () => {
  expect(merged([{ name: 'a', info: 'x' }, { name: 'a', detail: 'number' }, { name: '' }])).toEqual([{ name: 'a', info: 'x', detail: 'number' }]);
});

test('an element offers its own expressions', async () => {
  const [, fee, flow] = await elements();
  expect(expressionsOf(fee as Moddle)).toEqual([{ place: 'total', expression: '=amount * 2' }]);
  expect(expressionsOf(flow as Moddle)).toEqual([{ place: 'conditionExpression', expression: '=amount > 1' }]);
});

test('values of the browser are told as the server tells them', () => {
  const { value } = evaluate('{d: date("2026-01-01"), e: duration("PT2H"), r: [1..3], f: function(x) x, l: [null, true]}', {}, 'camunda');
  expect(asJson(value)).toEqual({ d: '2026-01-01', e: 'PT2H', r: '[1..3]', f: 'function', l: [null, true] });
  expect(evaluateHere(evaluate, '=a + )', { a: 1 })).toMatchObject({ position: 5 });
  expect(evaluateHere(evaluate, '=missing', {})).toMatchObject({ value: null, problems: [{ position: 1 }] });
});

test('a difference is one of value, not of order', () => {
  expect(same({ a: 1, b: [null] }, { b: [null], a: 1 })).toBe(true);
  expect(same(0.1 + 0.2, 0.3)).toBe(false);
  expect(same({ a: null }, {})).toBe(false);
  expect(same([1], [1, null])).toBe(false);
});
