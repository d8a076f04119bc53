import { beforeAll, describe, expect, it } from 'vitest';

import { clockState, lengthWords, usedPercent, workingWords } from '../instance/clockWords';
import { speakChinese } from '../testing';
import { dueWords, formatDate, formatDateTime, formatShort } from './dates';

beforeAll(speakChinese);
const now = new Date('2026-11-21T10:00:00+08:00');

describe('times', () => {
  it("are told on the company's clock", () => {
    expect(formatDateTime('2026-11-20T18:30:00Z')).toBe('2026-11-21 02:30');
    expect(formatDate('2026-11-20T18:30:00Z')).toBe('2026-11-21');
    expect(formatDate('2026-11-20')).toBe('2026-11-20');
  });

  it('leave out what goes without saying', () => {
    expect(formatShort('2026-11-21T09:05:00+08:00', now)).toBe('09:05');
    expect(formatShort('2026-11-19T09:05:00+08:00', now)).toBe('11-19 09:05');
    expect(formatShort('2025-11-19T09:05:00+08:00', now)).toBe('2025-11-19');
  });
});

describe('due dates', () => {
  it('are words', () => {
    expect(dueWords('2026-11-19T09:00:00+08:00', 'overdue', now)).toBe('已超期 2 天');
    expect(dueWords('2026-11-21T13:30:00+08:00', 'soon', now)).toBe('剩 3 小时');
    expect(dueWords('2026-11-25T17:00:00+08:00', 'due', now)).toBe('11-25 17:00 到期');
    expect(dueWords(null, 'none', now)).toBe('');
  });

  it('turn overdue on an open screen', () => {
    expect(dueWords('2026-11-21T09:50:00+08:00', 'soon', now)).toBe('已超期 10 分钟');
  });
});

describe('clocks', () => {
  it('count working time in working days and hours, other time in days', () => {
    expect(workingWords(5 * 27_000, 27_000)).toBe('5 个工作日');
    expect(workingWords(2 * 27_000 + 10_800, 27_000)).toBe('2 个工作日 3 小时');
    expect(workingWords(10_800, 27_000)).toBe('3 工作小时');
    expect(workingWords(36 * 3_600, null)).toBe('1.5 天');
    expect(lengthWords(36 * 3_600)).toBe('1.5 天');
    expect(lengthWords(90)).toBe('2 分钟');
  });

  it('run, stand or are over', () => {
    expect(clockState({ limit_seconds: 10, used_seconds: 5, paused: false })).toBe('running');
    expect(clockState({ limit_seconds: 10, used_seconds: 5, paused: true })).toBe('paused');
    expect(clockState({ limit_seconds: 10, used_seconds: 11, paused: true })).toBe('over');
    expect(usedPercent({ limit_seconds: 10, used_seconds: 20 })).toBe(100);
  });
});
