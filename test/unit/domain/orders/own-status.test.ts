import { expect, it } from 'vitest';
import { Story } from './story.ts';

it('a line that is added to an order at the status of our own move goes out, whatever the setting is today', () => {
  const story = new Story().plain().sent();
  expect(story.world.status).toBe(9);
  story.store((world) => {
    world.rules = { ...world.rules, statusAfterHandOver: 3 };
    for (const { lines } of world.places) for (const line of lines) line.quantity += 2;
  });
  expect(story.next()).toBe('hand-over h-100-s2 2 × A');
});

it('an order that the merchant sets to be fetched by the shopper is held while the warehouse has it', () => {
  const story = new Story().plain().sent().status(8);
  expect(story.next()).toBe('hold status-forbids-sending');
  expect(story.status(9).next()).toBe('wait warehouse');
});
