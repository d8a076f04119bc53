import { describe, expect, it } from 'vitest';

import { toEnglish } from './englishNames';
import { kindsOf, marksOfInstance } from './marks';

const WORDS = { active: '办理中', incident: '异常' };

describe('the marks of an instance', () => {
  it('say by word where it is and how often it passed', () => {
    const marks = marksOfInstance({ active: ['survey'], passed: { survey: 1, review: 2, receive: 1, skipped: 0 }, taken: ['flow'], incidents: ['print'] }, WORDS);
    expect(marks).toEqual([
      { id: 'flow', kind: 'taken' },
      { id: 'review', kind: 'passed', label: '✓ ×2' },
      { id: 'receive', kind: 'passed', label: '✓' },
      { id: 'survey', kind: 'active', label: '● 办理中' },
      { id: 'print', kind: 'incident', label: '⚠ 异常' },
    ]);
    expect(kindsOf(marks)).toEqual(['active', 'passed', 'incident']);
  });

  it('are none for an instance that has none', () => {
    expect(marksOfInstance({}, WORDS)).toEqual([]);
  });
});

describe('English names', () => {
  it('take the place of the Chinese ones where there are any', () => {
    const elements = { a: { name: '勘察', $attrs: { 'gas:nameEn': 'Survey' } }, b: { name: '审核' } };
    toEnglish(elements);
    expect([elements.a.name, elements.b.name]).toEqual(['Survey', '审核']);
  });
});
