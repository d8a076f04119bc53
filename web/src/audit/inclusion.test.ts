import { describe, expect, it } from 'vitest';

import { inclusionHolds } from './inclusion';

/** The leaves of the log 一, b, c and the nodes above, as Python's hashlib tells them. */
const A = 'gAFgc8JUUitozSfIx8gf35hvUVU/as874zi2bUmzQG0=';
const B = 'V+s1YV1H807HFMrN9f10YIpejhAnJOgLJLKHwMJ7ajE=';
const C = 'WX/LMSgtNGVMIA00GPylcFxkjr8ybsc9jd7xGEH4dtg=';
const AB = 'j9PLe9hctTrPMFqnWTCksUSNfX1MESf5F6nRck/U4qw=';
const root = 'wX4Js28HkedOuJydT01SpwX7sibw8dsFcBjPVB0dGuc=';

describe('the proof of an event', () => {
  const cases = [
    { body: '一', leaf: A, index: 0, proof: [B, C] },
    { body: 'b', leaf: B, index: 1, proof: [A, C] },
    { body: 'c', leaf: C, index: 2, proof: [AB] },
  ];

  it('holds for each event of a log of three', async () => {
    for (const one of cases) expect(await inclusionHolds({ ...one, size: 3, root })).toBe(true);
    expect(await inclusionHolds({ body: null, leaf: A, index: 0, proof: [B, C], size: 3, root })).toBe(true);
  });

  it('fails for another text, place, size or root', async () => {
    const good = { body: 'b', leaf: B, index: 1, proof: [A, C], size: 3, root };
    const wrong = [{ body: 'x' }, { index: 0 }, { index: 2 }, { size: 2 }, { root: A }, { proof: [A] }, { proof: [] }];
    for (const change of wrong) expect(await inclusionHolds({ ...good, ...change })).toBe(false);
  });
});
