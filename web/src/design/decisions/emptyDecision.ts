/** A DMN file with one decision table: one input, one output, no rules yet. */
export function emptyDecision(key: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="${key}_definitions" name="${key}" namespace="https://gas-process.example/decisions">
  <decision id="${key}" name="${key}">
    <decisionTable id="${key}_table" hitPolicy="UNIQUE">
      <input id="${key}_input">
        <inputExpression id="${key}_input_expression" typeRef="string">
          <text></text>
        </inputExpression>
      </input>
      <output id="${key}_output" name="result" typeRef="string" />
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="${key}_diagram">
      <dmndi:DMNShape id="${key}_shape" dmnElementRef="${key}">
        <dc:Bounds x="160" y="100" width="180" height="80" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
}
