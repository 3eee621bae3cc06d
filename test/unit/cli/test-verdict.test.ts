import { expect, it } from 'vitest';
import { Output } from '../../../src/cli/output.ts';
import { showReport } from '../../../src/cli/show/integration.ts';
import type { Check, TestReport } from '../../../src/contract/integration/access.ts';
import { hearOutput } from '../../support/hear-output.ts';

const check = (side: Check['side'], ok: boolean): Check => ({
  side,
  capability: 'Orders: read',
  purpose: 'to read orders',
  needed: 'required',
  ok,
});

it.each<[string, Partial<TestReport>, string]>([
  ['all is there', { ok: true, checks: [check('myogo', true)] }, 'Nothing that is required is missing.'],
  ['something is missing', { ok: false, checks: [check('myogo', false)] }, 'Something that is required is missing.'],
  [
    'a side is away',
    { ok: false, checks: [check('myogo', true), check('bigcommerce', false)], unreachable: ['bigcommerce'] },
    'BigCommerce could not be asked now: test again later; nothing else that is required is missing.',
  ],
  [
    'one is away and the other lacks something',
    { ok: false, checks: [check('myogo', false), check('bigcommerce', false)], unreachable: ['bigcommerce'] },
    'BigCommerce could not be asked now: test again later; something that is required is missing on the other side.',
  ],
])('the last line of a test where %s', async (_when, report, words) => {
  const { said, end } = hearOutput();
  try {
    const out = new Output({ json: false, noColor: true });
    const whole = { at: '2026-11-28T12:00:00.000Z', ok: false, checks: [], ...report };
    await out.result(whole, (each) => showReport(out, each));
  } finally {
    end();
  }
  expect(said.out.trimEnd().split('\n').at(-1)).toBe(words);
});
