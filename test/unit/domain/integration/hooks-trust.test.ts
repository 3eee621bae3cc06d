import { describe, expect, test } from 'vitest';
import {
  hookPlans,
  type FoundChange,
  type HooksChecked,
  type HooksKept,
  type PlacedHook,
} from '../../../../src/contract/integration/hooks.ts';
import { afterCheck, afterHooks, afterPoll } from '../../../../src/domain/integration/hooks/hooks-trust.ts';
import { webhooksView } from '../../../../src/domain/integration/hooks/webhooks-view.ts';

const start = Date.parse('2026-11-01T00:00:00Z');
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
const hooks: readonly PlacedHook[] = hookPlans.map((plan, id) => ({ ...plan, id, active: true }));
const checked = { place: 'here', hooks, version: 1, created: 0, reactivated: 0, updated: 0, problems: [] };
/** The same, but for the hooks of a type. */
const but = (of: string, change: Partial<PlacedHook>) =>
  hooks.map((hook) => (hook.of === of ? { ...hook, ...change } : hook));
const placed = afterCheck(undefined, checked, at(0));
const told = (kept: HooksKept, minutes: number, ids: readonly number[], announced = ids.length) =>
  afterHooks(kept, { source: 'storeOrders', announced, ids, lags: ids.map(() => 3) }, at(minutes));
const found = (change: Partial<FoundChange> & { at: string }): FoundChange => ({
  source: 'storeOrders',
  id: 1,
  ...change,
});

describe('what a poll found', () => {
  const trusted = told(placed, 10, [1, 2, 3]);

  test('that a hook had told of takes nothing away, whichever process had read it', () => {
    const after = afterPoll(trusted, [found({ at: at(9.9) })], { now: at(60) });
    expect(after.trust.storeOrders).toMatchObject({ announced: 3 });
  });

  test('that hooks had told of, and nobody could read, is no broken promise of theirs', () => {
    const unread = { announced: 0, lags: [], unread: true } as const;
    const byId = afterHooks(trusted, { source: 'storeOrders', ids: [4], ...unread }, at(25));
    const byList = afterHooks(trusted, { source: 'storeOrders', since: at(20), ...unread }, at(25));
    for (const kept of [byId, byList]) {
      expect(kept.trust.storeOrders).toMatchObject({
        announced: 0,
        doubt: `what webhooks told of could not be read (${at(25)})`,
      });
      const after = afterPoll(kept, [found({ id: 4, at: at(19.9) })], { now: at(30) });
      expect(after.trust.storeOrders?.doubt).toContain('could not be read');
      expect(after.isDoubted).toBeUndefined();
    }
  });

  test('that no hook had told of ends all trust at once, and says so', () => {
    const after = afterPoll(trusted, [found({ id: 4, at: at(20) })], { now: at(25) });
    expect(after.trust.storeOrders).toMatchObject({
      announced: 0,
      since: at(25),
      doubt: `a poll found what no webhook had told of (${at(25)})`,
    });
  });

  test('that changed once more after the hook is news that was not told of', () => {
    expect(afterPoll(trusted, [found({ at: at(20) })], { now: at(25) }).trust.storeOrders?.announced).toBe(0);
  });

  test('a moment after the change is judged by no one: the hint may be on its way', () => {
    expect(afterPoll(trusted, [found({ id: 4, at: at(20) })], { now: at(20.5) })).toEqual(trusted);
  });

  test('of a level was announced by a delivery about levels shortly after', () => {
    const stock = afterHooks(placed, { source: 'myogoStock', announced: 0, lags: [] }, at(10));
    const level = { source: 'myogoStock', at: at(9.9) } as const;
    expect(afterPoll(stock, [level], { now: at(10.1) }).trust.myogoStock).toMatchObject({
      announced: 1,
      lags: [[at(10.1), 12, false]],
    });
    expect(afterPoll(stock, [{ ...level, at: at(30) }], { now: at(35) }).trust.myogoStock).toMatchObject({
      announced: 0,
    });
  });

  test('of many levels at once counts once: one delivery told of them all, or of one', () => {
    const stock = afterHooks(placed, { source: 'myogoStock', announced: 0, lags: [] }, at(10));
    const levels = Array.from({ length: 20 }, () => ({ source: 'myogoStock', at: at(9.9) }) as const);
    expect(afterPoll(stock, levels, { now: at(10.1) }).trust.myogoStock).toMatchObject({ announced: 1 });
  });

  test('of a level long before its delivery was read had been told of, where that had to wait', () => {
    const seen = { source: 'myogoStock', announced: 0, lags: [] } as const;
    const level = { source: 'myogoStock', at: at(1) } as const;
    // The workers were away for 20 minutes.
    const waited = afterHooks(placed, { ...seen, since: at(1) }, at(21));
    expect(afterPoll(waited, [level], { now: at(21.1) }).trust.myogoStock).toMatchObject({ announced: 1 });
    const late = afterHooks(placed, seen, at(21));
    expect(afterPoll(late, [level], { now: at(21.1) }).trust.myogoStock).toMatchObject({ announced: 0 });
  });

  test('of a kind that no hook tells of is no broken promise', () => {
    const after = afterPoll(trusted, [found({ id: 4, at: at(20), silent: true })], { now: at(25) });
    expect(after.trust.storeOrders).toMatchObject({ announced: 3, silentAt: at(25) });
  });
});

test('a flood has the source polled as often as without webhooks, and what polls find of it is no broken promise', () => {
  const trusted = told(placed, 10, [1, 2, 3]);
  const seen = { source: 'storeOrders', announced: 40, lags: [], since: at(15), flooded: true } as const;
  const flooded = afterHooks(trusted, seen, at(20));
  const doubt = `more webhooks come than are read one by one (${at(20)})`;
  expect(flooded.trust.storeOrders).toMatchObject({ announced: 0, since: at(20), doubt, floodedAt: at(20) });
  expect(webhooksView(flooded, 'here', { stretch: 1 }, start + 21 * 60_000).sources[0]).toMatchObject({
    stretch: 1,
    why: doubt,
  });
  // Told of meanwhile, and not read yet.
  expect(afterPoll(flooded, [found({ id: 9, at: at(40) })], { now: at(45) }).trust.storeOrders).toMatchObject({
    doubt,
  });
  // The flood is over long ago.
  expect(afterPoll(flooded, [found({ id: 9, at: at(200) })], { now: at(205) }).trust.storeOrders).toMatchObject({
    doubt: `a poll found what no webhook had told of (${at(205)})`,
  });
});

test('a list that was read because of a delivery without ids counts once, whatever it showed', () => {
  const after = afterHooks(placed, { source: 'storeOrders', announced: 40, lags: [] }, at(10));
  expect(after.trust.storeOrders).toMatchObject({ announced: 1 });
});

describe('a check of the hooks', () => {
  const trusted = told(placed, 10, [1, 2, 3]);

  test('that finds all as it was changes no trust', () => {
    expect(afterCheck(trusted, checked, at(60)).trust).toEqual(trusted.trust);
  });

  test.each([
    [{ reactivated: 1 }, 'a webhook had been switched off'],
    [{ hooks: but('store/order/updated', { active: false }), problems: ['no'] }, 'a webhook could not be placed'],
    [{ hooks: hooks.filter(({ topic }) => topic !== 'orders'), problems: ['no'] }, 'a webhook could not be placed'],
    [{ hooks: but('store/order/created', { id: 77 }), created: 1 }, 'a webhook had been deleted'],
    [{ place: 'there', updated: 11 }, `webhooks go to another address since ${at(60)}`],
    [{ blocked: 'BigCommerce has stopped delivering' }, 'BigCommerce has stopped delivering'],
  ])('that found %j ends it', (change, doubt) => {
    expect(afterCheck(trusted, { ...checked, ...change }, at(60)).trust.storeOrders).toMatchObject({
      announced: 0,
      doubt,
    });
  });

  test.each([
    ['of another source', { hooks: but('store/product/updated', { active: false }), problems: ['no'] }],
    ['of another side', { hooks: but('OrderShipped', { active: false }), problems: ['no'] }],
    [
      'that other credentials see anew',
      { hooks: hooks.map((hook) => ({ ...hook, id: `new ${hook.of}` })), version: 2 },
    ],
  ])('that found one off %s takes nothing from this one', (_, change) => {
    expect(afterCheck(trusted, { ...checked, ...change }, at(60)).trust).toEqual(trusted.trust);
  });

  test('knows which secret may still be in use', () => {
    const rotated = { ...checked, version: 2 };
    expect(afterCheck(placed, rotated, at(1)).oldestSecret).toBe(2);
    expect(afterCheck(placed, { ...rotated, problems: ['no'] }, at(1)).oldestSecret).toBe(1);
  });
});

describe('status', () => {
  test('shows what hooks told of and what polls found, and how soon', () => {
    let kept = placed;
    for (let minute = 10; minute < 20; minute += 1) kept = told(kept, minute, [minute]);
    kept = afterPoll(kept, [found({ id: 99, at: at(20) })], { now: at(25) });
    expect(webhooksView(kept, 'here', { stretch: 1 }, start + 30 * 60_000).sources).toEqual([
      {
        source: 'storeOrders',
        announced: 10,
        polled: 1,
        lagP50: 3,
        lagP95: 300,
        lastDelivery: at(19),
        stretch: 1,
        why: `a poll found what no webhook had told of (${at(25)})`,
      },
    ]);
  });

  test('says where there are none, and that everything is polled', () => {
    expect(webhooksView(undefined, undefined, { stretch: 1 }, start)).toMatchObject({
      hooks: 0,
      stretch: 1,
      summary: expect.stringContaining('Everything is polled') as string,
    });
  });

  test('keeps what a run may carry on', () => {
    let kept = placed;
    for (let minute = 0; minute < 1_000; minute += 1)
      kept = told(
        kept,
        minute,
        Array.from({ length: 50 }, (_, id) => id),
      );
    expect(JSON.stringify(kept).length).toBeLessThan(20_000);
  });
});

describe('the secrets that are still to be taken', () => {
  const of = (kept: HooksKept | undefined, change: Partial<HooksChecked>) => {
    const { oldestSecret, oldestSecrets } = afterCheck(kept, { ...checked, ...change }, at(1));
    return { oldestSecret, ...oldestSecrets };
  };

  test('of each side are those of its own hooks: what one refuses keeps no secret of the other', () => {
    const refused = afterCheck(placed, { ...checked, version: 2, problems: ['myOGO: no'], outdated: ['myogo'] }, at(1));
    const { oldestSecret, oldestSecrets } = refused;
    expect([oldestSecret, oldestSecrets]).toEqual([1, { bigcommerce: 2, myogo: 1 }]);
    expect(of(refused, { version: 3, problems: ['myOGO: no'], outdated: ['myogo'] })).toEqual({
      ...{ oldestSecret: 1, bigcommerce: 3, myogo: 1 },
    });
    expect(of(refused, { version: 3, outdated: [] })).toEqual({ oldestSecret: 3, bigcommerce: 3, myogo: 3 });
  });

  test('are all where a hook of an earlier integration keeps what it carries', () => {
    expect(of(undefined, { version: 4, problems: ['no'], outdated: ['bigcommerce'] })).toEqual({
      ...{ oldestSecret: 1, bigcommerce: 1, myogo: 4 },
    });
  });

  test('are as before where a worker of before has looked', () => {
    expect(of(placed, { version: 2, problems: ['no'] })).toEqual({ oldestSecret: 1 });
    expect(of(placed, { version: 2 })).toEqual({ oldestSecret: 2 });
  });
});

describe('what status counts of the last day', () => {
  const seen = (kept: HooksKept, minutes: number) =>
    webhooksView(kept, 'here', { stretch: 1 }, Date.parse(at(minutes))).sources.map(
      ({ source, announced, polled }) => [source, announced, polled] as const,
    );

  test('is all that was told of and found, however much, lists among it', () => {
    let kept = placed;
    for (let round = 0; round < 60; round += 1) kept = told(kept, round, [round * 2, round * 2 + 1]);
    kept = afterHooks(kept, { source: 'storeProducts', announced: 7, lags: [] }, at(61));
    kept = afterPoll(kept, [found({ id: 999, at: at(55) })], { now: at(65) });
    expect(seen(kept, 70)).toEqual([
      ['storeOrders', 120, 1],
      ['storeProducts', 7, 0],
    ]);
    expect(seen(kept, 70 + 25 * 60)).toEqual([
      ['storeOrders', 0, 0],
      ['storeProducts', 0, 0],
    ]);
  });

  test('is the latest hundred of what a run of before kept', () => {
    const kept = told(placed, 1, [1, 2]);
    const { hours, ...before } = kept.trust.storeOrders ?? {};
    expect(hours).toEqual([[at(0), 2, 0]]);
    const old = { ...kept, trust: { storeOrders: before as NonNullable<typeof kept.trust.storeOrders> } };
    expect(seen(old, 10)).toEqual([['storeOrders', 2, 0]]);
  });
});
