import { expect, it } from 'vitest';
import { newFacts, type OrderFacts } from '../../../../src/domain/orders/facts/facts.ts';
import { takeOwnWrite } from '../../../../src/domain/orders/learn/learn-store.ts';
import { orderId, storeHash } from './world.ts';
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

it('a status that is heard of late stands between those that are known, whatever was heard in between', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 0, minute)).toISOString();
  const learn = (told: readonly (readonly [number, number])[]) =>
    told.reduce(
      (facts, [status, minute]) => takeOwnWrite(facts, { status, version: at(minute) }),
      newFacts(storeHash, orderId, false),
    );
  const words = (facts: OrderFacts) =>
    facts.statuses.map(({ status }) => status).filter((status, index, all) => status !== all[index - 1]);
  const inOrder = [
    [9, 1],
    [11, 3],
    [9, 5],
    [11, 7],
    [9, 9],
  ] as const;
  const late = [inOrder[0], inOrder[4], inOrder[2], inOrder[1], inOrder[3]];
  expect(words(learn(late))).toEqual(words(learn(inOrder)));
  // However often the same is told, what was before it is not forgotten.
  const often = Array.from({ length: 60 }, (_, minute) => [9, 10 + minute] as const);
  expect(words(learn([...inOrder, ...often]))).toEqual([9, 11, 9, 11, 9]);
  expect(learn([...inOrder, ...often]).statuses.length).toBeLessThanOrEqual(20);
});
