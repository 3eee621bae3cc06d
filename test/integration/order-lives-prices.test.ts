import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLives, reasons, type Lives } from './order-lives.ts';

describe('a price that is changed after hand-over', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives({}, { editable: true });
  });
  afterAll(async () => {
    lives.desk.prove();
    await lives.close();
  });

  const lineOf = (orderId: number) => lives.acts.order(orderId).lines[0];

  it('holds nothing and edits nothing: the parcel leaves as it was sent', async () => {
    const { acts, people, desk } = lives;
    const { orderId } = await lives.begin();
    const reference = desk.reference(orderId);
    const before = lives.standing(orderId);
    const story = await lives.inStore(orderId, () => {
      acts.change(orderId, { editLines: [{ orderProductId: lineOf(orderId)?.id ?? 0, price: 4 }] });
    });
    expect(lineOf(orderId)?.price).toBe(4);
    expect([story.stage, reasons(story), lives.standing(orderId)]).toEqual(['handed-over', [], before]);
    expect(story.effects.map(({ what }) => what).filter((what) => what.includes('change was sent'))).toEqual([]);
    await lives.inWarehouse(orderId, () => people.ship(reference, { tracking: `T${reference}` }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
  });
});
