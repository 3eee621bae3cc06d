import { describe, expect, it } from 'vitest';
import { TRIES_UNTIL_SEEN } from '../../../../src/domain/orders/steps/obstacles.ts';
import { nextSteps } from '../../../../src/domain/orders/next-steps.ts';
import type { Act } from '../../../../src/domain/orders/steps/steps.ts';
import { Story } from './story.ts';

// What is asked or tried again has a growing pause, and people see it when it does not end.

/** The pauses, in milliseconds, that the place waits between tries of an act until it is seen as a hold. */
function pausesOf(story: Story, perform: (act: Act) => void, kind: Act['kind'], most = 12): readonly number[] {
  const pauses: number[] = [];
  for (let count = 0; count < most; count += 1) {
    const act = story.acts().find((one) => one.kind === kind);
    if (act !== undefined) perform(act);
    const steps = nextSteps(story.facts, story.world.now);
    if (steps.some((step) => step.kind === 'act')) {
      pauses.push(0);
      continue;
    }
    if (steps.some((step) => step.kind === 'hold')) return pauses;
    const until = steps.flatMap((step) => (step.kind === 'wait' && step.wait.until ? [step.wait.until] : []));
    const first = Math.min(...until.map((time) => Date.parse(time)));
    if (!Number.isFinite(first)) return pauses;
    pauses.push(first - story.world.now);
    story.world.now = first;
  }
  return pauses;
}

const isGrowing = (pauses: readonly number[]) =>
  pauses.every((pause, index) => pause > 0 && pause >= (pauses[index - 1] ?? 0)) &&
  (pauses.at(-1) ?? 0) > (pauses[0] ?? 0);

describe('a warehouse order of which nobody can tell whether it is ours', () => {
  const untold = () => {
    const story = new Story();
    story.world.links['Odd'] = { kind: 'none' };
    story.place(7, '3 A', { method: 'Odd' }).read();
    const order = story.world.create('h-100', [{ code: 'A', quantity: 3 }], 'street 7');
    order.nameless = true;
    return story.news(order);
  };
  const held = () => {
    const story = untold();
    const pauses = pausesOf(story, (act) => (story.facts = story.world.perform(story.facts, act)), 'look');
    return { story, pauses };
  };

  it('is looked at three times with growing pauses, and then held', () => {
    const { story, pauses } = held();
    expect(pauses).toHaveLength(2);
    expect(isGrowing(pauses)).toBe(true);
    expect(story.next()).toContain('hold reference-conflict');
    expect(story.acts()).toEqual([]);
  });

  it('keeps ours from being handed over, also when its link is saved', () => {
    const { story } = held();
    story.world.links['Odd'] = { kind: 'code', code: 'DHL' };
    story.again();
    for (let count = 0; count < 8; count += 1) {
      expect(story.acts().map(({ kind }) => kind)).not.toContain('hand-over');
      story.run((act) => act.kind !== 'hand-over').passes(3_600_000);
    }
    expect(story.next()).toContain('hold reference-conflict');
  });

  it('is explained by hand-over-again: ours goes out under a further reference', () => {
    const { story } = held();
    story.decide({ kind: 'hand-over-again' });
    story.world.links['Odd'] = { kind: 'code', code: 'DHL' };
    story.again();
    expect(story.next()).toBe('hand-over h-100-s2 3 × A');
  });

  it('is left to people by treat-as-done, and what it ships is noted', () => {
    const { story } = held();
    story.decide({ kind: 'treat-as-done' });
    expect([story.numbers(), story.next()]).toEqual(['W3 T3', 'done']);
    story.ships('w1').run();
    expect([story.numbers(), story.next()]).toEqual(['W3 T3', 'done']);
    expect(story.facts.notes.map(({ text }) => text)).toEqual([expect.stringContaining('T-w1')]);
  });

  it('is not held again at once where a person cancels', () => {
    const { story } = held();
    story.decide({ kind: 'cancel' }).run();
    expect(story.next()).toBe('done');
  });

  it('lets go by itself where it is cancelled there, or can be told later', () => {
    const cancelled = held().story.warehouse('w1', { status: 'CANCELLED' });
    expect(cancelled.next()).toContain('cancelled-in-warehouse');
    const told = held().story;
    told.world.order('w1').nameless = false;
    told.again().run(({ kind }) => kind === 'look' || kind === 'read-order');
    expect(told.numbers()).toBe('W3 O3 P3 N3');
  });
});

describe('readings of the store’s order that disagree with each other', () => {
  const flapping = () => {
    const story = new Story().plain().sent();
    story.refund(1, 1, { agree: false });
    let count = 0;
    const read = (act: Act) => {
      count += 1;
      for (const line of story.at(1).lines) line.refunded = count % 2 === 0 ? 1 : 2;
      story.facts = story.world.perform(story.facts, act);
    };
    return { story, read };
  };

  it('are asked for with growing pauses, and then held', () => {
    const { story, read } = flapping();
    const pauses = pausesOf(story, read, 'read-order');
    expect(pauses.length).toBeGreaterThan(2);
    expect(isGrowing(pauses)).toBe(true);
    expect(story.next()).toBe('hold unexpected-response');
    expect(story.world.order('w1').pieces).toEqual([{ code: 'A', quantity: 3 }]);
  });

  it('let go when the order changes and then reads alike', () => {
    const { story, read } = flapping();
    pausesOf(story, read, 'read-order');
    story.store((world) => (world.places[0]?.lines ?? []).forEach((line) => (line.refunded = 1))).run();
    expect(story.numbers()).toBe('W2 O2 P2 N2');
  });

  it.each(['treat-as-done', 'cancel'] as const)('are ended by %s', (kind) => {
    const { story, read } = flapping();
    pausesOf(story, read, 'read-order');
    story.decide({ kind });
    expect(story.next()).not.toContain('unexpected-response');
    story.run();
    expect(story.next()).toBe(kind === 'cancel' ? 'done' : 'wait warehouse');
  });
});

describe('a shipment’s write of unknown outcome', () => {
  it('is tried again with growing pauses, and seen as a hold that goes on by itself', () => {
    const story = new Story().plain().sent().ships('w1');
    story.world.shipments = [];
    const write = (act: Act) => {
      story.facts = story.world.perform(story.facts, act, 'lost');
      story.world.shipments = [];
      story.read();
    };
    const pauses = pausesOf(story, write, 'ship');
    expect(pauses).toHaveLength(TRIES_UNTIL_SEEN - 1);
    expect(isGrowing(pauses)).toBe(true);
    expect(story.next()).toBe('hold rejected-by-bigcommerce');
    const [, step] = nextSteps(story.facts, story.world.now);
    expect(step).toMatchObject({ until: expect.any(String) as string });
    story.passes(3_600_000).run();
    expect(story.next()).toBe('done');
  });

  it('waits no longer than the settle time where a person retries', () => {
    const story = new Story().plain().sent().ships('w1');
    for (let count = 0; count < 4; count += 1) story.passes(3_600_000).act('ship', 'lost');
    story.world.shipments = [];
    story.again().passes(61_000);
    expect(story.next()).toMatch(/^ship/);
  });
});

describe('a hand-over', () => {
  it('that finds the store’s order changed each time waits longer each time, and is then held', () => {
    const story = new Story().plain();
    const send = (act: Act) => {
      story.world.touch();
      story.facts = story.world.perform(story.facts, act);
      story.run(({ kind }) => kind === 'read-order');
    };
    const pauses = pausesOf(story, send, 'hand-over');
    expect(isGrowing(pauses)).toBe(true);
    expect(story.next()).toBe('hold unexpected-response');
  });

  it('whose answer is lost each time waits longer each time, and is then seen', () => {
    const story = new Story().plain();
    const pauses: number[] = [];
    for (let count = 0; count < TRIES_UNTIL_SEEN; count += 1) {
      const before = story.world.now;
      while (story.acts().every(({ kind }) => kind !== 'hand-over') && !story.next().startsWith('hold')) {
        story.passes(10_000).run(({ kind }) => kind === 'look');
      }
      if (story.next().startsWith('hold')) break;
      pauses.push(story.world.now - before);
      story.lost(false);
    }
    story.passes(61_000).run(({ kind }) => kind === 'look');
    expect(pauses.at(-1)).toBeGreaterThan(pauses[1] ?? 0);
    expect(story.next()).toMatch(/^hold/);
  });
});

describe('one 404 of an order that is in the warehouse', () => {
  const handedOver = () => {
    const story = new Story().plain().sent();
    story.world.exists = false;
    story.read();
    story.world.exists = true;
    return story;
  };

  it('is asked about again, and ends nothing', () => {
    const story = handedOver();
    expect(story.facts.gone).toBe(1);
    expect(story.world.orders.map(({ status }) => status)).toEqual(['NEW']);
    story.passes(61_000).run(({ kind }) => kind === 'read-order');
    expect(story.facts.gone).toBe(0);
    expect(story.next()).toBe('wait warehouse');
  });

  it.each([
    ['before it was asked about again', 0],
    ['after it was asked about again', 61_000],
  ])('keeps no cancel back that comes %s', (_, after) => {
    const story = handedOver();
    if (after > 0) story.passes(after).run();
    story.status(5).run();
    expect(story.world.orders.map(({ status }) => status)).toEqual(['CANCELLED']);
  });
});
