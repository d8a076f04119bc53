import { getDefaultFormState, type RJSFSchema } from '@rjsf/utils';
import ajv from '@rjsf/validator-ajv8';
import { beforeAll, describe, expect, it } from 'vitest';

import { speakChinese } from '../testing';
import { isCreditCode, isIdCard } from './chineseFormats';
import { unanswered } from './unanswered';
import { failures, validator } from './validator';

beforeAll(speakChinese);

const survey: RJSFSchema = {
  type: 'object',
  properties: {
    feasible: { type: 'boolean', title: '具备供气条件' },
    result: { type: 'string', oneOf: [{ const: 'pass', title: '合格' }, { const: 'fail', title: '不合格' }] },
    distance: { type: 'number', minimum: 0 },
    phone: { type: 'string', format: 'phone-cn' },
    points: { type: 'array', minItems: 1, items: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] } },
  },
  required: ['feasible', 'result'],
  allOf: [{ if: { properties: { feasible: { const: true } }, required: ['feasible'] }, then: { required: ['distance'] } }],
};

function at(data: object): Record<string, string> {
  return Object.fromEntries(failures(survey, data).map(({ path, message }) => [path.join('/'), message]));
}

describe('failures', () => {
  it('names the missing field, not its parent', () => {
    expect(at({ result: 'pass' })).toEqual({ feasible: '请填写此项' });
  });

  it('follows a condition only when it holds', () => {
    expect(at({ feasible: false, result: 'pass' })).toEqual({});
    expect(at({ feasible: true, result: 'pass' })).toEqual({ distance: '请填写此项' });
  });

  it('says one sentence for a wrong choice', () => {
    expect(at({ feasible: false, result: 'maybe' })).toEqual({ result: '请从选项中选择' });
  });

  it('reaches into lists', () => {
    expect(at({ feasible: false, result: 'pass', points: [{ ok: true }, {}] })).toEqual({ 'points/1/ok': '请填写此项' });
    expect(at({ feasible: false, result: 'pass', points: [] })).toEqual({ points: '请至少添加一项' });
  });

  it('says the limit that is broken', () => {
    expect(at({ feasible: true, result: 'pass', distance: -1 })).toEqual({ distance: '不能小于 0' });
  });

  it('treats a cleared field as absent', () => {
    expect(at({ feasible: undefined, result: 'pass' })).toEqual({ feasible: '请填写此项' });
  });

  it('says which of two dates comes too early or too late', () => {
    const schema = {
      type: 'object',
      properties: {
        began_on: { type: 'string', format: 'date', title: '开始日', 'x-not-after': 'today' },
        ended_on: { type: 'string', format: 'date', title: '结束日', 'x-not-before': 'began_on' },
        taken_at: { type: 'string', format: 'date-time', title: '时间', 'x-not-before': 'began_on' },
      },
    } as RJSFSchema;
    const said = (data: object) => failures(schema, data).map(({ path, message }) => `${path.join('/')} ${message}`);
    expect(said({ began_on: '2026-03-02', ended_on: '2026-03-01' })).toEqual(['ended_on 不能早于“开始日”']);
    expect(said({ began_on: '2026-03-02', ended_on: '2026-03-02', taken_at: '2026-03-02T00:00:00+08:00' })).toEqual([]);
    expect(said({ began_on: '2999-01-01' })).toEqual(['began_on 不能晚于今天']);
    expect(said({ ended_on: '2026-03-01' })).toEqual([]);
  });

  it("prefers the form's own sentence", () => {
    const schema = { type: 'object', properties: { no: { type: 'string', pattern: '^A', 'x-message': '以 A 开头' } } } as RJSFSchema;
    expect(failures(schema, { no: 'B' }).map(({ message }) => message)).toEqual(['以 A 开头']);
  });

  it('knows Chinese phone numbers, and refuses full-width digits', () => {
    const answered = { feasible: false, result: 'pass' };
    expect(at({ ...answered, phone: '13812341234' })).toEqual({});
    expect(at({ ...answered, phone: '0551-65432100' })).toEqual({});
    expect(at({ ...answered, phone: '１３８１２３４１２３４' })).toEqual({ phone: '请填写正确的手机或座机号码' });
  });
});

describe('check digits', () => {
  it('tell a right number from a mistyped one', () => {
    expect(isCreditCode('91350100M000100Y43')).toBe(true);
    expect(isCreditCode('91350100M000100Y44')).toBe(false);
    expect(isIdCard('11010519491231002X')).toBe(true);
    expect(isIdCard('110105194912310021')).toBe(false);
  });
});

describe('the validator beside ajv', () => {
  const data = [{}, { feasible: true }, { feasible: true, result: 'pass', distance: 3 }, { feasible: false, result: 'x' }, { feasible: 'yes', result: 'pass' }];
  const plain = { ...survey, properties: { ...survey.properties, phone: { type: 'string' } } } as RJSFSchema;
  it.each(data)('agrees on %j', (one) => {
    expect(validator.isValid(plain, one, plain)).toBe(ajv.isValid(plain, one, plain));
  });
});

describe('unanswered', () => {
  const behavior = { constAsDefaults: 'never' } as const;

  it('leaves a required yes-or-no question without an answer', () => {
    const drawn = unanswered(survey);
    const state = getDefaultFormState(validator, drawn, {}, drawn, false, behavior) as Record<string, unknown>;
    expect(state.feasible).toBeUndefined();
    expect(state.result).toBeUndefined();
    expect((state.points as Record<string, unknown>[] | undefined)?.[0]?.ok).toBeUndefined();
  });

  it('is needed: RJSF alone answers "no"', () => {
    const state = getDefaultFormState(validator, survey, {}, survey, false, behavior) as Record<string, unknown>;
    expect(state.feasible).toBe(false);
  });

  it('keeps the mark and the conditions', () => {
    const drawn = unanswered(survey);
    expect(drawn.required).toEqual(['result']);
    expect(drawn.properties?.feasible).toMatchObject({ 'x-required': true });
    expect(drawn.allOf).toEqual(survey.allOf);
  });
});
