import { describe, expect, it } from 'vitest';
import type { LegsHealth } from '../../../../src/contract/integration/health.ts';
import {
  comparisonAfter,
  failingLegs,
  legAfter,
  legsAfter,
  mustTell,
} from '../../../../src/domain/changes/leg-health.ts';

const [first, second, third] = ['2026-11-28T10:00:00Z', '2026-11-28T10:05:00Z', '2026-11-28T10:10:00Z'] as const;
const down = { kind: 'failed', type: 'Unavailable', message: 'The store answers 503.' } as const;

describe('a leg', () => {
  it('fails since the first run that failed, and is good again with the first that does not', () => {
    const good = legAfter({}, { kind: 'nothing' }, first);
    const failing = legAfter(legAfter(good, down, second), down, third);
    expect(failing).toEqual({
      lastSuccess: first,
      failing: { since: second, type: 'Unavailable', message: 'The store answers 503.', runs: 2 },
    });
    expect(legAfter(failing, { kind: 'done', changes: 1 }, third)).toEqual({ lastSuccess: third });
  });

  it('keeps what it was where it was not its turn', () => {
    expect(legAfter({ lastSuccess: first }, undefined, second)).toEqual({ lastSuccess: first });
  });

  it('that a pause or a disconnect stopped in the middle of its run stands as it stood before', () => {
    const failing = legAfter({ lastSuccess: first }, down, second);
    for (const type of ['IntegrationPaused', 'IntegrationGone']) {
      const stopped = { kind: 'failed', type, message: 'The integration of abc123 is paused: stock-taking' } as const;
      expect(legAfter({ lastSuccess: first }, stopped, second)).toEqual({ lastSuccess: first });
      expect(legAfter(failing, stopped, third)).toEqual(failing);
      expect(failingLegs(legsAfter({}, { myogoStock: stopped, storeOrders: stopped }, first))).toEqual([]);
    }
  });

  it('that was left to a comparison is neither done nor failing', () => {
    const failing = legAfter({ lastSuccess: first }, down, second);
    expect(legAfter(failing, { kind: 'catching-up', why: 'too much' }, third)).toEqual({ lastSuccess: first });
  });
});

describe('a run', () => {
  it('that could not begin fails all legs, and one that may not flow fails none', () => {
    const { type, message } = down;
    const all = legsAfter({}, {}, first, { type, message });
    expect(failingLegs(all).map(({ leg }) => leg)).toEqual([
      'storeOrders',
      'myogoOrders',
      'myogoStock',
      'storeProducts',
    ]);
    for (const rests of ['IntegrationPaused', 'IntegrationGone']) {
      expect(legsAfter(all, {}, second, { type: rests, message })).toEqual(all);
    }
  });

  it('is good in its comparison where each part is', () => {
    const { type, message } = down;
    const failing = comparisonAfter({ lastSuccess: first }, [{ type, message }], second);
    expect(failing).toMatchObject({ lastSuccess: first, failing: { since: second } });
    expect(comparisonAfter(failing, [{ type: 'IntegrationPaused', message }], third)).toEqual(failing);
    expect(comparisonAfter(failing, [], third)).toEqual({ lastSuccess: third });
  });
});

it('the integration is told of a change once, and now and then of what lasts', () => {
  const failing = (runs: number, type = 'Unavailable'): LegsHealth => ({
    storeOrders: { failing: { since: first, type, message: '', runs } },
  });
  expect(mustTell({}, failing(1))).toBe(true);
  expect(mustTell(failing(1), failing(2))).toBe(false);
  expect(mustTell(failing(2), failing(3, 'Rejected'))).toBe(true);
  expect(mustTell(failing(11), failing(12))).toBe(true);
  expect(mustTell(failing(3), { storeOrders: { lastSuccess: second } })).toBe(true);
  expect(mustTell({ storeOrders: { lastSuccess: first } }, { storeOrders: { lastSuccess: second } })).toBe(false);
});
