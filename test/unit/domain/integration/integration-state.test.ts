import { beforeEach, describe, expect, test } from 'vitest';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { EarlierIntegration } from '../../../../src/contract/integration.ts';
import type { AccessReport, TestOutcome } from '../../../../src/contract/integration/access.ts';
import type { DueReport } from '../../../../src/contract/integration/questions.ts';
import { checkMessage } from '../../../../src/contract/schemas/check-message.ts';
import { connectRequest } from '../../../../src/contract/schemas/integration.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { WorkflowType } from '../../../../src/contract/temporal.ts';
import { attentionOf } from '../../../../src/domain/integration/attention.ts';
import { IntegrationState } from '../../../../src/domain/integration/integration-state.ts';

const storeHash = 'abc123' as StoreHash; // a valid one
const START = Date.UTC(2026, 0, 1);
let tick = 0;
const now = () => new Date(START + tick * 60_000).toISOString();
const minute = (minutes: number) => new Date(START + minutes * 60_000).toISOString();

const good: TestOutcome = { report: { ok: true, checks: [], at: minute(0) }, store: { inventoryScope: false } };
const refusedBy = (side: 'bigcommerce' | 'myogo'): TestOutcome => ({
  report: { ok: false, checks: [], at: minute(0), refused: { side, type: 'CredentialsRejected' } },
  store: undefined,
});
const without = (capability: string): TestOutcome => ({
  report: {
    ok: false,
    at: minute(0),
    checks: [{ side: 'bigcommerce', capability, needed: 'required', purpose: 'a test', ok: false }],
  },
  store: undefined,
});

const open = (continues?: EarlierIntegration) => new IntegrationState({ storeHash, now, continues });
const connected = (continues?: EarlierIntegration, merchantId = '17') => {
  const state = open(continues);
  state.connect(merchantId, 'sealed', good, undefined);
  return state;
};

beforeEach(() => {
  tick = 0;
});

describe('connecting again', () => {
  const earlier: EarlierIntegration = {
    merchantId: '17',
    endedAt: minute(5),
    live: true,
    settings: { ...defaultSettings(minute(1)), stockBuffer: 3 },
    links: [{ method: 'DHL*', code: 'DHL' }],
    versions: { credentials: 4, links: 7, settings: 9 },
  };

  test('to the same merchant goes on with everything, by versions that go on counting', () => {
    tick = 60;
    const state = connected(earlier);
    expect(state.snapshot).toMatchObject({
      settings: earlier.settings,
      links: earlier.links,
      linksVersion: 8,
      settingsVersion: 10,
      credentials: { version: 5 },
    });
    expect([...state.release].sort()).toEqual(['integration-gone', 'integration-paused', 'scope-missing']);
    expect(state.mustLookForGoods).toBe(true);
  });

  test('is with its merchant since another one’s integration ended, however often it comes again', () => {
    const first = connected({ ...earlier, merchantId: '16' });
    expect(first.status.merchantSince).toBe(earlier.endedAt);
    const left = first.leaves();
    expect(left).toMatchObject({ merchantId: '17', merchantSince: earlier.endedAt });
    expect(connected(left).status.merchantSince).toBe(earlier.endedAt);
    expect(connected(left, '18').status.merchantSince).toBe(left?.endedAt);
    expect(connected(earlier).status).not.toHaveProperty('merchantSince');
  });

  test('to another merchant takes nothing that the first one may have', () => {
    tick = 60;
    const state = connected(earlier, '18');
    const { settings, links, settingsChanges } = state.snapshot;
    expect(settings).toEqual({ ...defaultSettings(minute(60)), ordersFrom: earlier.endedAt });
    expect(links).toEqual([]);
    expect(settingsChanges).toMatchObject([{ by: 'connect', fields: ['ordersFrom'] }]);
    expect(state.mustLookForGoods).toBe(false);
  });

  test('for the first time begins with the time of connecting, and releases nothing', () => {
    tick = 60;
    const state = connected();
    expect(state.snapshot.settings).toEqual(defaultSettings(minute(60)));
    expect([...state.release]).toEqual([]);
  });

  test('with a token that is refused is connected all the same, and says what is missing', () => {
    const state = open();
    state.connect('17', 'sealed', refusedBy('bigcommerce'), undefined);
    expect(state.status).toMatchObject({
      stage: 'needs-credentials',
      summary: expect.stringContaining('BigCommerce refuses the credentials') as string,
    });
  });

  test('that never came about leaves what there was to leave', () => {
    expect(open(earlier).leaves()).toEqual(earlier);
    expect(open().leaves()).toBeUndefined();
  });

  test('leaves what it was at its end, and no credentials', () => {
    const state = connected(earlier);
    state.enable();
    tick = 90;
    state.disconnect();
    tick = 120;
    expect(state.leaves()).toEqual({
      ...earlier,
      enabled: true,
      endedAt: minute(90),
      versions: { credentials: 5, links: 8, settings: 10 },
    });
    expect(JSON.stringify([state.leaves(), state.snapshot])).not.toContain('sealed');
  });
});

describe('the circuit', () => {
  const report = (credentialsVersion: number): AccessReport => ({
    side: 'bigcommerce',
    type: 'CredentialsRejected',
    credentialsVersion,
  });

  test('takes no refusal of older credentials', () => {
    const state = connected();
    state.rotate('sealed anew', good);
    state.takeAccessReport(report(1));
    expect(state.unconfirmed).toBeUndefined();
    state.takeAccessReport(report(2));
    expect(state.unconfirmed).toEqual(report(2));
    expect(state.stage).toBe('awaiting-goods');
  });

  test.each([
    ['bigcommerce' as const, 'BigCommerce refuses the credentials'],
    ['myogo' as const, 'myOGO refuses the credentials'],
  ])('is closed by a test that %s refuses, and opened by one that it does not', (side, reason) => {
    const state = connected();
    state.enable();
    state.tested(refusedBy(side));
    expect(state.stage).toBe('needs-credentials');
    expect(state.closed).toEqual({ by: 'circuit', reason });
    expect(state.schedules).toMatchObject({ running: false, why: reason });
    expect([...state.release]).toEqual([]);
    state.rotate('sealed anew', good);
    expect(state.stage).toBe('live');
    expect(state.schedules).toMatchObject({ running: true });
    expect([...state.release].sort()).toEqual(['integration-gone', 'integration-paused', 'scope-missing']);
  });

  test('stays open where one permission is missing; who needs it is released when it is given', () => {
    const state = connected();
    state.enable();
    state.tested(without('Orders: modify'));
    expect(state.stage).toBe('live');
    expect(state.status.missingCapabilities).toEqual(['Orders: modify']);
    expect([...state.release]).toEqual([]);
    state.tested(good);
    expect([...state.release]).toContain('scope-missing');
  });

  test('that lacks a required permission needs a person before any run has missed it, and keeps since when', () => {
    const state = connected();
    state.enable();
    state.tested(without('Orders: modify'));
    const since = state.snapshot.missingRequired?.[0]?.since;
    const again = without('Orders: modify');
    state.tested({ ...again, report: { ...again.report, at: minute(60) } });
    const leg = { leg: 'storeOrders', since, type: 'ScopeMissing', message: expect.stringContaining('Orders: modify') };
    expect(state.status).toMatchObject({
      failing: [leg],
      summary: expect.stringContaining('Orders: modify') as string,
    });
    expect(state.attention.failing).toMatchObject([leg]);
    expect([attentionOf(state.attention), attentionOf(state.attentionOfRuns)]).toEqual(['failing', undefined]);
    state.pause('stock-taking');
    expect(attentionOf(state.attention)).toBeUndefined();
    state.resume();
    state.tested(good);
    expect(attentionOf(state.attention)).toBeUndefined();
  });

  test('that lacks a recommended permission works by what takes its place: it needs nobody', () => {
    const state = connected();
    const [check] = without('Store Inventory: read').report.checks;
    if (check === undefined) throw new Error('no check');
    const report = { ...good.report, checks: [{ ...check, needed: 'recommended' as const }] };
    state.tested({ ...good, report });
    expect([state.status.missingCapabilities, state.status.failing]).toEqual([['Store Inventory: read'], undefined]);
  });

  test('a pause outlasts a rotation, and says who and why', () => {
    const state = connected();
    state.enable();
    state.pause('stocktaking', 'Ada');
    state.tested(refusedBy('bigcommerce'));
    state.rotate('sealed anew', good);
    expect(state.stage).toBe('paused');
    expect(state.status).toMatchObject({
      summary: 'Paused by Ada: stocktaking',
      paused: { reason: 'stocktaking', by: 'Ada' },
    });
    state.resume();
    expect(state.stage).toBe('live');
  });
});

describe('goods', () => {
  test('switch latest changes on', () => {
    const state = connected();
    state.goodsHaveArrived();
    expect(state.stage).toBe('live');
  });

  test('only say that it is time, where a person wants to switch', () => {
    const state = connected();
    state.patch({ enableLatestChanges: 'by-hand' }, 'Ada');
    state.goodsHaveArrived();
    expect(state.status).toMatchObject({
      stage: 'awaiting-goods',
      summary: 'Goods are in stock: it is time to enable latest changes.',
      latestChanges: { wanted: false, running: false },
    });
  });
});

describe('a change', () => {
  test.each([
    [{ createMissingProducts: true }, ['product-not-in-myogo']],
    [{ ordersEditable: true }, ['changed-after-hand-over']],
    [{ stockBuffer: 2 }, []],
    [{ createMissingProducts: false }, []],
  ])('of settings %j releases %j', (patch, reasons) => {
    const state = connected();
    state.patch(patch, 'Ada');
    expect([...state.release]).toEqual(reasons);
  });

  test('of links releases what no link fitted', () => {
    const state = connected();
    state.setLinks([{ method: '*', code: 'A' }]);
    expect([...state.release]).toEqual([
      'shipping-method-not-linked',
      'ambiguous-link',
      'shipping-code-refused',
      'pickup-point-missing',
      'address-incomplete',
    ]);
  });
});

describe('a question', () => {
  const asked = (part: Partial<DueReport> = {}): DueReport => ({ kind: 'stock-brake', due: ['A'], over: [], ...part });
  const firstId = (state: IntegrationState): string => state.snapshot.questions[0]?.id ?? '';

  test('is asked once, whoever finds its items, and lets go of them with their reason', () => {
    const state = connected();
    state.reportDue(asked());
    const { revision } = state;
    state.reportDue(asked());
    expect(state.revision).toBe(revision);
    state.reportDue(asked({ due: ['B'] }));
    expect(state.status.questions).toMatchObject([{ items: ['A', 'B'], count: 2 }]);
    state.reportDue(asked({ due: [], over: ['A', 'B'] }));
    expect(state.status.questions).toEqual([]);
  });

  test.each([
    ['a first import', asked({ kind: 'first-import' }), 'compare-orders'],
    ['zeros of a full comparison', asked({ askedBy: WorkflowType.reconcile }), 'compare-stock'],
    ['zeros of latest changes', asked({ askedBy: WorkflowType.latestChanges }), 'latest-changes'],
  ])('about %s starts its run when it is approved, once', (_, question, begins) => {
    const state = connected();
    state.reportDue(question);
    const id = firstId(state);
    expect(state.answer(id, 'approve', 'Ada')).toMatchObject({ answer: { decision: 'approve', by: 'Ada' } });
    expect([...state.begin]).toEqual([begins]);
    state.begin.clear();
    const earlier = state.status.questions[0]?.answer;
    expect(state.answer(id, 'approve', 'Bob')).toMatchObject({ answer: { by: 'Ada' }, earlier });
    expect([...state.begin]).toEqual([]);
    expect(state.answer(id, 'refuse', 'Bob')).toMatchObject({ answer: { decision: 'refuse', by: 'Bob' }, earlier });
  });

  test('that is refused starts nothing; a first import then begins with the time of the question', () => {
    const state = connected();
    tick = 30;
    state.reportDue(asked({ kind: 'first-import', due: ['100'] }));
    tick = 60;
    state.answer(firstId(state), 'refuse');
    expect([...state.begin]).toEqual([]);
    expect(state.snapshot.settings.ordersFrom).toBe(minute(30));
  });

  test('that nobody asked, or that was withdrawn, has no answer', () => {
    expect(connected().answer('stock-brake-none', 'approve')).toBeUndefined();
    const state = connected();
    state.reportDue(asked());
    const id = firstId(state);
    state.reportDue(asked({ due: [], over: ['A'] }));
    expect(state.answer(id, 'approve')).toBeUndefined();
    expect([...state.begin]).toEqual([]);
  });

  test('of a first import is known to every run, with the time before which orders wait', () => {
    const state = connected();
    expect(state.connection).not.toHaveProperty('importWaitsBefore');
    tick = 30;
    state.reportDue(asked({ kind: 'first-import', due: ['100'] }));
    expect(state.connection).toMatchObject({ importAsked: true, importWaitsBefore: minute(30) });
    state.answer(firstId(state), 'approve');
    expect(state.connection).not.toHaveProperty('importWaitsBefore');
    expect(state.connection.importAsked).toBe(true);
  });
});

describe('a person’s word', () => {
  const earlier = (part: Partial<EarlierIntegration>): EarlierIntegration => ({
    merchantId: '17',
    endedAt: minute(5),
    live: true,
    enabled: true,
    settings: defaultSettings(minute(1)),
    links: [],
    versions: { credentials: 4, links: 7, settings: 9 },
    ...part,
  });

  test('that refuses zeros outlasts the connection, with who and when; with another merchant it is about other goods', () => {
    const state = connected();
    const due = (skus: readonly string[], kind: 'stock-brake' | 'first-import' = 'stock-brake'): void =>
      state.reportDue({ kind, due: skus, over: [] });
    due(['MUG', 'PAN']);
    state.answer(state.snapshot.questions[0]?.id ?? '', 'refuse', 'Ada');
    const refused = state.snapshot.questions;
    due(['CUP']);
    due(['100'], 'first-import');
    state.disconnect();
    const continues = state.leaves();
    expect(checkMessage(connectRequest, { merchantId: '17', sealed: 'v1.a.b', continues }).ok).toBe(true);
    const again = connected(continues);
    expect(again.snapshot.questions).toEqual(refused);
    expect(again.connection.zerosAsked).toBe(true);
    expect(connected(continues, '18').snapshot.questions).toEqual([]);
    // What is copied while nobody disconnects is no longer for it.
    expect(state.copy.kept).not.toHaveProperty('refused');
  });

  test('that disables outlasts goods, products and anything but a person’s enabling', () => {
    const state = connected();
    state.enable();
    state.disable('Ada');
    state.goodsHaveArrived();
    const since = state.status.disabled?.at ?? '';
    expect(since).toMatch(/^\d{4}-.*Z$/);
    expect(state.status).toMatchObject({
      stage: 'live',
      disabled: { by: 'Ada', at: since },
      latestChanges: { wanted: false, allowed: false, why: `latest changes are disabled by a person (Ada, ${since})` },
    });
    state.enable();
    expect(state.status).not.toHaveProperty('disabled');
    expect(state.status.latestChanges.wanted).toBe(true);
    expect(state.leaves()).not.toHaveProperty('disabled');
  });

  test('that disables once more leaves the first one standing, with its name and time', () => {
    const state = connected();
    state.enable();
    tick = 30;
    state.disable('Ada');
    tick = 60;
    state.disable('Bob');
    expect(state.status.disabled).toEqual({ by: 'Ada', at: minute(30) });
  });

  test('that pauses once more is kept beside the first one, and the resume ends both', () => {
    const state = connected();
    tick = 30;
    state.pause('stocktaking', 'Ada');
    tick = 60;
    state.pause('moving', 'Bob');
    state.pause('moving', 'Bob');
    expect(state.status).toMatchObject({
      stage: 'paused',
      summary: `Paused by Ada: stocktaking; also by Bob, since ${minute(60)}: moving`,
      paused: {
        reason: 'stocktaking',
        by: 'Ada',
        at: minute(30),
        also: [{ reason: 'moving', by: 'Bob', at: minute(60) }],
      },
    });
    state.resume();
    expect(state.status).not.toHaveProperty('paused');
  });

  test('that paused after somebody looked outlasts the resume that they wanted', () => {
    const state = connected();
    tick = 30;
    state.pause('stocktaking', 'Ada');
    const seen = state.snapshot;
    tick = 60;
    state.pause('moving', 'Bob');
    state.resume(seen);
    expect(state.status.paused).toEqual({ reason: 'moving', by: 'Bob', at: minute(60) });
    const before = connected();
    const unpaused = before.snapshot;
    before.pause('moving', 'Bob');
    before.resume(unpaused);
    expect(before.stage).toBe('paused');
  });

  test('that disables before the first goods keeps them from enabling', () => {
    const state = connected();
    state.disable();
    state.goodsHaveArrived();
    expect(state.status).toMatchObject({ stage: 'awaiting-goods', latestChanges: { wanted: false } });
  });

  test.each(['17', '18'])('outlasts connecting again, to merchant %s', (merchantId) => {
    const state = connected(
      earlier({ disabled: { at: minute(2) }, paused: { reason: 'stocktaking', at: minute(3) } }),
      merchantId,
    );
    expect(state.stage).toBe('paused');
    expect(state.mustLookForGoods).toBe(false);
    state.goodsHaveArrived();
    state.resume();
    expect(state.status.latestChanges).toMatchObject({ wanted: false });
  });

  test('that paused keeps goods from being looked for until it is taken back, and not for good', () => {
    const state = connected(earlier({ paused: { reason: 'stocktaking', at: minute(3) } }));
    expect(state.mustLookForGoods).toBe(false);
    state.resume();
    expect(state.mustLookForGoods).toBe(true);
  });

  test('that enabled by hand is kept too: goods alone go on with it', () => {
    const settings = { ...defaultSettings(minute(1)), enableLatestChanges: 'by-hand' as const };
    const state = connected(earlier({ settings }));
    state.goodsHaveArrived();
    expect(state.stage).toBe('live');
  });

  test('about one thing starts nothing that another forbids: an approval waits until latest changes may run', () => {
    const state = connected();
    state.enable();
    state.reportDue({ kind: 'stock-brake', due: ['A'], over: [] });
    state.disable();
    state.answer(state.snapshot.questions[0]?.id ?? '', 'approve');
    expect([...state.begin]).toEqual(['latest-changes']);
    expect(state.flows).toBe(false);
    expect(state.connection.stopped).toBe(
      `latest changes are disabled by a person (${state.status.disabled?.at ?? 'nobody'})`,
    );
    state.enable();
    expect(state.flows).toBe(true);
  });
});

describe('what keeps every order is told since when, and with what ends it,', () => {
  test('while a person has paused', () => {
    const state = connected();
    tick = 3;
    state.pause('stock-taking', 'Ada');
    expect(state.connection.closed).toEqual({
      by: 'person',
      reason: 'stock-taking',
      words: `The integration is paused by Ada (stock-taking), since ${minute(3)}: resume() lets its orders go on.`,
    });
  });

  test('while tokens are refused', () => {
    const state = open();
    tick = 2;
    state.connect('17', 'sealed', refusedBy('myogo'), undefined);
    expect(state.connection.closed?.words).toMatch(
      /^Nothing flows since 2026-01-01T00:02\S+ Needs new credentials: .* rotateCredentials with a new token of myOGO/,
    );
  });
});

describe('the schedule of an integration that is live', () => {
  const enabled = (): IntegrationState => {
    const state = connected();
    state.enable();
    return state;
  };
  const running = { wanted: true, allowed: true, running: true, every: null };

  test('runs when it is there, and not before', () => {
    const state = enabled();
    expect(state.status.latestChanges).toEqual({
      ...running,
      running: false,
      why: 'the schedule is being updated',
    });
    state.schedulesEnsured(state.schedules, undefined);
    expect(state.status.latestChanges).toEqual(running);
  });

  test('is not said to run where it could not be made, until somebody finds it', () => {
    const state = enabled();
    state.schedulesMissed(state.schedules);
    expect(state.schedulesDiffer).toBe(false);
    expect(state.status.latestChanges).toEqual({
      ...running,
      running: false,
      why: 'the schedule could not be updated; retried within the hour',
      unconfirmed: true,
    });
    state.scheduleSeen({});
    expect(state.status.latestChanges).toEqual(running);
  });

  test('shows a pause in Temporal while it would run otherwise, and forgets it when it is over', () => {
    const state = enabled();
    state.schedulesEnsured(state.schedules, undefined);
    state.scheduleSeen({ pausedByPerson: 'counting' });
    expect(state.status.latestChanges).toEqual({
      ...running,
      running: false,
      why: 'paused in Temporal: counting',
      pausedByPerson: 'counting',
    });
    const { revision } = state;
    state.scheduleSeen({ pausedByPerson: 'counting' });
    expect(state.revision).toBe(revision);
    state.scheduleSeen({});
    expect(state.status.latestChanges).toEqual(running);
  });
});

describe('what the integration needs people for', () => {
  const leg = { leg: 'storeOrders', since: minute(3), type: 'Unavailable', message: 'The store answers 503.' } as const;
  const live = () => {
    const state = connected();
    state.enable();
    return state;
  };

  test('a leg that fails stands before a stage that stays live, and goes with the news that it is good', () => {
    const state = live();
    state.legsSeen({ of: 'latest-changes', failing: [leg] });
    expect(state.status).toMatchObject({ stage: 'live', failing: [leg] });
    expect(state.status.summary).toMatch(/^Failing: orders of the store, since .*: The store answers 503\.$/);
    state.legsSeen({ of: 'comparison', failing: [] });
    expect(state.status.failing).toHaveLength(1);
    state.legsSeen({ of: 'latest-changes', failing: [] });
    expect(state.status.failing).toBeUndefined();
    expect(state.status.summary).toBe('Live: stock and orders flow.');
  });

  test('hears of no change twice', () => {
    const state = live();
    state.legsSeen({ of: 'latest-changes', failing: [leg] });
    const { revision } = state;
    state.legsSeen({ of: 'latest-changes', failing: [leg] });
    expect(state.revision).toBe(revision);
  });

  test('legs rest while a person forbids everything', () => {
    const state = live();
    state.legsSeen({ of: 'latest-changes', failing: [leg] });
    state.pause('stock-taking');
    expect(state.status.failing).toBeUndefined();
    expect(attentionOf(state.attention)).toBeUndefined();
  });

  test('is one word for lists, and all of it in the memo', () => {
    const state = live();
    expect(attentionOf(state.attention)).toBeUndefined();
    state.reportDue({ kind: 'stock-brake', due: ['MUG'], over: [] });
    expect(attentionOf(state.attention)).toBe('question');
    state.legsSeen({ of: 'comparison', failing: [{ ...leg, leg: 'comparison' }] });
    expect(attentionOf(state.attention)).toBe('failing+question');
    const [question] = state.status.questions;
    expect(state.attention.questions).toEqual([
      { id: question?.id, kind: 'stock-brake', askedAt: question?.askedAt, count: 1 },
    ]);
    state.answer(question?.id ?? '', 'refuse');
    expect(attentionOf(state.attention)).toBe('failing');
  });
});

describe('a test that a side gave no answer to', () => {
  const away = (...unreachable: ('bigcommerce' | 'myogo')[]): TestOutcome => ({
    report: { ok: false, checks: [], at: minute(0), unreachable },
    store: undefined,
  });

  test.each([
    ['bigcommerce', 'bigcommerce', 'needs-credentials'],
    ['myogo', 'myogo', 'needs-credentials'],
    ['bigcommerce', 'myogo', 'awaiting-goods'],
    ['myogo', 'bigcommerce', 'awaiting-goods'],
  ] as const)('after %s refused and %s is away the stage is right', (refused, silent, stage) => {
    const state = connected();
    state.tested(refusedBy(refused));
    state.tested(away(silent));
    expect(state.status.stage).toBe(stage);
  });

  test('opens and closes nothing by itself, and keeps the permissions that are known to be missing', () => {
    const state = connected();
    state.tested(without('Orders: read'));
    state.tested(away('bigcommerce'));
    expect(state.snapshot.missingCapabilities).toEqual(['Orders: read']);
    expect(state.status.stage).toBe('awaiting-goods');
  });

  test('closes what the other side refuses', () => {
    const state = connected();
    state.tested({ ...refusedBy('myogo'), report: { ...refusedBy('myogo').report, unreachable: ['bigcommerce'] } });
    expect(state.status.stage).toBe('needs-credentials');
  });
});

describe('webhooks that are looked at by a worker with another address', () => {
  test('are where that one says: two workers that differ do not take turns without a pause', () => {
    const state = connected();
    state.hooksPlaced('here');
    state.hooksChecked({
      place: 'there',
      ...{ hooks: [], version: 1, created: 0, reactivated: 0, updated: 0, problems: [] },
    });
    const { hooks, hooksPlace } = state.snapshot;
    expect([hooks?.place, hooksPlace]).toEqual(['there', 'there']);
  });
});

test('refused tokens ask for new ones; a lost key asks for the key, or for both tokens', () => {
  const state = connected();
  state.tested(refusedBy('myogo'));
  expect(state.status.summary).toMatch(
    /^Needs new credentials: myOGO refuses .* after rotateCredentials with a new token of myOGO, or by itself/,
  );
  const unopened = 'This worker cannot open the credentials: no key "k1" in the key ring';
  const lost = refusedBy('bigcommerce').report;
  state.tested({
    report: { ...lost, refused: { side: 'bigcommerce', type: 'CredentialsRejected', unopened } },
    store: undefined,
  });
  expect(state.status.summary).toBe(
    `Needs its key, or new credentials: ${unopened}. Nothing is lost; everything goes on when the workers have that key in CREDENTIAL_KEYS again, or after rotateCredentials with both tokens.`,
  );
});
