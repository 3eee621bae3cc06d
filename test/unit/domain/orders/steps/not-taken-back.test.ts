import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../../../src/domain/orders/account/account.ts';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { takeBackStep } from '../../../../../src/domain/orders/steps/excess-step.ts';
import type { OrderFacts, StoreReading } from '../../../../../src/domain/orders/facts/facts.ts';
import type { Finding } from '../../../../../src/domain/orders/steps/findings.ts';
import { asRead, at, decision, line, order, pieces, readPlace, ref, sending } from '../small-facts.ts';
import { Story } from '../story.ts';

// What is too much, and stays in its orders: people read which orders those are, and of each why.

const now = Date.parse(at(60));
const known = (of: Partial<OrderFacts> = {}, read: Partial<StoreReading> = {}) =>
  asRead({ sendings: [sending()], warehouse: [order()], ...of }, { status: 9, agreed: 2, ...read });
const findings = (of: OrderFacts): readonly Finding[] => {
  const account = accountOf(of);
  const [place] = account.places;
  const step = place && takeBackStep(account, place, now);
  return step?.kind === 'hold' ? step.findings : [];
};
const told = (of: OrderFacts) => findings(of).map(({ reason, place, message }) => `${reason} at ${place}: ${message}`);
const held = (story: Story) =>
  nextSteps(story.facts, story.world.now).flatMap((step) => (step.kind === 'hold' ? step.findings : []));

const further = ref('h-100-s2');
const second = (by: Parameters<typeof sending>[0] = {}) =>
  sending({ number: 2, reference: further, key: 'w2', lines: [{ line: 2, code: 'A', quantity: 2 }], ...by });
const twoOrders = (first: Parameters<typeof order>[0], other: Parameters<typeof order>[0], code = 'A') =>
  known(
    {
      places: [{ number: 1, addressId: 7, references: [ref('h-100'), further] }],
      sendings: [
        sending({ lines: [{ line: 1, code: 'A', quantity: 2 }] }),
        second({ lines: [{ line: 2, code, quantity: 2 }] }),
      ],
      warehouse: [
        order({ pieces: pieces('2 A'), ...first }),
        order({ key: 'w2', reference: further, pieces: pieces(`2 ${code}`), ...other }),
      ],
    },
    { places: [readPlace([line({ quantity: 2, refunded: 1 }), line({ id: 2, quantity: 2, sku: code })])] },
  );

describe('what is too much is told', () => {
  it.each<[string, readonly string[], OrderFacts]>([
    [
      'of each order that holds some of it, with each reason once',
      [
        'changed-after-hand-over at 1: 1 × A of h-100-s2 (COLLECTING), h-100 (COLLECTING) is no longer wanted, and myOGO takes no change of it at COLLECTING.',
      ],
      twoOrders({ status: 'COLLECTING' }, { status: 'COLLECTING' }),
    ],
    [
      'with all reasons where they differ',
      [
        'changed-after-hand-over at 1: 1 × A of h-100-s2 (LOCKED), h-100 (COLLECTING) is no longer wanted, and myOGO takes no change of it at LOCKED; myOGO takes no change of it at COLLECTING.',
      ],
      twoOrders({ status: 'COLLECTING' }, { status: 'LOCKED' }),
    ],
    [
      'not of an order that holds other goods',
      [
        'changed-after-hand-over at 1: 1 × A of h-100 (COLLECTING) is no longer wanted, and myOGO takes no change of it at COLLECTING.',
      ],
      twoOrders({ status: 'COLLECTING' }, { status: 'COLLECTING' }, 'B'),
    ],
    [
      'of an address that the store has no more, where a person let some of it ship',
      [
        'changed-after-hand-over at 1: 2 × A of h-100 (NEW) is no longer wanted, and the store’s order has its address no more.',
      ],
      known({ decisions: [decision({ place: 1, accepted: [{ key: 'w1', pieces: pieces('1 A') }] })] }, { places: [] }),
    ],
  ])('%s', (_, expected, of) => {
    expect(told(of)).toEqual(expected);
  });

  it('is something else where the order holds something else by now', () => {
    const collecting = (goods: string) =>
      findings(
        known(
          { warehouse: [order({ status: 'COLLECTING', pieces: pieces(goods) })] },
          { places: [readPlace([line({ refunded: 1 })])] },
        ),
      )[0];
    const [alone, beside] = [collecting('3 A'), collecting('3 A, 1 G')];
    expect([beside?.message === alone?.message, beside?.fingerprint === alone?.fingerprint]).toEqual([true, false]);
  });
});

describe('an edit that takes pieces out', () => {
  const refused = () => new Story().plain().sent().refund(1).act('edit', 'refused');

  it('is not asked again as long as the order stays as it was', () => {
    expect(refused().run().next()).toBe('hold changed-after-hand-over');
  });

  it('is asked again where the warehouse moved the order on', () => {
    expect(refused().warehouse('w1', { status: 'PENDING' }).next()).toBe('edit w1 2 × A');
  });

  it('is told at its address where it fails and fails', () => {
    const story = new Story().plain().sent().refund(1);
    for (let tries = 0; tries < 5; tries += 1) story.passes(3_600_000).act('edit', 'failed');
    expect(held(story)).toMatchObject([{ place: 1, step: 'edit w1', message: 'no answer' }]);
  });
});

describe('a cancel', () => {
  const refused = (words: string) => new Story().plain(words).sent().status(5).act('cancel', 'refused').run();

  it('is told as another refusal where the order held something else', () => {
    const [one, other] = [refused('3 A'), refused('2 A')].map((story) => held(story)[0]);
    expect(other?.message).toBe(one?.message);
    expect(other?.fingerprint).not.toBe(one?.fingerprint);
  });

  it('is told at its address where it fails and fails', () => {
    const story = new Story().plain().sent().status(5);
    for (let tries = 0; tries < 5; tries += 1) story.passes(3_600_000).act('cancel', 'failed');
    expect(held(story)).toMatchObject([{ place: 1, step: 'cancel w1', message: 'no answer' }]);
  });

  it('that was refused is asked again where the warehouse moved the order on', () => {
    expect(refused('3 A').warehouse('w1', { status: 'PENDING' }).next()).toBe('cancel w1');
  });

  it('that was refused is asked again where the store closed the order since', () => {
    const story = new Story().plain().sent().refund(3).act('cancel', 'refused').run();
    expect([story.next(), story.status(5).next()]).toEqual(['hold cancel-refused', 'cancel w1']);
  });
});
