import { describe, expect, it } from 'vitest';

import { factsOf, type LedgerChange, valuesOf } from './changeValues';

const EVENT: LedgerChange = {
  id: '1', at: '2026-11-21T09:00:00+08:00', kind: 'engine', kind_label: '流程办理', action_label: '完成任务', action: 'complete_user_task',
  actor: { username: 'surveyor', full_name: '李建国' }, on_behalf_of: null, instance: null, user_task: null,
  table: 'process_instance', table_label: '', record: '1', record_label: '1', changes: [], reason: '', ip: null, request_id: null,
};

describe('what a change tells', () => {
  it('is a row\'s fields', () => {
    const changes = [{ field: 'phone', label: '电话', old: '1', new: '2', old_text: '1', new_text: '2' }];
    expect(valuesOf({ ...EVENT, kind: 'row', changes })).toEqual({ shown: changes, local: [] });
  });

  it('is an engine event\'s variables, those of one activity apart', () => {
    const feasible = { field: 'feasible', label: '是否可行', old: null, new: true, old_text: null, new_text: '是', scope_id: '0' };
    const template = { field: 'template', label: 'template', old: 'survey', new: null, old_text: 'survey', new_text: null, scope_id: '4' };
    const event = { ...EVENT, changes: [feasible, template], details: { element: 'survey_site', element_name: '联合勘察' } };
    expect(valuesOf(event)).toEqual({ shown: [feasible], local: [template] });
    expect(factsOf(event)).toEqual([{ name: 'element', value: '联合勘察' }]);
  });

  it('says what was looked for, not who the reader sees anyway', () => {
    expect(factsOf({ ...EVENT, kind: 'read', details: { q: '海天', found: [9] } })).toEqual([{ name: 'q', value: '海天' }, { name: 'found', value: [9] }]);
    expect(factsOf({ ...EVENT, kind: 'auth', details: { username: 'surveyor' } })).toEqual([]);
    expect(factsOf({ ...EVENT, details: { element: '' } })).toEqual([]);
    expect(factsOf({ ...EVENT, actor: null, kind: 'auth', details: { username: 'surveyor', why: 'locked' } })).toHaveLength(2);
  });
});
