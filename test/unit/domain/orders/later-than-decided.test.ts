import { describe, expect, it } from 'vitest';
import { possibleDecisions } from '../../../../src/domain/orders/decisions/decisions.ts';
import { Story } from './story.ts';

// A decision covers what a person was shown. What comes later is judged like anything else.

const at = (story: Story, merchantId: string) => {
  story.world.merchantId = merchantId;
  return story.read();
};
const statuses = ({ world }: Story) => world.orders.map(({ merchantId, status }) => `${merchantId} ${status}`);

describe('what was left at a merchant that could not be asked', () => {
  const movedOn = (kind: 'hand-over-again' | 'cancel' | 'treat-as-done') =>
    at(new Story().plain().sent(), 'm2').decide({ kind }).run();

  it('is taken back when it can be asked again, where its pieces were handed over to another merchant', () => {
    const story = movedOn('hand-over-again');
    expect([statuses(story), story.numbers(), story.next()]).toEqual([
      ['m1 NEW', 'm2 NEW'],
      'W3 O3 P3 N3',
      'wait warehouse',
    ]);
    at(story, 'm1').run();
    expect([statuses(story), story.next()]).toEqual([['m1 CANCELLED', 'm2 NEW'], 'hold other-merchant']);
    expect([at(story, 'm2').run().numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });

  it('is looked up when it can be asked again: no poll tells what became of it meanwhile', () => {
    const story = at(new Story().plain().sent(), 'm2');
    expect(story.next()).toBe('hold other-merchant');
    story.world.change('w1', { status: 'SHIPPED', tracking: 'T' });
    expect(at(story, 'm1').run().numbers()).toBe('W3 S3 N3');
    expect([story.facts.tellings.map(({ key }) => key), story.next()]).toEqual([['w1'], 'done']);
  });

  it('is told to the store where it has left meanwhile, and what went in its place is held', () => {
    const story = movedOn('hand-over-again');
    story.world.change('w1', { status: 'SHIPPED', tracking: 'T' });
    at(story, 'm1').news(story.world.order('w1')).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 S3 P3 X3 N6', 'hold other-merchant']);
    expect(story.facts.tellings.map(({ key }) => key)).toEqual(['w1']);
  });

  it('is cancelled when it can be asked again, where a person cancelled it', () => {
    const story = at(movedOn('cancel'), 'm1').run();
    expect([statuses(story), story.next()]).toEqual([['m1 CANCELLED'], 'done']);
  });

  it('stays with the people who treated it as done', () => {
    const story = at(movedOn('treat-as-done'), 'm1').run();
    expect([statuses(story), story.next()]).toEqual([['m1 NEW'], 'done']);
  });

  it('is looked for when it can be asked again, where nobody knew whether it had landed', () => {
    const story = at(new Story().plain().lost(true), 'm2').passes(61_000).decide({ kind: 'hand-over-again' }).run();
    expect([statuses(story), story.next()]).toEqual([['m1 NEW', 'm2 NEW'], 'wait warehouse']);
    at(story, 'm1').passes(61_000).run();
    expect(statuses(story)).toEqual(['m1 CANCELLED', 'm2 NEW']);
  });
});

describe('an order that stands still in the warehouse and was left so', () => {
  const still = (story: Story) => story.warehouse('w1', { status: 'RESERVED' }).passes(3_601_000);

  it('is held again where it goes on and stands still once more', () => {
    const story = still(new Story().plain().sent()).decide({ kind: 'treat-as-done' });
    expect([story.next(), story.passes(7_200_000).next()]).toEqual(['wait warehouse', 'wait warehouse']);
    expect(still(story.warehouse('w1', { status: 'COLLECTING' })).next()).toBe('hold stopped-in-warehouse');
  });
});

describe('an order that came back and was handed over again', () => {
  const twice = () =>
    new Story()
      .plain()
      .shippedAndTold()
      .warehouse('w1', { status: 'RETURNED' })
      .run()
      .decide({ kind: 'hand-over-again' })
      .run()
      .ships('w2')
      .run()
      .warehouse('w2', { status: 'RETURNED' })
      .run();

  it('is handed over once more where that came back, too: what came back last, and no more', () => {
    const story = twice().decide({ kind: 'hand-over-again' });
    expect(story.next()).toBe('hand-over h-100-s3 3 × A');
  });

  it('offers nothing more while nothing else came back', () => {
    const story = new Story().plain().shippedAndTold().warehouse('w1', { status: 'RETURNED' }).run();
    story.decide({ kind: 'hand-over-again' }).run().ships('w2').run();
    expect(possibleDecisions(story.facts, story.world.now)).toEqual([]);
  });
});
