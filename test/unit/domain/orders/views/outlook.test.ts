import { describe, expect, it } from 'vitest';
import type { OrderStory } from '../../../../../src/contract/orders.ts';
import type { Act, Step } from '../../../../../src/domain/orders/steps/steps.ts';
import { finding } from '../../../../../src/domain/orders/steps/findings.ts';
import {
  outlookWords,
  pausedWords,
  warehouseWords,
  wouldWords,
  type EndedRun,
  type Flow,
  type Unmanaged,
} from '../../../../../src/domain/orders/views/outlook.ts';
import { at, pieces } from '../small-facts.ts';

const unmanaged = (status: number, taking: Unmanaged['taking'], of: Partial<Unmanaged> = {}): Unmanaged => ({
  orderId: 100,
  row: { statusId: status, dateCreated: at(5), isDeleted: false }, // what the words ask
  taking,
  settings: { importStatuses: [11, 12], waitingStatuses: [7], ordersFrom: at(1) },
  ...of,
});
const takes = unmanaged(11, { kind: 'take' });
const leaves = (why: Extract<Unmanaged['taking'], { kind: 'leave' }>['why'], status = 9, of: Partial<Unmanaged> = {}) =>
  unmanaged(status, { kind: 'leave', why }, of);
const ended = (of: Partial<EndedRun> = {}) => ({
  ...takes,
  ended: { at: at(9), complete: true, isExplained: true, ...of },
});
const next: Flow = { nextPoll: at(30) };
const paused: Flow = { paused: 'by a person' };
const old = { settings: { importStatuses: [11], waitingStatuses: [7], ordersFrom: at(60) } };
const byHand = 'orders.fulfil(100) takes it all the same';
const has = 'The store has it at status';

describe('what is said of an order that no run is open for', () => {
  it.each<[string, Unmanaged, Flow, string]>([
    ['it is taken by the next look', takes, next, `No run has taken it yet: latest changes do, next at ${at(30)}.`],
    [
      'it is taken by a look that may come sooner',
      takes,
      { ...next, nextIsLatest: true },
      `No run has taken it yet: latest changes do, next by ${at(30)}.`,
    ],
    [
      'it changed after the last run began',
      { ...takes, changedAt: at(21) },
      { ...next, lastRun: at(20) },
      `No run has taken it yet: latest changes do, next at ${at(30)}.`,
    ],
    [
      'it has not changed since latest changes looked: a setting has',
      { ...takes, changedAt: at(5) },
      { ...next, lastRun: at(20) },
      `No run has taken it yet, and it has not changed since ${at(5)}, before the last run of latest changes (${at(20)}): the daily comparison takes it, and the next run only where the last one could not read it; ${byHand}.`,
    ],
    [
      'a pause says more than that',
      { ...takes, changedAt: at(5) },
      { ...paused, lastRun: at(20) },
      'No run has taken it: the integration is paused (by a person).',
    ],
    ['whenever that is', takes, {}, 'No run has taken it yet: latest changes do.'],
    ['a pause keeps it back', takes, paused, 'No run has taken it: the integration is paused (by a person).'],
    [
      'in the words of the pause',
      takes,
      { ...paused, pausedWords: 'Paused since then.' },
      'No run has taken it: paused since then.',
    ],
    ['so does a stop of new orders', takes, { stopped: 'New orders wait' }, 'No run has taken it: new orders wait.'],
    ['said once with its full stop', takes, { stopped: 'New orders wait.' }, 'No run has taken it: new orders wait.'],
    [
      'a pause is said before a stop',
      takes,
      { ...paused, stopped: 'x' },
      'No run has taken it: the integration is paused (by a person).',
    ],
    ['its run ended, and all is known', ended(), next, `Its run ended at ${at(9)}, and nothing has changed since.`],
    [
      'its run ended, and something changed',
      ended({ isExplained: false }),
      next,
      `Its run ended at ${at(9)}, and something has changed since: latest changes begin one that goes on with it, next at ${at(30)}.`,
    ],
    [
      'which a pause keeps back',
      ended({ isExplained: false }),
      paused,
      `Its run ended at ${at(9)}, and something has changed since: no run goes on with it yet. The integration is paused (by a person).`,
    ],
    [
      'its run was ended from outside',
      ended({ complete: false }),
      next,
      `Its run was ended from outside at ${at(9)}: its next change begins one that goes on; ${byHand}.`,
    ],
    ['a cart', leaves('cart', 0), next, `${has} 0: a cart, or a payment that is not through. It is no order yet.`],
    [
      'an archived order',
      leaves('archived'),
      next,
      'The store’s order is archived: it is not taken. Restore it in the store first.',
    ],
    [
      'one of before',
      leaves('before-orders-from'),
      next,
      `It was placed at ${at(5)}, before ordersFrom (${at(1)}): it is not taken by itself; ${byHand}.`,
    ],
    [
      'one of a first import',
      leaves('first-import'),
      next,
      `It waits for the answer to the question about the first import; ${byHand}.`,
    ],
    [
      'since it was asked',
      leaves('first-import', 11, { importWaitsBefore: at(7) }),
      next,
      `It waits since ${at(7)} for the answer to the question about the first import; ${byHand}.`,
    ],
    [
      'a cancelled one',
      leaves('status', 5),
      next,
      `${has} 5: cancelled, declined or refunded. Nothing of it is handed over.`,
    ],
    ['a shipped one', leaves('status', 2), next, `${has} 2, as shipped: it is not taken by itself; ${byHand}.`],
    ['an unpaid one', leaves('status', 7), next, `${has} 7, which waits: it is taken when it is at 11 or 12.`],
    [
      'an unpaid one of a first import',
      leaves('status', 7, { importWaitsBefore: at(7) }),
      next,
      `${has} 7, which waits: it is taken when it is at 11 or 12, and the question about the first import is answered.`,
    ],
    [
      'an unpaid one after that',
      leaves('status', 7, { importWaitsBefore: at(4) }),
      next,
      `${has} 7, which waits: it is taken when it is at 11 or 12.`,
    ],
    [
      'an unpaid one in a pause',
      leaves('status', 7),
      paused,
      `${has} 7, which waits: it is taken when it is at 11 or 12. The integration is paused (by a person).`,
    ],
    [
      'an unpaid one of before',
      leaves('status', 7, old),
      next,
      `${has} 7, which waits, and it was placed at ${at(5)}, before ordersFrom (${at(60)}): it is not taken by itself; ${byHand}.`,
    ],
    ['another status', leaves('status', 9), next, `${has} 9, which is not taken by itself (11 or 12 is); ${byHand}.`],
    [
      'another status of before',
      leaves('status', 9, old),
      next,
      `${has} 9, which is not taken by itself, and it was placed at ${at(5)}, before ordersFrom (${at(60)}); ${byHand}.`,
    ],
    [
      'one that the warehouse has',
      leaves('archived', 9, { isThere: true }),
      next,
      'No run is open for it, and myOGO has it: its next change there begins one. The store’s order is archived: it is not taken. Restore it in the store first.',
    ],
  ])('%s', (_, order, flow, words) => {
    expect(outlookWords(order, flow)).toBe(words);
  });

  it('nothing is said of a pause where there is none', () => {
    expect([pausedWords({}), pausedWords(paused), pausedWords({ pausedWords: 'w' })]).toEqual([
      undefined,
      'The integration is paused (by a person).',
      'w',
    ]);
  });
});

describe('what would happen if it were taken', () => {
  const act = (body: object): Step => ({
    kind: 'act',
    act: { key: 'k', basis: '', fresh: false, place: 1, ...body } as Act,
    place: 1,
  });
  const order = { key: 'w1', reference: 'h-100', status: 'NEW', pieces: pieces('3 A') };
  const lines = [{ line: 1, code: 'A', quantity: 3 }];
  const handOver = act({ kind: 'hand-over', reference: 'h-100', code: 'DHL', lines });
  const held: Step = { kind: 'hold', findings: [finding('sku-missing', 'No SKU.')] };

  it.each<[string, readonly Step[], string]>([
    ['it is handed over', [handOver], 'It would be handed over as h-100 with DHL: 3 × A.'],
    ['it is held, whatever else is done', [handOver, held], 'It would be held: No SKU.'],
    [
      'its products come first',
      [act({ kind: 'create-products', products: [{ sku: 'A' }, { sku: 'B' }] })],
      'It would be handed over when these products are created: A, B.',
    ],
    [
      'it is cancelled',
      [act({ kind: 'cancel', orders: [order, { ...order, reference: 'h-100/2' }] })],
      'It would be cancelled in myOGO: h-100, h-100/2.',
    ],
    [
      'it is changed',
      [act({ kind: 'edit', order, pieces: pieces('2 A') })],
      'It would be changed in myOGO: h-100 to 2 × A.',
    ],
    [
      'it is told',
      [act({ kind: 'ship', goods: pieces('3 A') })],
      'It would be written into the store as shipped: 3 × A.',
    ],
    ['it is noted', [act({ kind: 'note', text: 'myOGO: x' })], 'It would be noted on the store’s order: myOGO: x.'],
    ['its status moves', [act({ kind: 'move-status' })], 'It would be set to the status after hand-over in the store.'],
    ['it is cancelled there', [act({ kind: 'cancel-in-store' })], 'It would be cancelled in the store.'],
    [
      'two things are done',
      [handOver, act({ kind: 'move-status' })],
      'It would be handed over as h-100 with DHL: 3 × A; and set to the status after hand-over in the store.',
    ],
    ['what only asks is no news', [act({ kind: 'look', references: ['h-100'] })], 'The summary.'],
    ['nothing is done', [{ kind: 'done' }], 'The summary.'],
  ])('%s', (_, steps, words) => {
    expect(wouldWords(steps, { summary: 'The summary.' })).toBe(words);
  });
});

describe('what the warehouse has of it', () => {
  const one = { reference: 'h-100', id: 'w1', status: 'NEW', pieces: [] } as const;
  const words = (orders: readonly object[], otherOrders?: readonly object[]) =>
    warehouseWords({
      addresses: [{ orders }, {}],
      ...(otherOrders === undefined ? {} : { otherOrders }),
    } as unknown as OrderStory); // what it asks

  it.each([
    ['nothing', undefined, words([])],
    ['one, by its reference', 'In myOGO: h-100 (NEW).', words([one])],
    [
      'two, with their ids',
      'In myOGO: h-100 (w1, NEW); h-100 (w2, SHIPPED).',
      words([one, { ...one, id: 'w2', status: 'SHIPPED' }]),
    ],
    ['one without an id', 'In myOGO: h-100 (w1, NEW); h-100 (NEW).', words([one], [{ ...one, id: undefined }])],
    ['with what is said of it', 'In myOGO: h-100 (NEW, a part of it).', words([{ ...one, note: 'a part of it' }])],
  ])('%s', (_, expected, found) => {
    expect(found).toBe(expected);
  });
});
