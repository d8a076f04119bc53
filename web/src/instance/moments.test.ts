import { expect, it } from 'vitest';

import type { TraceEntry } from '../api/types';
import { momentsOf } from './moments';

const clerk = { username: 'customer_service', full_name: '王秀兰' };
const system = { username: 'system', full_name: '系统' };

function entry(seq: number, part: Partial<TraceEntry> & { command: string }): TraceEntry {
  return {
    id: `${seq} ${part.command}`, seq, at: '2026-11-21T10:00:00Z', action: 'entered', element_id: 'x', element_name: '', element_type: 'userTask', actor: clerk,
    on_behalf_of: null, user_task_id: null, text: '', changes: [], ...part, details: { command: part.command },
  };
}

const change = { name: 'comment', label: '意见', old: null, new: '同意', old_text: null, new_text: '同意' };

it('tells one command as one moment, with where it led', () => {
  const [moment, ...rest] = momentsOf([
    entry(1, { command: 'complete_user_task', action: 'left', element_name: '审核资料', user_task_id: '1' }),
    entry(2, { command: 'complete_user_task', action: 'taken', element_type: 'sequenceFlow' }),
    entry(3, { command: 'complete_user_task', action: 'waiting', element_name: '联合勘察' }),
    entry(4, { command: 'complete_user_task', action: 'waiting', element_name: '联合勘察', changes: [change] }),
    entry(5, { command: 'complete_user_task', action: 'waiting', element_name: '出具通知', element_type: 'serviceTask' }),
  ]);
  expect(rest).toEqual([]);
  expect(moment).toMatchObject({
    command: 'complete_user_task', name: '审核资料', userTaskId: '1', actor: clerk, changes: [change], reached: ['联合勘察'], ended: false,
  });
});

it('parts what different people or commands did at different times', () => {
  const moments = momentsOf([
    entry(1, { command: 'complete_job', actor: system, action: 'left', element_name: '出具受理回执' }),
    entry(1, { command: 'claim_user_task', action: 'assigned', element_name: '审核资料', at: '2026-11-21T10:05:00Z' }),
    entry(2, { command: 'complete_user_task', action: 'ended', element_type: 'process', at: '2026-11-21T10:06:00Z' }),
  ]);
  expect(moments.map(({ command, actor, ended }) => [command, actor?.username, ended])).toEqual([
    ['complete_job', undefined, false], ['claim_user_task', 'customer_service', false], ['complete_user_task', 'customer_service', true],
  ]);
  expect(new Set(moments.map(({ key }) => key)).size).toBe(3);
});
