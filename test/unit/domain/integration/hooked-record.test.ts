import { beforeEach, describe, expect, test } from 'vitest';
import type { ChangeSource } from '../../../../src/contract/changes.ts';
import { hookPlans, type HooksChecked } from '../../../../src/contract/integration/hooks.ts';
import type { FailingLeg, LegsSeen } from '../../../../src/contract/integration/health.ts';
import type { TestOutcome } from '../../../../src/contract/integration/access.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { IntegrationState } from '../../../../src/domain/integration/integration-state.ts';

const START = Date.UTC(2026, 0, 1);
const HOUR = 60;
let minutes = 0;
const now = () => new Date(START + minutes * 60_000).toISOString();
const at = (minute: number) => new Date(START + minute * 60_000).toISOString();
const pacing: readonly ChangeSource[] = ['storeOrders', 'myogoOrders', 'myogoStock'];

const good: TestOutcome = { report: { ok: true, checks: [], at: now() }, store: { inventoryScope: false } };
const checked = (change: Partial<HooksChecked> = {}): HooksChecked => ({
  place: 'here',
  hooks: hookPlans.map((plan, id) => ({ ...plan, id, active: true })),
  version: 1,
  created: 0,
  reactivated: 0,
  updated: 0,
  problems: [],
  ...change,
});

/** A store whose webhooks have told of everything for half a day. */
function trusted(heedsTrouble = true): IntegrationState {
  const state = new IntegrationState({ storeHash: 'abc123' as StoreHash, now, heedsTrouble }); // a valid one
  state.connect('17', 'sealed', good, undefined);
  state.enable();
  state.hooksPlaced('here');
  state.hooksChecked(checked());
  for (let round = 0; round < 16; round += 1) {
    minutes += 40;
    for (const source of pacing)
      state.hooksSeen({
        source,
        announced: 1,
        ids: source === 'storeOrders' ? [round] : [`abc123-${round}`],
        lags: [3],
      });
  }
  state.stretchAnew();
  return state;
}
/** What the schedules are to be made, and what people read. */
const stretches = ({ schedules, status }: IntegrationState) => [schedules.stretch ?? 1, status.webhooks.stretch];

beforeEach(() => {
  minutes = 0;
});

test('webhooks that have told of everything let polls be rare', () => {
  expect(stretches(trusted())).toEqual([12, 12]);
});

describe('polls are as close as without webhooks, and status says the same,', () => {
  test('while the worker has no public address any more', () => {
    const state = trusted();
    state.hooksPlaced(undefined);
    expect(stretches(state)).toEqual([1, 1]);
    expect(state.status.webhooks.summary).toContain('Everything is polled');
  });

  test('where a new public address has not proved itself', () => {
    const state = trusted();
    state.hooksPlaced('there');
    expect(stretches(state)).toEqual([1, 1]);
    state.hooksChecked(checked({ place: 'there', updated: 11 }));
    expect(stretches(state)).toEqual([1, 1]);
    expect(state.status.webhooks.summary).toContain('webhooks go to another address since');
    minutes += 2 * HOUR;
    state.stretchAnew();
    expect(stretches(state)).toEqual([1, 1]); // nothing came by it
  });

  test('after its webhooks were taken away, and before they are made again', () => {
    const state = trusted();
    state.hooksRemoved();
    expect(stretches(state)).toEqual([1, 1]);
  });

  test.each<[string, (state: IntegrationState) => void, (state: IntegrationState) => void]>([
    ['paused', (state) => state.pause('stocktaking'), (state) => state.resume()],
    ['disabled', (state) => state.disable(), (state) => state.enable()],
    [
      'refused by a side',
      (state) =>
        state.tested({
          ...good,
          report: { ...good.report, refused: { side: 'myogo', type: 'CredentialsRejected' } },
        }),
      (state) => state.tested(good),
    ],
  ])('after it was %s: what was told meanwhile was read by nobody', (_, stop, goOn) => {
    const state = trusted();
    stop(state);
    expect(stretches(state)).toEqual([1, 1]);
    minutes += 5 * HOUR;
    const changed = minutes;
    minutes += 20;
    goOn(state);
    expect(stretches(state)).toEqual([1, 1]);
    minutes += 5;
    state.pollFound([{ source: 'storeOrders', id: 99, at: at(changed) }]);
    // That is no broken promise: trust grows again by itself, a step an hour.
    expect(state.snapshot.hooks?.trust.storeOrders).toMatchObject({ announced: 16 });
    for (const source of pacing) state.hooksSeen({ source, announced: 0, ids: ['abc123-1'], lags: [] });
    minutes += 2 * HOUR;
    state.stretchAnew();
    expect(stretches(state)).toEqual([4, 4]);
  });

  test('a change after that which no webhook told of is one', () => {
    const state = trusted();
    state.pause('stocktaking');
    minutes += HOUR;
    state.resume();
    minutes += HOUR;
    state.pollFound([{ source: 'storeOrders', id: 99, at: at(minutes - 10) }]);
    expect(state.snapshot.hooks?.trust.storeOrders).toMatchObject({ announced: 0 });
  });
});

describe('what webhooks tell nobody of is tried as often as without them', () => {
  const failing = (leg: FailingLeg['leg']): FailingLeg => ({ leg, since: at(0), type: 'Unavailable', message: 'away' });

  test.each<[string, Omit<LegsSeen, 'of'>, string]>([
    ['a leg that fails', { failing: [failing('myogoStock')] }, 'stock levels fail: they are tried again'],
    ['what a run could not do', { failing: [], triesAgain: true }, 'what a run could not do is tried again'],
  ])('%s, until it is well again', (_, seen, why) => {
    const state = trusted();
    state.legsSeen({ of: 'latest-changes', ...seen });
    expect(stretches(state)).toEqual([1, 1]);
    expect(state.status.webhooks.summary).toContain(`polled as often as without them: ${why}`);
    // A comparison that is well says nothing of that.
    state.legsSeen({ of: 'comparison', failing: [] });
    expect(stretches(state)).toEqual([1, 1]);
    state.legsSeen({ of: 'latest-changes', failing: [] });
    expect(stretches(state)).toEqual([12, 12]);
  });

  test('but a comparison that fails is a matter of its own', () => {
    const state = trusted();
    state.legsSeen({ of: 'comparison', failing: [failing('comparison')] });
    expect(stretches(state)).toEqual([12, 12]);
  });

  test('nor in a run that began with earlier code', () => {
    const state = trusted(false);
    state.legsSeen({ of: 'latest-changes', failing: [failing('myogoStock')], triesAgain: true });
    expect(stretches(state)).toEqual([12, 12]);
  });

  test('what they told of and nobody could read: a poll finds it', () => {
    const state = trusted();
    state.hooksSeen({ source: 'myogoOrders', announced: 0, lags: [], unread: true });
    expect(stretches(state)).toEqual([1, 1]);
    expect(state.status.webhooks.summary).toContain('what webhooks told of could not be read');
  });
});

describe('a silence', () => {
  const longestQuiet = (state: IntegrationState) =>
    (state.snapshot.hooks?.trust.storeOrders?.longestQuietMs ?? 0) / 60_000;
  const told = (state: IntegrationState) =>
    state.hooksSeen({ source: 'storeOrders', announced: 1, ids: [1], lags: [] });

  test('while the store stood is none of its own: it makes the next one no less odd', () => {
    const state = trusted();
    state.pause('winter');
    minutes += 500 * HOUR;
    state.resume();
    minutes += 30;
    told(state);
    expect(longestQuiet(state)).toBe(40);
    minutes += 90;
    told(state);
    expect(longestQuiet(state)).toBe(90);
  });

  test('in which a poll found what no webhook had told of is none either', () => {
    const state = trusted();
    minutes += 50 * HOUR;
    state.pollFound([{ source: 'storeOrders', id: 500, at: at(minutes - 5) }]);
    minutes += 10;
    told(state);
    expect(longestQuiet(state)).toBe(40);
  });

  test('counts in a run that began with earlier code', () => {
    const state = trusted(false);
    state.pause('winter');
    minutes += 500 * HOUR;
    state.resume();
    told(state);
    expect(longestQuiet(state)).toBe(500 * HOUR);
  });
});

describe('while a store is polled rarely', () => {
  test('a shorter or longer interval of its own changes nothing of that', () => {
    const state = trusted();
    state.patch({ every: '2h' }, 'a person');
    expect(state.schedules).toMatchObject({ every: '2h', stretch: 12 });
  });

  test('a change that a poll found in the second of its webhook is judged by nobody', () => {
    const state = trusted();
    state.pollFound([{ source: 'storeOrders', id: 500, at: now() }]);
    state.hooksSeen({ source: 'storeOrders', announced: 0, ids: [500], lags: [] });
    expect(stretches(state)).toEqual([12, 12]);
  });

  test('one word of a poll brings it back at once, with the reason', () => {
    const state = trusted();
    state.pollFound([{ source: 'storeOrders', id: 500, at: at(minutes - 5) }]);
    expect(stretches(state)).toEqual([1, 1]);
    expect(state.status.webhooks.summary).toContain('a poll found what no webhook had told of');
  });

  test('two workers of which one knows no address do not take turns', () => {
    const state = trusted();
    for (let turn = 0; turn < 5; turn += 1) {
      state.hooksPlaced(undefined);
      state.hooksPlaced('here');
    }
    expect(state.schedules.stretch ?? 1).toBe(1);
    state.hooksSeen({ source: 'storeOrders', announced: 1, ids: [900], lags: [] });
    expect(stretches(state)).toEqual([12, 12]);
  });
});

test('a store that rests asks for no timer of its webhooks', () => {
  const state = trusted();
  state.pause('winter');
  expect(state.snapshot.stretch?.until).toBeUndefined();
});

test('no worker was asked where webhooks can come to before latest changes are enabled: none is said to have no address', () => {
  const state = new IntegrationState({ storeHash: 'abc123' as StoreHash, now }); // a valid one
  state.connect('17', 'sealed', good, undefined);
  expect(state.status.webhooks.summary).toBe('No webhooks: they are made once latest changes are enabled.');
  state.enable();
  state.schedulesEnsured(state.schedules, undefined);
  state.hooksPlaced(undefined);
  expect(state.status.webhooks.summary).toContain('no public address');
  state.hooksPlaced('here');
  expect(state.status.webhooks.summary).toContain('not placed yet');
  state.disconnect();
  expect(state.status.webhooks.summary).toBe('No webhooks: the store is disconnected.');
});
