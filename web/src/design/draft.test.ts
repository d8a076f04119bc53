import { describe, expect, it } from 'vitest';

import { bpmnName, draftKeys, dropDraft, keepDraft, mergeFiles, storedDraft, withChange } from './draft';

function memory(): Storage {
  const held = new Map<string, string>();
  return {
    get length() { return held.size; },
    key: (index) => [...held.keys()][index] ?? null,
    getItem: (name) => held.get(name) ?? null,
    setItem: (name, value) => { held.set(name, value); },
    removeItem: (name) => { held.delete(name); },
    clear: () => held.clear(),
  };
}

describe('a draft', () => {
  const base = { 'process.bpmn': '<a/>', 'meter.dmn': '<d/>' };

  it('comes back as it was kept', () => {
    const storage = memory();
    const draft = { version: 3, savedAt: '2026-11-21T10:00:00+08:00', changes: { 'process.bpmn': '<b/>' } };
    expect(keepDraft('installation', draft, storage)).toBe(true);
    expect(storedDraft('installation', storage)).toEqual(draft);
    expect(draftKeys(storage)).toEqual(['installation']);
    dropDraft('installation', storage);
    expect(storedDraft('installation', storage)).toBeNull();
  });

  it('is not read from a broken store', () => {
    const storage = memory();
    storage.setItem('design.draft.installation', '{"version": "x"');
    expect(storedDraft('installation', storage)).toBeNull();
  });

  it('says when the browser refuses to keep it', () => {
    const storage = { ...memory(), setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } };
    expect(keepDraft('installation', { version: 1, savedAt: '', changes: {} }, storage)).toBe(false);
  });

  it('changes, adds and takes away files', () => {
    expect(mergeFiles(base, { 'process.bpmn': '<b/>', 'meter.dmn': null, 'forms/a.form.json': '{}' }))
      .toEqual({ 'process.bpmn': '<b/>', 'forms/a.form.json': '{}' });
  });

  it('forgets an edit that was taken back', () => {
    const edited = withChange(base, {}, 'process.bpmn', '<b/>');
    expect(edited).toEqual({ 'process.bpmn': '<b/>' });
    expect(withChange(base, edited, 'process.bpmn', '<a/>')).toEqual({});
    expect(withChange(base, { 'new.dmn': '<n/>' }, 'new.dmn', null)).toEqual({});
  });

  it('knows which file is the process', () => {
    expect(bpmnName({ 'a.bpmn': '', 'process.bpmn': '', 'm.dmn': '' })).toBe('process.bpmn');
    expect(bpmnName({ 'm.dmn': '' })).toBeUndefined();
  });
});
