import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// The store’s answer contradicts itself, and its status says all the same that nothing is wanted any more.

const unreadable = (story: Story, status: number) => {
  story.world.takenFor = (reading) => ({ ...reading, problem: { field: 'consignments', message: 'empty' } });
  return story.status(status);
};

describe('a store’s order that cannot be read', () => {
  it.each([4, 5, 6])('and is at %i has its order in the warehouse cancelled: a cancel needs no lines', (status) => {
    const story = unreadable(new Story().plain().sent(), status);
    expect(story.next()).toBe('cancel w1');
    story.act('cancel');
    expect(story.world.order('w1').status).toBe('CANCELLED');
    expect(story.next()).toBe('wait again');
  });

  it('and is at 5 is held where the warehouse refuses', () => {
    const story = unreadable(new Story().plain().sent(), 5);
    story.act('cancel', 'refused').run();
    expect(story.next()).toBe('hold cancel-refused');
  });

  it.each([9, 11, 2])('and is at %i keeps what the warehouse has', (status) => {
    const story = unreadable(new Story().plain().sent(), status);
    expect(story.acts().map(({ kind }) => kind)).not.toContain('cancel');
  });
});
