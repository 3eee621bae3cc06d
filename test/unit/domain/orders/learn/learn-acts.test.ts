import { describe, expect, test } from 'vitest';
import type { HandOverAnswer } from '../../../../../src/domain/orders/learn/answers.ts';
import { takeCorrection, takeFailure } from '../../../../../src/domain/orders/learn/learn-acts.ts';
import { noteSending, takeHandOver } from '../../../../../src/domain/orders/learn/learn-hand-over.ts';
import type { LookAnswer } from '../../../../../src/domain/orders/learn/warehouse-rows.ts';
import { Story } from '../story.ts';

function handOverAct(story: Story) {
  const act = story.acts().find((one) => one.kind === 'hand-over');
  if (act === undefined) throw new Error('no hand-over');
  return act;
}

/** A hand-over that finds something under its reference: nobody told of it before. */
function finds(words: string, of: { again?: true; street?: string; digests?: false } = {}) {
  const story = new Story().plain();
  const act = handOverAct(story);
  const noted = noteSending(story.facts, act, story.world.iso());
  const [quantity, code] = words.split(' ');
  story.world.create(act.reference, [{ code: code ?? '', quantity: Number(quantity) }], of.street ?? 'street 7');
  const look = story.world.look([act.reference]);
  const bare: LookAnswer = { ...look, orders: look.orders.map(({ digests: _, ...row }) => row) };
  const answer: HandOverAnswer = {
    kind: 'found',
    look: of.digests === false ? bare : look,
    ...(of.again === undefined ? {} : { again: of.again }),
  };
  story.facts = takeHandOver(noted, act, answer, story.world.iso());
  return story;
}

describe('a hand-over that finds an order under its reference', () => {
  test('of its very goods and address keeps what it sent: code and content are known', () => {
    const { facts } = finds('3 A');
    expect(facts.sendings).toMatchObject([{ outcome: 'landed', key: 'w1', code: 'DHL', method: 'DHL' }]);
    expect(facts.story.at(-1)?.what).toContain('adopted');
  });

  test('of some of its goods, in an attempt that is not the first, keeps what it sent', () => {
    const story = finds('2 A', { again: true });
    expect(story.facts.sendings).toMatchObject([{ outcome: 'landed', key: 'w1' }]);
    expect(story.quiet().next()).toBe('hold short-shipped');
  });

  test.each<[string, Story]>([
    ['other goods', finds('3 Z')],
    ['other goods, again', finds('3 Z', { again: true })],
    ['fewer goods', finds('2 A')],
    ['another street', finds('3 A', { street: 'another' })],
    ['another street, again', finds('3 A', { street: 'another', again: true })],
    ['an address that cannot be compared', finds('3 A', { digests: false })],
  ])('of %s has sent nothing', (_, { facts }) => {
    expect(facts.sendings).toEqual([]);
  });
});

test('a landed hand-over whose status was not moved on is followed by the move alone', () => {
  const story = new Story().plain();
  const act = handOverAct(story);
  const noted = noteSending(story.facts, act, story.world.iso());
  const order = story.world.create(act.reference, [{ code: 'A', quantity: 3 }], 'street 7');
  const answer = { kind: 'landed', order: story.world.row(order), storeMoved: true } as const;
  story.facts = takeHandOver(noted, act, answer, story.world.iso());
  story.quiet();
  expect(story.facts.sendings).toMatchObject([{ outcome: 'landed', key: 'w1' }]);
  story.run();
  expect([story.world.status, story.world.orders.length, story.next(0)]).toEqual([9, 1, 'done']);
});

describe('an order is looked up while its hand-over, which waited for hours to be sent, is under way; then the outcome is lost', () => {
  const outcomes = {
    'the activity failed': { kind: 'again', message: 'no answer', mayHaveSent: true },
    'the activity answered': { kind: 'unknown', since: '' },
  } as const;

  function lostAfterLook(of: keyof typeof outcomes, came: boolean) {
    const story = new Story().plain();
    const act = handOverAct(story);
    story.facts = noteSending(story.facts, act, story.world.iso());
    story.passes(2 * 3_600_000);
    if (came) story.world.create(act.reference, [{ code: 'A', quantity: 3 }], 'street 7');
    story.look(act.reference);
    const failure = outcomes[of];
    const now = story.world.iso();
    story.facts =
      failure.kind === 'again'
        ? takeFailure(story.facts, act, failure, now)
        : takeHandOver(story.facts, act, { ...failure, since: now }, now);
    return story;
  }

  test.each(Object.keys(outcomes) as (keyof typeof outcomes)[])(
    'what the look did not find may land within the settle time: it is not sent again (%s)',
    (of) => {
      const story = lostAfterLook(of, false);
      expect(story.facts.sendings).toMatchObject([{ outcome: 'unknown' }]);
      expect([story.next(), story.numbers()]).toEqual(['wait outcome', 'W3 O3 U3']);
    },
  );

  test.each(Object.keys(outcomes) as (keyof typeof outcomes)[])('what the look found stays found (%s)', (of) => {
    const story = lostAfterLook(of, true);
    expect(story.facts.sendings).toMatchObject([{ outcome: 'landed', key: 'w1' }]);
  });
});

describe('a correction', () => {
  function edited() {
    const story = new Story().plain().sent().refund(1);
    const act = story.acts().find((one) => one.kind === 'edit');
    if (act === undefined) throw new Error('no edit');
    return { story, act };
  }

  test('that meets another order each time becomes a person’s matter', () => {
    const { story, act } = edited();
    for (let tries = 1; tries <= 5; tries += 1) {
      expect(story.next(), `after ${tries - 1}`).not.toMatch('hold');
      const look = story.world.look([act.order.reference]);
      story.facts = takeCorrection(story.facts, act, { before: look, look, moved: true }, story.world.iso());
    }
    expect(story.next()).toBe('hold changed-after-hand-over');
  });

  test('does not count an outage before it', () => {
    const { story, act } = edited();
    for (let tries = 0; tries < 8; tries += 1) story.facts = story.world.perform(story.facts, act, 'failed');
    const look = story.world.look([act.order.reference]);
    story.facts = takeCorrection(story.facts, act, { before: look, look, moved: true }, story.world.iso());
    expect(story.next()).toBe('wait again');
  });
});

describe('a shipment that somebody deletes', () => {
  const deleted = (story: Story) =>
    story.store((world) => {
      world.shipments = [];
    });

  test('is written once more, and then held, also where the store took only a part', () => {
    // Two of the three were shipped by hand: the store takes one, and the rest is noted.
    const story = new Story().plain().sent().byHand(1, 2).ships('w1').run();
    expect(story.facts.tellings.map(({ pieces }) => pieces)).toEqual([[{ code: 'A', quantity: 1 }]]);
    const ours = (one: Story) =>
      one.store((world) => {
        world.shipments = world.shipments.filter(({ marks }) => marks === undefined);
      });
    ours(story).run();
    expect(story.facts.tellings).toHaveLength(2);
    expect(ours(story).run().next()).toBe('hold undone-by-hand');
  });

  test('counts where the first attempt wrote it and only the second one told', () => {
    const story = new Story().plain().sent().ships('w1');
    story.act('ship', 'lost').passes(61_000);
    story.warehouse('w1', { tracking: 'T-2' }).run();
    expect(story.facts.tellings).toMatchObject([{ pieces: [{ code: 'A', quantity: 3 }] }]);
    deleted(story).run();
    expect(deleted(story).run().next()).toBe('hold undone-by-hand');
  });

  test('once is merely written again', () => {
    const story = new Story().plain().sent().ships('w1').run();
    deleted(story).run();
    expect(story.next()).toBe('done');
  });
});
