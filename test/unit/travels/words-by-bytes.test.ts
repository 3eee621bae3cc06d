import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlaceLine } from '../../../dev/stand-ins/control/place-order.ts';
import { openDesk, type Desk } from '../../support/travels/order-by-bytes.ts';

// Words for the packer from the store's bytes to the warehouse's.

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({}, [{ method: '*', code: 'DHL-EXPRESS' }]);
});
afterAll(() => desk.close());

const engraved = (value: string): PlaceLine => ({
  ...{ sku: 'A', name: 'A', quantity: 1 },
  options: [{ name: 'Engraving', value, type: 'Text field' }],
});
const comments = (bodies: readonly Readonly<Record<string, unknown>>[]) => bodies.map((body) => body['comments']);

describe('words for the packer, from the store’s bytes to the warehouse’s', () => {
  test('hold once where nobody has decided: the customer’s message alone goes by itself', async () => {
    const plain = await desk.begin({ customerMessage: 'Ring twice 🙏' });
    expect(comments(plain.sent())).toEqual(['Ring twice 🙏']);
    const life = await desk.begin({ lines: [engraved('For R'), { sku: 'B', name: 'B', wrapping: { message: 'Hi' } }] });
    expect(life.held()).toEqual([
      'comment-undecided: It brings 1 written options of lines, 1 gift words, and nobody has decided what becomes of such words.',
    ]);
    await life.decide({ kind: 'forward-words' });
    expect(comments(life.sent())).toEqual(['A, Engraving: For R\nGift, B: Hi']);
    desk.saves({ settings: { giftWords: 'drop', lineOptions: 'forward' } });
    const next = await desk.begin({ lines: [engraved('For R'), { sku: 'B', name: 'B', wrapping: { name: 'Red' } }] });
    expect(comments(next.sent())).toEqual(['A, Engraving: For R']);
    desk.saves({ settings: { giftWords: null, lineOptions: null } });
  });

  test.each([' ', '\n', '\u200b', '\u00a0\u00ad'])('are none where an option has %j in it', async (nothing) => {
    const life = await desk.begin({ lines: [engraved(nothing)], customerMessage: nothing });
    expect([life.held(), comments(life.sent())]).toEqual([[], [undefined]]);
  });

  test('are a date that the shopper gave', async () => {
    const date = { name: 'Delivery date', value: '2026-12-24' };
    const life = await desk.begin({ lines: [{ sku: 'A', name: 'A', date }] });
    expect(life.held()).toHaveLength(1);
    await life.decide({ kind: 'forward-words' });
    expect(comments(life.sent())).toEqual(['A, Delivery date: 2026-12-24']);
  });

  test('go with a split and a refund, are edited, and a second address has its own', async () => {
    desk.saves({ settings: { giftWords: 'forward', lineOptions: 'forward' } });
    const lines = [engraved('One'), { ...engraved('Two'), sku: 'B', name: 'B' }];
    const life = await desk.begin({ lines, customerMessage: 'Hello' });
    expect(comments(life.sent())).toEqual(['Hello\nA, Engraving: One\nB, Engraving: Two']);
    await life.inStore((acts) => {
      acts.refund(life.orderId, [{ sku: 'B', quantity: 1 }]);
    });
    expect(comments(life.there())).toEqual(['Hello\nA, Engraving: One']);
    await life.inStore((acts) => {
      acts.editMessage(life.orderId, 'Goodbye');
    });
    expect(comments(life.there())).toEqual(['Goodbye\nA, Engraving: One']);
    await life.inStore((acts) => {
      const second = acts.addAddress(life.orderId, {});
      acts.addLine(life.orderId, { ...engraved('Three'), addressId: second });
    });
    expect(comments(life.there())).toEqual(['Goodbye\nA, Engraving: One', 'Goodbye\nA, Engraving: Three']);
    expect(life.held()).toEqual([]);

    const split = await desk.begin({ lines: [{ ...engraved('One'), quantity: 2 }] });
    await split.inWarehouse(({ control }) => {
      control.warehouse(split.reference, { split: { lines: [{ code: 'A', quantity: 1 }], suffix: '/B' } });
    });
    expect([split.held(), split.sent()]).toMatchObject([[], [{ comments: 'A, Engraving: One' }]]);
  });

  test('that come after hand-over are edited in, go away again, or hold until somebody has decided', async () => {
    desk.saves({ settings: { giftWords: null, lineOptions: 'forward' } });
    const life = await desk.begin({ lines: [engraved('One'), { sku: 'B', name: 'B' }] });
    await life.inStore((acts) => {
      acts.editMessage(life.orderId, 'Hello');
    });
    expect([life.held(), comments(life.there())]).toEqual([[], ['Hello\nA, Engraving: One']]);
    const line = (at: number) => desk.acts.order(life.orderId).lines[at];
    const writes = (at: number, value: string) =>
      life.inStore((acts) => {
        Object.assign(line(at) ?? {}, { options: value === '' ? [] : engraved(value).options });
        acts.change(life.orderId, { staffNotes: `${at} ${value}` });
      });
    await writes(1, 'Two');
    expect([life.held(), comments(life.there())]).toEqual([[], ['Hello\nA, Engraving: One\nB, Engraving: Two']]);
    await writes(0, '');
    expect([life.held(), comments(life.there())]).toEqual([[], ['Hello\nB, Engraving: Two']]);

    await life.inStore((acts) => {
      Object.assign(line(0) ?? {}, { wrapping: { name: 'Red', message: 'Hi' } });
      acts.change(life.orderId, { staffNotes: 'wrapped' });
    });
    expect(life.held().join()).toMatch(/changed-after-hand-over: .*gift words \(line \d+\)/);
    expect(comments(life.there())).toEqual(['Hello\nB, Engraving: Two']);
    desk.saves({ settings: { giftWords: 'forward' } });
    await life.again();
    expect([life.held(), comments(life.there())]).toEqual([[], ['Hello\nGift, A: Red: Hi\nB, Engraving: Two']]);

    desk.saves({ settings: { giftWords: 'drop', lineOptions: 'drop', customerMessage: 'drop' } });
    const plain = await desk.begin({ lines: [{ sku: 'A', name: 'A' }] });
    await plain.inStore((acts) => {
      Object.assign(acts.order(plain.orderId).lines[0] ?? {}, engraved('Late'));
      acts.editMessage(plain.orderId, 'Late');
    });
    expect([plain.held(), comments(plain.there()), plain.sent().length]).toEqual([[], [undefined], 1]);
    desk.saves({ settings: { giftWords: 'forward', lineOptions: 'forward', customerMessage: 'forward' } });
    const late = await desk.begin({ lines: [{ sku: 'A', name: 'A' }] });
    await late.inStore((acts) => {
      Object.assign(acts.order(late.orderId).lines[0] ?? {}, engraved('Late'));
      acts.change(late.orderId, { staffNotes: 'engraved' });
    });
    expect([late.held(), comments(late.there())]).toEqual([[], ['A, Engraving: Late']]);
  });

  test('that do not fit hold by how much, and an edit of them is held alike', async () => {
    desk.sandbox.control.settings({ maxCommentsLength: 10 });
    const life = await desk.begin({ customerMessage: '🙏'.repeat(6) });
    expect(life.held().join()).toContain('12 characters (an emoji counts as two), 2 more than the 10');
    const fits = await desk.begin({ customerMessage: '🙏'.repeat(5) });
    expect(comments(fits.sent())).toEqual(['🙏'.repeat(5)]);
    await fits.inStore((acts) => {
      acts.editMessage(fits.orderId, 'eleven char');
    });
    expect(fits.held().join()).toMatch(/changed-after-hand-over: .*customer message.*length/);
    desk.sandbox.control.settings({ maxCommentsLength: 10_000 });
  });
});
