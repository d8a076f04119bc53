import { describe, expect, it } from 'vitest';

import { emptyProcess, processId, processName } from './template';

describe('a new process', () => {
  it('carries its key and name', () => {
    const xml = emptyProcess('meter_check', '核查 "A" & <B>');
    expect(processId(xml)).toBe('meter_check');
    expect(xml).toContain('name="核查 &quot;A&quot; &amp; &lt;B>"');
    expect(processName(emptyProcess('a', '表具核查'))).toBe('表具核查');
  });

  it('is told from a file that is none', () => {
    expect(processId('<html></html>')).toBeUndefined();
    expect(processName('<bpmn:process id="a">')).toBeUndefined();
  });
});
