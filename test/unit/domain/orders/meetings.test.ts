import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../../../src/domain/orders/next-steps.ts';
import { Story } from './story.ts';

// Two mechanisms meet, each right by itself.

/** Two of three pieces are told to have left by one part, and the warehouse's other part is NEW. */
const split = () =>
  new Story()
    .plain()
    .sent()
    .warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] })
    .appears('h-100-2', '1 A');

describe('a decision about a surplus', () => {
  const letOneShip = () => {
    const story = new Story().plain().sent().warehouse('w1', { status: 'COLLECTING' }).refund(1).run();
    expect(story.next()).toBe('hold changed-after-hand-over');
    return story.decide({ kind: 'treat-as-done' });
  };

  it('covers the pieces that were shown', () => {
    const story = letOneShip();
    expect([story.numbers(), story.next()]).toEqual(['W2 O2 P3 N3', 'wait warehouse']);
  });

  it('does not cover the rest when the store cancels the order', () => {
    const story = letOneShip().status(5);
    expect([story.numbers(), story.next()]).toEqual(['P3 X3 N3', 'cancel w1']);
  });

  it('does not cover the rest when a person cancels the order', () => {
    const story = letOneShip().cancel();
    expect(story.next()).toBe('cancel w1');
  });

  it('does not cover a further refund', () => {
    const story = letOneShip().refund(1);
    expect(story.numbers()).toBe('W1 O1 P3 X1 N3');
    expect(story.next()).toMatch(/^hold changed-after-hand-over/);
  });
});

describe('an order whose earlier sendings are not looked for yet', () => {
  it.each([
    ['is unsure of what an earlier run sent', { unsureUntil: new Date(Date.parse('2030-01-01')).toISOString() }],
    ['must be searched for', { searchDue: true }],
    ['must be looked up', { lookDue: ['h-100'] }],
  ])('is not handed over while it %s, whether that is done, waits or is held', (_, due) => {
    const story = new Story().plain();
    const facts = { ...story.facts, ...due };
    const now = Date.parse('2026-01-01T00:00:00Z');
    const failed = (stands: boolean) => ({
      ...facts,
      obstacles: ['search', 'look'].flatMap((key) =>
        nextSteps(facts, now).flatMap((step) =>
          step.kind === 'act' && step.act.key === key
            ? [
                {
                  ...{ key, basis: step.act.basis, message: 'away', tries: 1, at: '2026-01-01T00:00:00.000Z', stands },
                  ...(stands ? { reason: 'integration-paused' as const } : { until: '2026-01-02T00:00:00.000Z' }),
                },
              ]
            : [],
        ),
      ),
    });
    for (const state of [facts, failed(false), failed(true)]) {
      const kinds = nextSteps(state, now).flatMap((step) => (step.kind === 'act' ? [step.act.kind] : []));
      expect(kinds).not.toContain('hand-over');
    }
  });
});

describe('a part that was split off', () => {
  it('is held when the store’s address changes and myOGO takes no edit', () => {
    const story = split().ships('w1').run();
    story.store((world) => {
      story.at(1).street = 'another street';
      world.editable = false;
    });
    expect(story.next()).toBe('hold changed-after-hand-over');
  });
});

describe('a hold', () => {
  it('does not sleep through what else is due', () => {
    const story = split();
    story.warehouse('w1', { status: 'SHIPPED' }).warehouse('w2', { status: 'CANCELLED' }).run();
    const steps = nextSteps(story.facts, story.world.now);
    const [step] = steps.filter(({ place }) => place === 1);
    expect(step).toMatchObject({ kind: 'hold', until: expect.any(String) as string });
  });
});
