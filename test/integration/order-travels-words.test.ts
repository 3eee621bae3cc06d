import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaceLine } from '../../dev/stand-ins/control/place-order.ts';
import { openLives, type Lives } from './order-lives.ts';

describe('the words that an order brings', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives({ giftWords: 'forward', lineOptions: 'hold' }, { editable: true });
  });
  afterAll(() => lives.close());

  const comments = (orderId: number) =>
    lives.shop.sandbox.control
      .merchant()
      .orders.filter(({ reference }) => reference.startsWith(`${lives.shop.storeHash}-${orderId}`))
      .map(({ fields }) => fields['comments']);
  const engraved: PlaceLine = {
    ...{ sku: 'RING', name: 'Ring', quantity: 1 },
    options: [
      { name: 'Engraving', value: 'For Rabin', type: 'Text field' },
      { name: 'Size', value: 'S' },
    ],
  };
  const wrapped: PlaceLine = { sku: 'CUP', name: 'Cup', wrapping: { name: 'Red paper', message: 'Happy birthday' } };

  it('reach the packer by the merchant’s rules, each line’s with its SKU, and no history', async () => {
    const { orderId, story } = await lives.begin({ lines: [engraved, wrapped], customerMessage: 'Ring twice' });
    expect(story.addresses[0]?.hold).toMatchObject({
      reason: 'comment-undecided',
      message: 'It brings 1 written options of lines, and a person decides about each order.',
    });
    await lives.orders.release(orderId, { kind: 'forward-words' });
    await lives.rest(orderId);
    const [ring, cup] = lives.acts.order(orderId).lines.map(({ sku }) => sku);
    expect(comments(orderId)).toEqual([
      `Ring twice\n${ring}, Engraving: For Rabin\nGift, ${cup}: Red paper: Happy birthday`,
    ]);
    const history = JSON.stringify(await lives.orders.explain(orderId));
    expect(history).not.toMatch(/Rabin|birthday|twice/);
  });

  it('are left out where the merchant says so, which is shown; a change of them is no edit then', async () => {
    await lives.store.changeSettings({ customerMessage: 'drop', lineOptions: 'drop' });
    const { orderId, story } = await lives.begin({ lines: [engraved], customerMessage: 'Ring twice' });
    expect(comments(orderId)).toEqual([undefined]);
    expect(story.effects.map(({ what }) => what).join()).toContain(
      'not forwarded: 1 customer message, 1 written options of lines',
    );
    const after = await lives.inStore(orderId, () => {
      lives.acts.editMessage(orderId, 'Ring once');
    });
    expect(after.stage).toBe('handed-over');
    await lives.store.changeSettings({ customerMessage: 'forward', lineOptions: 'hold' });
  });

  it('go with the part of the order whose lines they are', async () => {
    const { orderId } = await lives.begin({ lines: [wrapped] });
    const line = { ...wrapped, wrapping: { name: 'Blue paper' } };
    const story = await lives.inStore(orderId, () => {
      lives.acts.addLine(orderId, line);
    });
    expect(story.stage).toBe('handed-over');
    expect(comments(orderId).map(String)).toEqual([
      expect.stringContaining('Red paper') as string,
      expect.stringMatching(/^Gift, \S+: Blue paper$/) as string,
    ]);
  });

  it('of each line stay where two have one SKU and the address is edited, and go with the one that is refunded', async () => {
    await lives.store.changeSettings({ lineOptions: 'forward' });
    const other = { ...engraved, options: [{ name: 'Engraving', value: 'For Ann', type: 'Text field' }] };
    const { orderId } = await lives.begin({ lines: [engraved, other] });
    const [{ id, sku: ring } = { id: 0, sku: '' }] = lives.acts.order(orderId).lines;
    const both = `${ring}, Engraving: For Rabin\n${ring}, Engraving: For Ann`;
    expect(comments(orderId)).toEqual([both]);
    const story = await lives.inStore(orderId, () => {
      lives.acts.change(orderId, { address: { street_1: 'Uusikatu 9' } });
    });
    expect([story.stage, comments(orderId)]).toEqual(['handed-over', [both]]);
    const [sent] = lives.shop.sandbox.control
      .merchant()
      .orders.filter(({ reference }) => reference === `${lives.shop.storeHash}-${orderId}`);
    expect(JSON.stringify(sent)).toContain('Uusikatu 9');
    await lives.inStore(orderId, () => {
      lives.acts.change(orderId, { refund: [{ orderProductId: id, quantity: 1 }] });
    });
    expect(comments(orderId)).toEqual([`${ring}, Engraving: For Ann`]);
    await lives.store.changeSettings({ lineOptions: 'hold' });
  });

  it('that do not fit are held, and say by how much', async () => {
    lives.shop.sandbox.control.settings({ maxCommentsLength: 20 });
    const { orderId, story } = await lives.begin({ customerMessage: 'Please leave it at the door.' });
    expect(story.addresses[0]?.hold?.message).toBe(
      'The comments has 28 characters, 8 more than the 20 that myOGO takes.',
    );
    await lives.orders.release(orderId, { kind: 'drop-words' });
    await lives.rest(orderId);
    expect(comments(orderId)).toEqual([undefined]);
    lives.shop.sandbox.control.settings({ maxCommentsLength: 10_000 });
  });
});
