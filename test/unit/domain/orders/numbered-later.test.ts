import { describe, expect, it } from 'vitest';
import { takeHandOver, noteSending } from '../../../../src/domain/orders/learn/learn-hand-over.ts';
import { explainsWarehouseRow } from '../../../../src/domain/orders/views/explained.ts';
import { Story } from './story.ts';

// An order that was known by its reference alone is the same once the warehouse gives its id.

const sent = () => {
  const story = new Story();
  story.world.numbered = false;
  story.plain().sent();
  expect(story.facts.warehouse.map(({ key }) => key)).toEqual(['ref:h-100']);
  story.world.numbered = true;
  return story;
};
const fewer = (story: Story) => story.refund(1);
const allAgain = (story: Story) =>
  story.store(() => story.at(1).lines.forEach((line) => (line.refunded = 0)), { agree: true });

describe('an order that was known by its reference', () => {
  it('was cancelled by us, and goes out again where the store wants it again', () => {
    const story = sent().status(5).act('cancel').status(11).run();
    expect(story.world.orders.map(({ status }) => status)).toEqual(['CANCELLED', 'NEW']);
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });

  it('was edited by us, and the rest goes out again', () => {
    const story = allAgain(fewer(sent()).act('edit')).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });

  it('shows what came of a change whose answer was lost', () => {
    const story = allAgain(fewer(sent()).act('edit', 'lost')).run().passes(61_000).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });

  it('is no news under its id, and is where it changed', () => {
    const story = sent();
    const row = () => story.world.row(story.world.order('w1'));
    expect(explainsWarehouseRow(story.facts, row())).toBe(true);
    story.world.change('w1', { status: 'SHIPPED' });
    expect(explainsWarehouseRow(story.facts, row())).toBe(false);
  });

  it('is no news without its id either, and is where it changed', () => {
    const story = new Story().plain().sent();
    expect(story.facts.warehouse.map(({ key }) => key)).toEqual(['w1']);
    story.world.numbered = false;
    const row = () => story.world.row(story.world.order('w1'));
    expect(explainsWarehouseRow(story.facts, row())).toBe(true);
    story.world.change('w1', { status: 'SHIPPED' });
    expect(explainsWarehouseRow(story.facts, row())).toBe(false);
  });

  it('is not taken for what a later sending made, where a person explained it', () => {
    const story = new Story().plain();
    const [act] = story.acts();
    if (act?.kind !== 'hand-over') throw new Error('no hand-over');
    const noted = noteSending(story.facts, act, story.world.iso());
    story.world.create('h-100', [{ code: 'A', quantity: 3 }], 'street 7');
    const look = story.world.look(['h-100']);
    const decision = {
      ...{ kind: 'hand-over-again', place: 1, at: '', version: '', fingerprints: [], reasons: [], accepted: [] },
      ...{ abandoned: [], writtenOff: [], settled: [], leaves: [], leftAs: [], explained: ['ref:h-100'] },
    } as const;
    const facts = { ...noted, decisions: [...noted.decisions, decision] } as typeof noted; // all that is read of one
    const outcomes = (of: typeof noted) =>
      takeHandOver(of, act, { kind: 'found', look }, story.world.iso()).sendings.map(({ outcome }) => outcome);
    expect([outcomes(noted), outcomes(facts)]).toEqual([['landed'], []]);
  });
});
