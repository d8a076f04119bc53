/** The id of the (first) process in a BPMN file, or undefined when the text is none. */
export function processId(xml: string): string | undefined {
  return /<(?:\w+:)?process\b[^>]*?\bid="([^"]+)"/.exec(xml)?.[1];
}

/** The name of the (first) process in a BPMN file, or undefined. */
export function processName(xml: string): string | undefined {
  const tag = /<(?:\w+:)?process\b[^>]*>/.exec(xml)?.[0];
  return (tag && /\bname="([^"]+)"/.exec(tag)?.[1]) || undefined;
}

/** A process that only begins: its start event. */
export function emptyProcess(key: string, name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:gas="https://gas-process.example/schema/1.0" id="${key}_definitions" targetNamespace="https://gas-process.example/processes">
  <bpmn:process id="${key}" name="${escaped(name)}" isExecutable="true">
    <bpmn:startEvent id="started" name="" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="${key}_diagram">
    <bpmndi:BPMNPlane id="${key}_plane" bpmnElement="${key}">
      <bpmndi:BPMNShape id="started_di" bpmnElement="started">
        <dc:Bounds x="180" y="160" width="36" height="36" />
      </bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
