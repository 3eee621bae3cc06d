import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itLong } from '../support/sample.ts';
import { openLives, reasons, type Lives } from './order-lives.ts';

/** Orders whose products bear another SKU than on the day they were placed. The guide: the code in myOGO is changed, too. */
describe('a SKU that is renamed while its order is open', () => {
  let lives: Lives;
  let count = 0;
  beforeAll(async () => {
    lives = await openLives({ importStatuses: [11] }, { editable: true });
  });
  afterAll(async () => {
    lives.desk.prove();
    await lives.close();
  });

  const control = () => lives.shop.sandbox.control;
  const newSku = (word: string) => `${word}-${(count += 1)}`;
  /** A product of the store that the warehouse has in stock. */
  const product = (sku: string) => {
    control().addProduct({ name: sku, sku });
    lives.shop.stock({ [sku]: 50 });
    return sku;
  };
  const inStore = (from: string, to: string) => control().changeProduct(from, { newSku: to });
  const inMyogo = (from: string, to: string) => {
    const merchant = control().merchant();
    const held = merchant.product(from);
    if (held === undefined) throw new TypeError(`myOGO has no ${from}`);
    merchant.renameProduct(held, to);
    merchant.touchProduct(held, Date.now());
  };
  const rename = (from: string, to: string) => {
    inStore(from, to);
    inMyogo(from, to);
  };
  /** An order that waits for its payment. */
  const unpaid = async (sku: string, quantity = 3) => {
    const { orderId } = await lives.begin({ lines: [{ sku, quantity }], statusId: 7 });
    expect(lives.standing(orderId)).toEqual([]);
    return orderId;
  };
  const paid = (orderId: number) => lives.inStore(orderId, () => lives.acts.setStatus(orderId, 11));
  const ship = async (orderId: number) => {
    await lives.inWarehouse(orderId, () =>
      lives.people.ship(lives.desk.reference(orderId), { tracking: `T-${orderId}` }),
    );
  };
  const done = (orderId: number, pieces: string) =>
    lives.ended(orderId, { stage: 'shipped', status: 2, standing: [`SHIPPED ${pieces}`] });

  it('is handed over, shipped and told under the SKU that its product has today', async () => {
    const [old, now] = [product(newSku('OLD')), newSku('NOW')];
    const orderId = await unpaid(old);
    rename(old, now);
    await paid(orderId);
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: [`NEW 3${now}`] });
    await ship(orderId);
    await done(orderId, `3${now}`);
    expect(lives.shipments(orderId)).toEqual([`T-${orderId} 3${old}`]);
  });

  itLong('twice is handed over under the last one; a hold in between ends by its own remedy', async () => {
    const [old, then, now] = [product(newSku('OLD')), newSku('THEN'), newSku('NOW')];
    const orderId = await unpaid(old);
    rename(old, then);
    // The code in myOGO is late.
    inStore(then, now);
    const held = await paid(orderId);
    expect(reasons(held)).toEqual(['product-not-in-myogo']);
    expect(held.hold?.message ?? held.addresses[0]?.hold?.message).toContain(now);
    inMyogo(then, now);
    await lives.desk.retry(orderId);
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: [`NEW 3${now}`] });
    await ship(orderId);
    await done(orderId, `3${now}`);
  });

  itLong('in the store alone goes on under the code that the warehouse has', async () => {
    const [old, now] = [product(newSku('OLD')), newSku('NOW')];
    const orderId = await unpaid(old);
    inStore(old, now);
    await paid(orderId);
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: [`NEW 3${old}`] });
  });

  it('with another one, while orders of both are open, sends each its own goods', async () => {
    const [a, b] = [product(newSku('SWAP-A')), product(newSku('SWAP-B'))];
    const orderOfA = await unpaid(a, 2);
    const orderOfB = await unpaid(b, 5);
    const aside = newSku('ASIDE');
    for (const swap of [inStore, inMyogo]) {
      swap(a, aside);
      swap(b, a);
      swap(aside, b);
    }
    await paid(orderOfA);
    await paid(orderOfB);
    expect(lives.standing(orderOfA)).toEqual([`NEW 2${b}`]);
    expect(lives.standing(orderOfB)).toEqual([`NEW 5${a}`]);
  });

  it('and given to a new product stays the first one’s for its order, and is the new one’s for later ones', async () => {
    const [old, now] = [product(newSku('OLD')), newSku('NOW')];
    const orderId = await unpaid(old);
    rename(old, now);
    product(old);
    const later = await unpaid(old, 1);
    await paid(orderId);
    await paid(later);
    expect(lives.standing(orderId)).toEqual([`NEW 3${now}`]);
    expect(lives.standing(later)).toEqual([`NEW 1${old}`]);
  });

  it('whose product is deleted since goes under its code, or is held with a remedy that works', async () => {
    const [kept, gone, other] = [product(newSku('KEPT')), product(newSku('GONE')), newSku('OTHER')];
    const first = await unpaid(kept);
    const second = await unpaid(gone);
    control().changeProduct(kept, { remove: true });
    control().changeProduct(gone, { remove: true });
    inMyogo(gone, other);
    await paid(first);
    expect(lives.standing(first)).toEqual([`NEW 3${kept}`]);
    const held = await paid(second);
    expect(reasons(held)).toEqual(['product-not-in-myogo']);
    inMyogo(other, gone);
    await lives.desk.retry(second);
    await lives.ended(second, { stage: 'handed-over', status: 9, standing: [`NEW 3${gone}`] });
  });

  it('after hand-over is no other goods: what is shipped under either code is told', async () => {
    for (const shown of ['as sent', 'as named now'] as const) {
      const [old, now] = [product(newSku('OLD')), newSku('NOW')];
      const { orderId } = await lives.begin({ lines: [{ sku: old, quantity: 3 }] });
      expect(lives.standing(orderId)).toEqual([`NEW 3${old}`]);
      rename(old, now);
      const lines = shown === 'as sent' ? {} : { lines: [{ code: now, quantity: 3 }] };
      await lives.inWarehouse(orderId, () =>
        lives.people.ship(lives.desk.reference(orderId), { tracking: `T-${orderId}`, ...lines }),
      );
      await done(orderId, `3${shown === 'as sent' ? old : now}`);
      expect(lives.shipments(orderId)).toEqual([`T-${orderId} 3${old}`]);
    }
  });

  itLong(
    'after hand-over, a refunded piece is taken off under the new code, and the rest is shipped and told',
    async () => {
      const [old, now] = [product(newSku('OLD')), newSku('NOW')];
      const { orderId } = await lives.begin({ lines: [{ sku: old, quantity: 3 }] });
      rename(old, now);
      await lives.inStore(orderId, () => lives.acts.refund(orderId, [{ sku: old, quantity: 1 }]));
      await lives.ended(orderId, { stage: 'handed-over', status: 14, standing: [`NEW 2${now}`] });
      await ship(orderId);
      await done(orderId, `2${now}`);
    },
  );

  itLong('after hand-over, a cancelled order is cancelled in myOGO', async () => {
    const [old, now] = [product(newSku('OLD')), newSku('NOW')];
    const { orderId } = await lives.begin({ lines: [{ sku: old, quantity: 3 }] });
    rename(old, now);
    await lives.inStore(orderId, () => lives.acts.setStatus(orderId, 5));
    await lives.ended(orderId, { stage: 'cancelled', status: 5, standing: [`CANCELLED 3${old}`] });
  });

  itLong('after hand-over, an order that the warehouse cancelled goes again under the new code', async () => {
    const [old, now] = [product(newSku('OLD')), newSku('NOW')];
    const { orderId } = await lives.begin({ lines: [{ sku: old, quantity: 3 }] });
    rename(old, now);
    const held = await lives.inWarehouse(orderId, () =>
      control().warehouse(lives.desk.reference(orderId), { status: 'CANCELLED' }),
    );
    expect(reasons(held)).toEqual(['cancelled-in-warehouse']);
    await lives.desk.release(orderId, { kind: 'hand-over-again' });
    await lives.ended(orderId, {
      stage: 'handed-over',
      status: 9,
      standing: [`-s2 NEW 3${now}`, `CANCELLED 3${old}`],
    });
  });
});

describe('a SKU that is renamed before its product was created', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives({ createMissingProducts: true });
  });
  afterAll(() => lives.close());

  it('is created under the SKU of today, and the order goes on', async () => {
    const { control } = lives.shop.sandbox;
    control.addProduct({ name: 'Late', sku: 'LATE' });
    const { orderId } = await lives.desk.order(
      { lines: [{ sku: 'LATE', quantity: 2 }], statusId: 7 },
      { inWarehouse: false },
    );
    await lives.rest(orderId);
    control.changeProduct('LATE', { newSku: 'LATER' });
    await lives.inStore(orderId, () => lives.acts.setStatus(orderId, 11));
    // What was found missing is created and asked for once more: a wait for a time counts as rest.
    const standing = () => lives.standing(orderId).map((one) => one.replace(/^(NEW|PENDING) /, ''));
    await expect.poll(standing).toEqual(['2LATER']);
    expect(control.merchant().product('LATE')).toBeUndefined();
  });
});
