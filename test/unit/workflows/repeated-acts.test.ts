import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../../src/domain/orders/next-steps.ts';
import type { Act } from '../../../src/domain/orders/steps/steps.ts';
import { RepeatedActs } from '../../../src/workflows/order/repeated-acts.ts';
import { Story } from '../domain/orders/story.ts';

// Whatever an act answers, the loop begins the very same again only after a growing pause.

const HOUR = 3_600_000;
const street = (story: Story) => story.store(() => (story.at(1).street = 'another'));

/** A state of facts whose next act is of this kind. */
const states: Record<Act['kind'], () => Story> = {
  'read-order': () => {
    const story = new Story().plain();
    story.facts = { ...story.facts, readDue: 'again' };
    return story;
  },
  'read-shipments': () => {
    const story = new Story().plain().sent();
    story.world.shipments = [{ id: 1, addressId: 7, trackingNumber: '', lines: [{ line: 1, quantity: 1 }] }];
    return story.changed();
  },
  look: () => new Story().plain().lost(true).passes(61_000),
  search: () => {
    const story = new Story().plain();
    story.facts = { ...story.facts, searchDue: true };
    return story;
  },
  match: () => {
    const story = new Story().plain();
    story.facts = { ...story.facts, matches: [] };
    return story;
  },
  'hand-over': () => new Story().plain(),
  'create-products': () => {
    const story = new Story().plain();
    const products = [{ sku: 'A', name: 'A', productId: 1, variantId: 1 }];
    story.facts = { ...story.facts, productsMissing: [{ place: 1, products }] };
    return story;
  },
  cancel: () => new Story().plain().sent().status(5),
  edit: () => street(new Story().plain().sent()),
  ship: () => new Story().plain().sent().ships('w1'),
  note: () => new Story().plain().sent().status(5).ships('w1'),
  'move-status': () => new Story().plain().landed(),
  'cancel-in-store': () => new Story().plain().sent().cancel().act('cancel'),
  'keep-decisions': () => {
    const story = new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' });
    story.decide({ kind: 'hand-over-again' });
    story.facts = { ...story.facts, kept: 'what was kept before' };
    return story;
  },
  'settle-by-status': () => {
    const story = new Story().plain();
    story.world.status = 2;
    return story.changed();
  },
};

/** When acts begin within a day, where each goes through and teaches nothing. */
function begunInADay({ facts: start, world }: Story, kind: Act['kind']): number[] {
  const repeated = new RepeatedActs();
  const begun: number[] = [];
  let facts = start;
  let now = world.now;
  for (let turn = 0; turn < 3_000 && now < world.now + 24 * HOUR; turn += 1) {
    const steps = nextSteps(facts, now);
    const act = steps.flatMap((step) => (step.kind === 'act' ? [step.act] : []))[0];
    if (act === undefined) {
      const times = steps.flatMap((step) => {
        const until = step.kind === 'wait' ? step.wait.until : step.kind === 'hold' ? step.until : undefined;
        return until === undefined ? [] : [Date.parse(until)];
      });
      if (times.length === 0) return begun;
      now = Math.max(now + 1, Math.min(...times));
      continue;
    }
    if (begun.length === 0) expect(act.kind).toBe(kind);
    const judged = repeated.judge(facts, act, new Date(now).toISOString());
    if (judged !== 'begin') {
      facts = judged;
      continue;
    }
    begun.push(now);
    facts = { ...facts, obstacles: facts.obstacles.filter(({ key }) => key !== act.key) };
  }
  return begun;
}

describe('an act that is due again and again', () => {
  it.each(Object.entries(states))('waits longer each time: %s', (kind, state) => {
    const begun = begunInADay(state(), kind as Act['kind']); // a key of the table
    expect(begun.length).toBeGreaterThan(1);
    expect(begun.length).toBeLessThan(45);
    const pauses = begun.slice(1).map((at, index) => at - (begun[index] ?? 0));
    expect(pauses.filter((pause) => pause === 0).length).toBeLessThan(4);
  });

  it('is begun at once where somebody told of something new', () => {
    const repeated = new RepeatedActs();
    const story = new Story().plain();
    const [act] = story.acts();
    if (act === undefined) throw new Error('no act');
    const judge = () => repeated.judge(story.facts, act, story.world.iso());
    expect([judge(), judge(), judge() === 'begin']).toEqual(['begin', 'begin', false]);
    repeated.heard();
    expect(judge()).toBe('begin');
  });

  it('that failed waits for its own pause alone', () => {
    const story = new Story().plain();
    const repeated = new RepeatedActs();
    for (let count = 0; count < 6; count += 1) {
      const [act] = story.acts();
      if (act === undefined) throw new Error('no act');
      expect(repeated.judge(story.facts, act, story.world.iso())).toBe('begin');
      story.facts = story.world.perform(story.facts, act, 'failed');
      story.passes(HOUR);
    }
  });
});
