import { describe, expect, it } from 'vitest';

import type { UserTask } from '../api/types';
import { mergeFresh } from './merge';

function task(id: string, part: Partial<UserTask> = {}): UserTask {
  return { id, name: id, ...part } as UserTask;
}

const shown = [task('a'), task('b'), task('c')];
const ids = (rows: UserTask[]) => rows.map(({ id }) => id);

describe('mergeFresh', () => {
  it('counts a task that would push others down', () => {
    const merged = mergeFresh({ shown, fresh: [task('new'), ...shown], whole: true, keep: null });
    expect(ids(merged.rows)).toEqual(['a', 'b', 'c']);
    expect(merged.waiting).toBe(1);
  });

  it('appends a task at the end, where nothing moves', () => {
    const merged = mergeFresh({ shown, fresh: [...shown, task('new')], whole: true, keep: null });
    expect(ids(merged.rows)).toEqual(['a', 'b', 'c', 'new']);
    expect(merged.waiting).toBe(0);
  });

  it('fills an empty list at once', () => {
    expect(ids(mergeFresh({ shown: [], fresh: [task('new')], whole: true, keep: null }).rows)).toEqual(['new']);
  });

  it('changes a known row in place', () => {
    const fresh = [task('a'), task('b', { name: 'claimed' }), task('c')];
    expect(mergeFresh({ shown, fresh, whole: true, keep: null }).rows[1].name).toBe('claimed');
  });

  it('drops what is gone, but not under the reader’s eyes', () => {
    expect(ids(mergeFresh({ shown, fresh: [task('a')], whole: true, keep: 'c' }).rows)).toEqual(['a', 'c']);
  });

  it('drops nothing when it has seen only a part', () => {
    expect(ids(mergeFresh({ shown, fresh: [task('a')], whole: false, keep: null }).rows)).toEqual(['a', 'b', 'c']);
  });
});
