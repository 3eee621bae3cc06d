import { beforeEach, describe, expect, it, vi } from 'vitest';
import { handleMessages } from '../../../src/workflows/order/order-handlers.ts';
import { Knowledge } from '../../../src/workflows/order/knowledge.ts';
import type { OrderRun } from '../../../src/workflows/order/order-run.ts';
import { Story } from '../domain/orders/story.ts';

// What a poll tells of a write of ours is no news: it must not end the pauses of an act that turns in a circle with it.

const handlers = vi.hoisted(() => new Map<string, (given: unknown) => unknown>());
vi.mock('@temporalio/workflow', async (original) => ({
  ...(await original<object>()),
  setHandler: ({ name }: { name: string }, take: (given: unknown) => unknown) => void handlers.set(name, take),
}));

beforeEach(() => {
  handlers.clear();
});

/** How often the run of a story hears of something new by one message. */
function heardBy({ facts }: Story, signal: string, given: unknown): number {
  const heard = vi.fn();
  const known = new Knowledge({ storeHash: facts.storeHash, orderId: facts.orderId }, facts);
  const taken = vi.fn();
  handleMessages(known, { heard } as unknown as OrderRun, taken); // nothing else is asked of it
  handlers.get(signal)?.(given);
  expect(taken).toHaveBeenCalledOnce();
  return heard.mock.calls.length;
}

describe('of the store’s order', () => {
  const row = (status: number, version: string) => ({ statusId: status, dateModified: version });

  it.each<[string, (story: Story) => object, number]>([
    ['as it was read', ({ world }) => row(world.status, world.version), 0],
    ['as we wrote it', ({ facts }) => row(9, facts.moves[0]?.version ?? ''), 0],
    ['with another status', ({ world }) => row(5, world.version), 1],
    ['of another version', ({ world }) => row(world.status, '2027-01-01T00:00:00Z'), 1],
  ])('a row %s is heard as news, or not', (_, of, times) => {
    const story = new Story().plain().sent();
    expect(heardBy(story, 'storeOrderChanged', of(story))).toBe(times);
  });

  it('one that was away and is listed again is news', () => {
    const story = new Story().plain().sent();
    story.store((world) => (world.archived = true));
    expect(heardBy(story, 'storeOrderChanged', row(story.world.status, story.world.version))).toBe(1);
  });
});

describe('of the warehouse’s order', () => {
  it.each<[string, object, number]>([
    ['as it is known', {}, 0],
    ['of an earlier time', { status: 'PENDING', editTime: '2025-01-01T00:00:00Z' }, 0],
    ['that was shipped', { status: 'SHIPPED' }, 1],
    ['of another time', { editTime: '2027-01-01T00:00:00Z' }, 1],
    ['that nobody knew', { id: 'other' }, 1],
  ])('a row %s is heard as news, or not', (_, of, times) => {
    const story = new Story().plain().sent();
    const row = { ...story.world.row(story.world.order('w1')), ...of };
    expect(heardBy(story, 'myOgoOrderChanged', row)).toBe(times);
  });
});

it('what a person says is heard, whatever it is', () => {
  expect(heardBy(new Story().plain().sent(), 'retry', {})).toBe(1);
});
