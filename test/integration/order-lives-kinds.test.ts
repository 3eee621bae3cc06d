import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sample } from '../support/sample.ts';
import { openLives, reasons, type Lives } from './order-lives.ts';

// Further lives of kinds that the other files show once: the first few in the quick suite, all of them in the long one.

describe('an order at a warehouse that takes edits', () => {
  let lives: Lives;
  const twice: string[] = [];
  /** The merchant called them shipped. */
  const withoutTracking: number[] = [];
  beforeAll(async () => {
    lives = await openLives({}, { editable: true });
  });
  afterAll(async () => {
    lives.desk.prove({ twice, withoutTracking });
    await lives.close();
  });

  const A = (quantity: number) => [{ code: 'A', quantity }];
  const two = {
    lines: [0, 1].map((address) => ({ sku: 'A', name: 'A', quantity: 2, address })),
    addresses: 2,
  };
  /** What the run shows, and what stands in the warehouse. */
  const now = async (orderId: number) => {
    const story = await lives.rest(orderId);
    return [story.stage, reasons(story), lives.standing(orderId)] as const;
  };
  const notes = (orderId: number) => lives.shop.storeOrder(orderId).staffNotes;
  const short = async () => {
    const { orderId } = await lives.begin();
    await lives.inWarehouse(orderId, () =>
      lives.people.ship(lives.desk.reference(orderId), { lines: A(2), tracking: 'TWO' }),
    );
    expect(await now(orderId)).toEqual(['held', ['short-shipped'], ['SHIPPED 2A']]);
    return orderId;
  };
  const split = async (suffix: string) => {
    const { orderId } = await lives.begin();
    await lives.inWarehouse(orderId, () =>
      lives.people.split(lives.desk.reference(orderId), { lines: [{ code: 'A' }], suffix }),
    );
    return orderId;
  };

  const kinds: Readonly<Record<string, () => Promise<void>>> = {
    'that is split under its own reference loses what is refunded, and what is wanted stays or goes out anew':
      async () => {
        const orderId = await split('');
        twice.push(lives.desk.reference(orderId));
        expect(await now(orderId)).toEqual(['handed-over', [], ['NEW 1A', 'NEW 2A']]);
        await lives.inStore(orderId, () => {
          lives.acts.refund(orderId, [{ sku: 'A', quantity: 1 }]);
        });
        expect(await now(orderId)).toEqual(['handed-over', [], ['CANCELLED 1A', 'NEW 2A']]);
      },
    'of which a piece is short and refunded leaves the exchange order that people make of it alone': async () => {
      const orderId = await short();
      await lives.inStore(orderId, () => {
        lives.acts.refund(orderId, [{ sku: 'A', quantity: 1 }]);
      });
      expect(await now(orderId)).toEqual(['shipped', [], ['SHIPPED 2A']]);
      const reference = `${lives.desk.reference(orderId)}-EX1`;
      await lives.inWarehouse(orderId, () => lives.people.place({ reference, lines: A(1) }));
      expect(await now(orderId)).toEqual(['shipped', [], ['-EX1 NEW 1A', 'SHIPPED 2A']]);
      expect(notes(orderId)).toContain(`${reference} holds 1 × A, which was not sent from here`);
    },
    'whose answer contradicts itself is cancelled in the warehouse where the store cancels it': async () => {
      const { orderId } = await lives.begin();
      await lives.inStore(orderId, () => {
        lives.acts.hideConsignments(orderId);
      });
      expect(lives.standing(orderId)).toEqual(['NEW 3A']);
      await lives.inStore(orderId, () => {
        lives.acts.setStatus(orderId, 5);
      });
      expect(lives.standing(orderId)).toEqual(['CANCELLED 3A']);
    },
    'that was settled by its status goes out where a person asks for it': async () => {
      const { orderId } = await lives.begin({ shippingMethod: 'Raft' });
      withoutTracking.push(orderId);
      await lives.inStore(orderId, () => {
        lives.acts.setStatus(orderId, 2);
      });
      expect(await now(orderId)).toEqual(['ignored', [], []]);
      await lives.orders.fulfil(orderId);
      expect(await now(orderId)).toEqual(['held', ['shipping-method-not-linked'], []]);
      await lives.desk.release(orderId, { kind: 'use-code', code: 'DHL-EXPRESS' });
      expect(await now(orderId)).toEqual(['handed-over', [], ['NEW 3A']]);
    },
    'that was cancelled there and went out again has its first one cancelled where that is revived': async () => {
      const { orderId } = await lives.begin();
      const reference = lives.desk.reference(orderId);
      await lives.inWarehouse(orderId, () => lives.people.cancel(reference));
      await lives.desk.release(orderId, { kind: 'hand-over-again' });
      await lives.inWarehouse(orderId, () => lives.people.revive(reference));
      expect(await now(orderId)).toEqual(['handed-over', [], ['-s2 NEW 3A', 'CANCELLED 3A']]);
    },
    'that came back and is cancelled in the store is not handed over again, and says why': async () => {
      const { orderId } = await lives.begin();
      const reference = lives.desk.reference(orderId);
      await lives.inWarehouse(orderId, () => lives.people.ship(reference, { tracking: 'T' }));
      await lives.inWarehouse(orderId, () => lives.people.takeBack(reference));
      await lives.inStore(orderId, () => {
        lives.acts.setStatus(orderId, 5);
      });
      await expect(lives.desk.release(orderId, { kind: 'hand-over-again' })).rejects.toThrow();
      expect((await now(orderId))[2]).toEqual(['RETURNED 3A']);
    },
    'with a gift keeps it where a piece is refunded, and tells of ours alone when it ships': async () => {
      const { orderId } = await lives.begin();
      const reference = lives.desk.reference(orderId);
      await lives.inWarehouse(orderId, () => lives.people.addGift(reference, { code: 'GIFT', quantity: 1 }));
      await lives.inStore(orderId, () => {
        lives.acts.refund(orderId, [{ sku: 'A', quantity: 1 }]);
      });
      expect(await now(orderId)).toEqual(['handed-over', [], ['NEW 1GIFT+2A']]);
      await lives.inWarehouse(orderId, () => lives.people.ship(reference, { tracking: 'T' }));
      expect([lives.shipments(orderId), (await now(orderId))[0]]).toEqual([['T 2A'], 'shipped']);
    },
    'that is shipped by hand at one of two addresses keeps the other one': async () => {
      const { orderId, addressIds } = await lives.begin(two);
      const [first = 0, second = 0] = addressIds;
      await lives.inStore(orderId, () => lives.acts.shipByHand(orderId, { addressId: first, tracking: 'HAND' }));
      expect((await now(orderId)).slice(1)).toEqual([[], [`-${first} CANCELLED 2A`, `-${second} NEW 2A`].sort()]);
    },
    'that is split and shipped by hand is cancelled with its part': async () => {
      const orderId = await split('/B');
      await lives.inStore(orderId, () => lives.acts.shipByHand(orderId, { tracking: 'HAND' }));
      expect((await now(orderId)).slice(1)).toEqual([[], ['/B CANCELLED 1A', 'CANCELLED 2A']]);
    },
    'that is split and declined is cancelled with its part': async () => {
      const orderId = await split('_2');
      await lives.inStore(orderId, () => {
        lives.acts.setStatus(orderId, 6);
      });
      expect(await now(orderId)).toEqual(['cancelled', [], ['CANCELLED 2A', '_2 CANCELLED 1A']]);
    },
    'that is split and put away is cancelled with its part': async () => {
      const orderId = await split('.2');
      await lives.inStore(orderId, () => {
        lives.acts.archive(orderId);
      });
      expect(await now(orderId)).toEqual(['cancelled', [], ['.2 CANCELLED 1A', 'CANCELLED 2A']]);
    },
    'of two addresses, one split, is cancelled with all its orders': async () => {
      const { orderId, addressIds } = await lives.begin(two);
      const [first = 0, second = 0] = addressIds;
      const reference = lives.desk.reference(orderId, first);
      await lives.inWarehouse(orderId, () => lives.people.split(reference, { lines: [{ code: 'A' }], suffix: '/B' }));
      await lives.inStore(orderId, () => {
        lives.acts.setStatus(orderId, 5);
      });
      const standing = [`-${first} CANCELLED 1A`, `-${first}/B CANCELLED 1A`, `-${second} CANCELLED 2A`];
      expect(await now(orderId)).toEqual(['cancelled', [], standing.sort()]);
    },
    'of which a part is a substitute holds for what is missing, and tells of what left': async () => {
      const { orderId } = await lives.begin();
      const lines = [...A(2), { code: 'SUB', quantity: 1 }];
      await lives.inWarehouse(orderId, () =>
        lives.people.ship(lives.desk.reference(orderId), { lines, tracking: 'T' }),
      );
      expect(await now(orderId)).toEqual(['held', ['substituted'], ['SHIPPED 1SUB+2A']]);
      expect(lives.shipments(orderId)).toEqual(['T 2A']);
    },
    'whose status after the hand-over is set otherwise meanwhile sends an added line all the same': async () => {
      const { orderId, addressIds } = await lives.begin();
      await lives.store.changeSettings({ statusAfterHandOver: 8 });
      try {
        await lives.inStore(orderId, () => {
          lives.acts.addLine(orderId, { sku: 'A', name: 'A', addressId: addressIds[0] ?? 0 });
        });
        expect((await now(orderId)).slice(1)).toEqual([[], ['-s2 NEW 1A', 'NEW 3A']]);
      } finally {
        await lives.store.changeSettings({ statusAfterHandOver: 9 });
      }
    },
    'that vanished and was treated as done is cancelled where it reappears': async () => {
      const { orderId } = await lives.begin();
      const reference = lives.desk.reference(orderId);
      lives.people.vanish(reference);
      const run = lives.shop.worker.client.workflow.getHandle(`order:${lives.shop.storeHash}:${orderId}`);
      await run.signal('retry', { look: true });
      await expect
        .poll(() => now(orderId), { timeout: 90_000 })
        .toEqual(['held', ['vanished-in-warehouse'], ['NEW 3A']]);
      await lives.desk.release(orderId, { kind: 'treat-as-done' });
      await lives.inWarehouse(orderId, () => lives.people.reappear(reference));
      expect((await now(orderId))[2]).toEqual(['CANCELLED 3A']);
    },
  };

  it.each(sample(Object.keys(kinds), 5))('%s', async (kind) => {
    await kinds[kind]?.();
  });
});
