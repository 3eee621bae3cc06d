import { describe, expect, it } from 'vitest';
import { beginWith } from '../../../../src/domain/orders/facts/begin.ts';
import { newFacts } from '../../../../src/domain/orders/facts/facts.ts';
import { Story } from './story.ts';
import { orderId, storeHash } from './world.ts';

// `orders.fulfil` is a person's word about the order as it was then.

/** Until nothing more is to be asked of either side. */
const asked = (story: Story) =>
  story.run(({ kind }) =>
    ['read-order', 'look', 'search', 'match', 'settle-by-status', 'keep-decisions'].includes(kind),
  );

const at = (status: number) => {
  const story = new Story();
  story.world.status = status;
  return story;
};

const unlinked = (status = 11) => {
  const story = at(status);
  story.world.links['DHL'] = { kind: 'none' };
  return story.plain();
};

const linked = (story: Story) => {
  story.world.links = {};
  return asked(story.again());
};

describe('an order that a person asked for while no link fitted', () => {
  it.each([2, 10])('is settled where the merchant then sets status %i, whatever is linked later', (status) => {
    const story = unlinked().fulfil();
    expect(story.next()).toBe('hold shipping-method-not-linked');
    asked(story.status(status));
    expect([story.numbers(), story.next()]).toEqual(['W3 T3', 'done']);
    expect(linked(story).next()).toBe('done');
  });

  it.each([9, 8, 13])('waits for a status that is handed over where the merchant then sets %i', (status) => {
    const story = unlinked().fulfil().status(status);
    expect(linked(story).next()).toBe('wait status');
  });

  it('is not handed over where some of it is then shipped by status alone', () => {
    const story = unlinked()
      .fulfil()
      .store((world) => {
        world.status = 3;
        world.dateShipped = true;
      });
    expect(linked(story).next()).toBe('hold status-forbids-sending');
  });

  it('goes at an import status as any other, also when it was away', () => {
    const story = linked(unlinked().fulfil().status(7)).status(11);
    expect(story.next()).toBe('hand-over h-100 3 × A');
  });

  it('goes at the status at which it was asked for again', () => {
    const story = unlinked().fulfil().status(9).fulfil();
    expect(linked(story).next()).toBe('hand-over h-100 3 × A');
  });
});

describe('an order that a person asks for', () => {
  it.each([9, 8, 13, 2, 10])('at status %i is handed over, and waits for the warehouse', (status) => {
    const story = asked(at(status).fulfil().plain());
    expect(story.next()).toBe('hand-over h-100 3 × A');
    expect(story.sent().next()).toBe('wait warehouse');
  });

  it('at status 2 is settled where the merchant then sets 10 before it could go', () => {
    const story = asked(unlinked(2).fulfil());
    expect(story.next()).not.toBe('done');
    expect(linked(story.status(10)).next()).toBe('done');
  });

  it.each([2, 10])('after the status %i had settled it is handed over, what a person left out is not', (status) => {
    const story = asked(at(11).plain('3 A, 2 B').status(status));
    expect([story.numbers(), story.next()]).toEqual(['W3 T3', 'done']);
    asked(story.fulfil());
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 F3', 'hand-over h-100 3 × A, 2 × B']);
    expect(story.sent().next()).toBe('wait warehouse');
  });

  it('after a status had settled it is settled once more where the merchant then sets another', () => {
    const story = asked(unlinked(11).status(2).fulfil());
    expect(story.numbers()).toBe('W3 O3 F3');
    expect(asked(story.status(10)).numbers()).toBe('W3 T3');
  });

  it('that a person had left out stays so: that word is taken back by another of its own', () => {
    const story = unlinked();
    story.decide({ kind: 'treat-as-done' });
    expect(asked(story.fulfil()).next()).toBe('done');
  });

  it('while it is unpaid is not handed over, and what is in the warehouse is held', () => {
    expect(linked(unlinked(7).fulfil()).next()).toBe('wait payment');
    expect(new Story().plain().sent().status(7).fulfil().next()).toBe('hold status-forbids-sending');
  });

  it('is held where a status that forbids it is set after the word', () => {
    const story = asked(at(13).fulfil().plain()).sent();
    expect(story.status(9).status(13).next()).toBe('hold status-forbids-sending');
  });

  it.each([
    ['settled under a later status', false, 'done'],
    ['handed over where it is asked for anew', true, 'hand-over h-100 3 × A'],
  ])('in a run that follows is %s', (_, byHand, next) => {
    const story = unlinked().fulfil();
    const facts = story.facts;
    story.world.status = 2;
    story.world.touch();
    story.world.links = {};
    const earlier = { facts, complete: false, endedAt: story.world.iso() };
    story.facts = beginWith(newFacts(storeHash, orderId, byHand), earlier);
    expect(asked(story.passes(61_000)).next()).toBe(next);
  });
});
