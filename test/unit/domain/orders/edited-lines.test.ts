import { describe, expect, it } from 'vitest';
import { inWarehouseCodes } from '../../../../src/domain/orders/account/edited.ts';
import { Story } from './story.ts';

// Two lines of one SKU may have other words and prices: an edit names each that its pieces stand for.

function edited(story: Story, reference = 'h-100') {
  const act = story.acts().find((one) => one.kind === 'edit' && one.order.reference === reference);
  if (act?.kind !== 'edit') throw new Error('no edit');
  return inWarehouseCodes(story.facts, act);
}

const moved = (story: Story) =>
  story.store(() => {
    story.at(1).street = 'another';
  });

describe('an edit', () => {
  it('of the address leaves each line its pieces', () => {
    expect(edited(moved(new Story().plain('1 A, 2 A, 1 B').sent()))).toEqual({
      lines: [
        { line: 1, code: 'A', quantity: 1 },
        { line: 2, code: 'A', quantity: 2 },
        { line: 3, code: 'B', quantity: 1 },
      ],
      pieces: [
        { code: 'A', quantity: 3 },
        { code: 'B', quantity: 1 },
      ],
    });
  });

  it('takes off the line that was refunded, and not another of its SKU', () => {
    expect(edited(new Story().plain('1 A, 2 A').sent().refund(1, 1)).lines).toEqual([
      { line: 2, code: 'A', quantity: 2 },
    ]);
  });

  it('of one of two orders names the line that this one was sent with', () => {
    const story = new Story().plain('1 A').sent();
    story.store(() => story.add(1, '1 A')).run();
    expect(story.world.orders.map(({ reference }) => reference)).toEqual(['h-100', 'h-100-s2']);
    moved(story);
    expect(edited(story).lines).toEqual([{ line: 1, code: 'A', quantity: 1 }]);
    story.act('edit');
    expect(edited(story, 'h-100-s2').lines).toEqual([{ line: 2, code: 'A', quantity: 1 }]);
  });

  it('of one address names its own lines, whichever order of it is changed, and none of an address that is not there', () => {
    const story = new Story().place(7, '2 A').place(8, '3 A').read().act('hand-over').act('hand-over');
    const pieces = [{ code: 'A', quantity: 2 }];
    const lines = (place: number, key: string) =>
      inWarehouseCodes(story.facts, { place, order: { key }, pieces }).lines;
    expect([lines(1, 'w1'), lines(2, 'w2'), lines(2, 'nobody’s')].map((of) => of.map(({ line }) => line))).toEqual([
      [1],
      [2],
      [2],
    ]);
    expect(inWarehouseCodes(story.facts, { place: 3, order: { key: 'w1' }, pieces })).toEqual({ lines: [], pieces });
  });

  it('leaves in it what is beyond all that is open, and goods that no line names', () => {
    const story = new Story().plain('1 A, 2 A').sent();
    const [order] = story.facts.warehouse;
    const pieces = [
      { code: 'A', quantity: 5 },
      { code: 'X', quantity: 1 },
    ];
    const found = inWarehouseCodes(story.facts, { place: 1, order: { key: order?.key ?? '' }, pieces });
    expect(found.pieces).toEqual(pieces);
    expect(found.lines.map(({ line, quantity }) => [line, quantity])).toEqual([
      [1, 3],
      [2, 2],
    ]);
  });
});
