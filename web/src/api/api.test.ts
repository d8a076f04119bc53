import { beforeAll, describe, expect, it } from 'vitest';

import { safeNext } from '../login/safeNext';
import { speakChinese } from '../testing';
import { refusalFrom, withParams } from './client';
import { submissionKeys } from './idempotency';
import { isRefusal } from './Refusal';

beforeAll(speakChinese);

describe('a refusal', () => {
  it('carries the code, the sentence and the fields of a problem', () => {
    const body = { status: 409, code: 'already_claimed', detail: '李四已领取。', extra: { by: { username: 'li' } } };
    const refusal = refusalFrom(409, JSON.stringify(body));
    expect(refusal).toMatchObject({ code: 'already_claimed', status: 409, message: '李四已领取。', extra: body.extra });
    expect(isRefusal(refusal, 'already_claimed')).toBe(true);
    expect(isRefusal(refusal, 'not_open')).toBe(false);
  });

  it("has a sentence even for a proxy's page", () => {
    expect(refusalFrom(502, '<html>')).toMatchObject({ code: 'server_error', message: '服务器没有正常回答（502）。请稍后重试。' });
  });
});

describe('idempotency keys', () => {
  it('stay for a retry and change with the body', () => {
    const keyFor = submissionKeys();
    const first = keyFor({ a: 1 });
    expect(keyFor({ a: 1 })).toBe(first);
    const second = keyFor({ a: 2 });
    expect(second).not.toBe(first);
    expect(keyFor({ a: 1 })).not.toBe(first);
  });
});

describe('paths', () => {
  it('carry only the parameters that say something', () => {
    expect(withParams('/x/', { q: '', a: 1, b: null, c: undefined, d: false })).toBe('/x/?a=1&d=false');
  });

  it('after a log-in stay on this site', () => {
    expect(safeNext('/i/5?tab=data')).toBe('/i/5?tab=data');
    for (const bad of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example', '/login?next=/x']) {
      expect(safeNext(bad)).toBe('/inbox');
    }
  });
});
