import { describe, expect, it } from 'vitest';

import { emptyProcess } from '../template';
import { compare } from './compare';

function process(body: string): string {
  return emptyProcess('meter_check', '表具核查').replace('<bpmn:startEvent id="started" name="" />', body);
}

const BEFORE = process(`
  <bpmn:startEvent id="started"><bpmn:outgoing>to_check</bpmn:outgoing></bpmn:startEvent>
  <bpmn:sequenceFlow id="to_check" sourceRef="started" targetRef="check_meter" />
  <bpmn:userTask id="check_meter" name="核查表具">
    <bpmn:extensionElements>
      <zeebe:formDefinition formId="meter_check" />
      <zeebe:assignmentDefinition candidateGroups="meter_technician" />
      <zeebe:properties><zeebe:property name="department" value="计量" /></zeebe:properties>
    </bpmn:extensionElements>
  </bpmn:userTask>
  <bpmn:endEvent id="ended" />`);

describe('the comparison of two versions', () => {
  it('finds nothing between equal files', async () => {
    expect(await compare(BEFORE, BEFORE)).toEqual([]);
  });

  it('does not count a moved shape', async () => {
    expect(await compare(BEFORE, BEFORE.replace('x="180"', 'x="280"'))).toEqual([]);
  });

  it('does not count a default that is written out', async () => {
    const boundary = (attribute: string) => BEFORE.replace('<bpmn:endEvent', `<bpmn:boundaryEvent id="late" attachedToRef="check_meter" ${attribute} /><bpmn:endEvent`);
    expect(await compare(boundary('cancelActivity="true"'), boundary(''))).toEqual([]);
    expect(await compare(boundary(''), boundary('cancelActivity="false"'))).toHaveLength(1);
  });

  it('names what was added and removed', async () => {
    const after = BEFORE.replace('<bpmn:endEvent id="ended" />', '<bpmn:serviceTask id="tell_customer" name="通知客户" />');
    expect((await compare(BEFORE, after)).map(({ kind, id, type }) => [kind, id, type])).toEqual([
      ['added', 'tell_customer', 'ServiceTask'], ['removed', 'ended', 'EndEvent'],
    ]);
  });

  it('says which extension property changed, old and new', async () => {
    const after = BEFORE.replace('meter_technician', 'meter_tester').replace('value="计量"', 'value="检定"').replace('name="核查表具"', 'name="现场核查"');
    expect(await compare(BEFORE, after)).toEqual([{
      id: 'check_meter',
      kind: 'changed',
      type: 'UserTask',
      name: '现场核查',
      properties: [
        { property: 'name', before: '核查表具', after: '现场核查' },
        { property: 'zeebe:AssignmentDefinition.candidateGroups', before: 'meter_technician', after: 'meter_tester' },
        { property: 'zeebe:Properties.zeebe:Property[department].value', before: '计量', after: '检定' },
      ],
    }]);
  });

  it('tells a removed extension element and an own attribute', async () => {
    const after = BEFORE.replace('<zeebe:formDefinition formId="meter_check" />', '').replace('<bpmn:userTask id="check_meter"', '<bpmn:userTask gas:citation="GB 50028" id="check_meter"');
    const [difference] = await compare(BEFORE, after);
    expect(difference?.properties).toEqual([
      { property: 'citation', before: null, after: 'GB 50028' },
      { property: 'zeebe:FormDefinition.formId', before: 'meter_check', after: null },
    ]);
  });
});
