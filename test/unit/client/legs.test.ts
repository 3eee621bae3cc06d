import { describe, expect, it } from 'vitest';
import { healthOf, refusedLegs, withoutAnswered, type LegStatus } from '../../../src/client/integration/legs.ts';
import type { TestReport } from '../../../src/contract/integration/access.ts';
import { afterTest } from '../../../src/domain/integration/after-test.ts';
import type { IntegrationSnapshot } from '../../../src/domain/integration/integration-snapshot.ts';

const good: TestReport = { ok: true, checks: [], at: '2026-11-28T12:00:00.000Z' };
const failing = (type: string): LegStatus => ({
  leg: 'storeOrders',
  state: 'failing',
  lastSuccess: '2026-11-28T10:00:00.000Z',
  failing: { since: '2026-11-28T11:00:00.000Z', type, message: 'no' },
});

describe('legs that failed by refused credentials', () => {
  it('do not fail any more once a test is good, and are good with their next run', () => {
    const legs = [failing('CredentialsRejected'), failing('Unavailable')];
    const before = '2026-11-28T11:59:00.000Z';
    expect(withoutAnswered(legs, { lastTest: good, lastRunAt: before })).toEqual([
      { leg: 'storeOrders', state: 'not-yet', lastSuccess: '2026-11-28T10:00:00.000Z' },
      failing('Unavailable'),
    ]);
    // A run that came after it is believed, and so is a test that was not good.
    expect(withoutAnswered(legs, { lastTest: good, lastRunAt: '2026-11-28T12:01:00.000Z' })).toEqual(legs);
    expect(withoutAnswered(legs, { lastTest: { ...good, ok: false }, lastRunAt: before })).toEqual(legs);
  });

  it('are forgotten by the integration with the test that opens it, and others are not', () => {
    const of = (type: string) => ({ leg: 'storeOrders' as const, since: good.at, type, message: 'no' });
    const snapshot = {
      refusedBy: 'bigcommerce',
      missingCapabilities: [],
      failing: [of('CredentialsRejected'), of('Unavailable')],
    } as unknown as IntegrationSnapshot; // what a test looks at
    expect(afterTest(snapshot, { report: good, store: undefined })).toMatchObject({
      opens: true,
      change: { failing: [of('Unavailable')] },
    });
    const still = { ...good, ok: false, refused: { side: 'bigcommerce', type: 'CredentialsRejected' } } as const;
    expect(afterTest(snapshot, { report: still, store: undefined }).change).not.toHaveProperty('failing');
  });

  it('fail all together while the credentials are refused, whatever each last run says', () => {
    const resting: LegStatus = { leg: 'myogoStock', state: 'resting', lastSuccess: good.at, why: 'refused' };
    const legs = refusedLegs([resting], { since: good.at, summary: 'Needs new credentials.' });
    expect(healthOf(legs)).toBe('failing');
    expect(legs).toMatchObject([{ leg: 'myogoStock', lastSuccess: good.at, failing: { type: 'CredentialsRejected' } }]);
  });
});
