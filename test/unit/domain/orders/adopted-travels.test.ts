import { describe, expect, it } from 'vitest';
import type { WordsRead } from '../../../../src/domain/orders/facts/travels/words.ts';
import { Story } from './story.ts';

// No account of what was sent is left; what travels with an order beside its address is compared with what the warehouse shows.

/** What the store says of the order beside its address. */
interface Says {
  readonly owed?: number;
  readonly point?: string;
  /** The comment that it would be sent with. */
  readonly comments?: readonly string[];
  /** Digests of its words, by name. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly words?: readonly WordsRead[];
}

class Found extends Story {
  says({ owed, point, comments = [], texts = {}, words }: Says): this {
    this.world.commentsHere = comments;
    this.world.digestsHere = { 'customer message': '', ...texts };
    this.world.takenFor = (reading) => ({
      ...reading,
      ...(owed === undefined ? {} : { cash: { by: 'door', method: 'Cash on Delivery' } as const }),
      addresses: reading.addresses.map((one) => ({
        ...one,
        ...(owed === undefined ? {} : { cash: { amount: owed, currency: 'EUR' } }),
        ...(words === undefined ? {} : { words }),
        ...(point === undefined
          ? {}
          : {
              pickUp: {
                need: 'required',
                shippingCode: 'DHL',
                by: 'form',
                codes: point === '' ? [] : [point],
              } as const,
            }),
      })),
    });
    return this;
  }

  /** Sent by a run of which nothing is left, and found again when the store says this. */
  static sentAs(then: Says, now: Says = then, change: (story: Found) => void = () => undefined): Found {
    const story = new Found().says(then).plain().run();
    change(story);
    story.says(now).world.touch();
    return story.forget().run();
  }

  held(): readonly string[] {
    return this.findings().map(({ reason, message }) => `${reason}: ${message}`);
  }
}

const message: Says = { comments: ['m1'], texts: { 'customer message': 'm' } };
const ring = 'written options of lines (line 1)';
const engraved: Says = {
  comments: ['r1'],
  texts: { [ring]: 'r' },
  words: [{ kind: 'lineOptions', rule: 'forward', count: 1 }],
};
const gift = 'gift words (line 1)';
const wrapped: Says = {
  comments: ['m1', 'g1'],
  texts: { 'customer message': 'm', [gift]: 'g' },
  words: [
    { kind: 'customerMessage', rule: 'forward', count: 1 },
    { kind: 'giftWords', rule: 'forward', count: 1 },
  ],
};

/** What is edited, how the store has it at first, and then. */
const edits: readonly (readonly [string, Says, Says])[] = [
  ['cash on delivery', { owed: 3_000 }, { owed: 2_500 }],
  ['cash on delivery', { owed: 3_000 }, { owed: 3_500 }],
  ['cash on delivery', { owed: 3_000 }, { owed: 0 }],
  ['pick-up point', { point: '0118' }, { point: '0119' }],
  ['customer message', message, { comments: ['m2'], texts: { 'customer message': 'n' } }],
  ['customer message', message, {}],
  ['customer message', {}, message],
  [ring, engraved, { ...engraved, comments: ['r2'], texts: { [ring]: 's' } }],
  [gift, wrapped, { ...wrapped, comments: ['m1', 'g2'], texts: { 'customer message': 'm', [gift]: 'h' } }],
];

describe('what travels with an order that was found again', () => {
  it.each(edits.map(([what, then]) => [what, then] as const))('is no change by itself: %s of %j', (_, says) => {
    const story = Found.sentAs(says);
    expect([story.next(), story.held()]).toEqual(['wait warehouse', []]);
  });

  it.each(edits)('is held where it is edited after that: %s of %j to %j', (what, then, now) => {
    const story = Found.sentAs(then);
    story.says(now).store(() => undefined);
    expect(story.held()).toEqual([`changed-after-hand-over: Changed in the store after hand-over: ${what}.`]);
    story.decide({ kind: 'treat-as-done' }).run();
    expect(story.next()).toBe('wait warehouse');
    story.says(then).store(() => undefined);
    expect(story.next()).toBe('wait warehouse');
  });

  it.each(edits)('is held where it was edited before it was found: %s of %j to %j', (what, then, now) => {
    const story = Found.sentAs(then, now);
    expect(story.held()[0]).toMatch(/^changed-after-hand-over: Changed in the store after hand-over: /u);
    expect(story.held()[0]).toContain(what);
    expect(story.status(5).next()).toBe('cancel w1');
  });

  it('may stand beside what the warehouse’s people wrote: that is no change', () => {
    const story = Found.sentAs(message, message, ({ world }) => {
      const order = world.order('w1');
      order.shows = { ...order.shows, comments: ['fragile', 'm1', 'call first'] };
    });
    expect([story.next(), story.held()]).toEqual(['wait warehouse', []]);
  });

  it('is not compared by words that a person decided about: the decision is kept, and what it left out is no change', () => {
    const story = new Found().says({ ...engraved, words: [{ kind: 'lineOptions', rule: 'hold', count: 1 }] }).plain();
    story
      .run()
      .decide({ kind: 'drop-words' })
      .says({ ...engraved, comments: [] });
    story.run();
    const { decisions } = story.facts;
    story.says({ ...engraved, words: [{ kind: 'lineOptions', rule: 'hold', count: 1 }], comments: [] });
    story.facts = { ...story.facts, warehouse: [], sendings: [], decisions, searchDue: true };
    story.run();
    expect([story.next(), story.held()]).toEqual(['wait warehouse', []]);
  });

  it('is the store’s where the warehouse does not show it: a pick-up point or money is not held for that', () => {
    const story = Found.sentAs({ owed: 3_000, point: '0118' }, undefined, ({ world }) => {
      world.order('w1').status = 'SHIPPED';
      world.order('w1').nameless = true;
    });
    expect([story.next(), story.held()]).toEqual(['wait tracking', []]);
  });

  it.each([
    ['another currency', { cash: { amount: 3_000, currency: 'SEK' } }],
    ['nothing at all', {}],
  ])('is held where the warehouse asks for %s', (_, shows) => {
    const story = Found.sentAs({ owed: 3_000 }, undefined, ({ world }) => {
      world.order('w1').shows = shows;
    });
    expect(story.held().join()).toContain('cash on delivery');
  });

  it('is asked for once more by nobody where a piece is added: what was found asks for its own', () => {
    const story = Found.sentAs({ owed: 3_000 });
    story.says({ owed: 4_000 }).store(() => story.add(1, '1 B'));
    story.run();
    expect(story.facts.sendings.map(({ cash }) => cash?.amount)).toEqual([1_000]);
  });
});
