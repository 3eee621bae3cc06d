import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it, vi } from 'vitest';
import { bodyOf, createCorrections } from '../../../../src/activities/orders/correct.ts';

type Deps = Parameters<typeof createCorrections>[0];
type Corrections = ReturnType<typeof createCorrections>;
type EditRequest = Parameters<Corrections['editInWarehouse']>[0];
type CancelRequest = Parameters<Corrections['cancelInWarehouse']>[0];
type Body = Parameters<typeof bodyOf>[0];

const VERSION = '2026-01-01T00:00:00Z';
const line = { code: 'A', quantity: 1 };
const customer = { name: 'Ann Bee' } as unknown as Body['customer']; // nothing of it is looked at

function body(of: Partial<Body> = {}): Body {
  return { reference: 'h-9', shippingCode: 'DHL', status: 'New', customer, orderLines: [line], ...of };
}

/** An order of the warehouse under `h-9`. */
function there(id: string | undefined, of: { readonly status?: string; readonly quantity?: number } = {}) {
  const { status = 'NEW', quantity = 1 } = of;
  const lines = [{ code: 'A', quantity }];
  return { order: { id, reference: 'h-9', status, editTime: VERSION, lines }, whole: body({ orderLines: lines }) };
}

/** Corrections at a warehouse that has these orders, and takes every cancel. */
function corrections(found: ReturnType<typeof there>[], order: object = {}, now: object = {}) {
  const update = vi.fn((reference: string, sent: Body) => {
    for (const one of found) if (one.order.reference === reference && sent.status === 'Cancelled') cancelled(one);
    return Promise.resolve();
  });
  const shipping = [{ addressId: 7, person: {}, lines: [] }];
  const open = {
    connection: { merchantId: 'm' },
    versions: { settings: 5, links: 3, ...now },
    merchant: { orders: { found: () => Promise.resolve(structuredClone(found)), update } },
    store: { orders: { get: () => Promise.resolve({ dateModified: VERSION, statusId: 11, shipping, ...order }) } },
  };
  const deps = { connections: { open: () => Promise.resolve(open) } } as unknown as Deps; // only what is asked
  const activities = createCorrections(deps);
  const environment = new MockActivityEnvironment();
  return {
    update,
    cancel: (key: string, pieces = [line]) => {
      const named = { key, reference: 'h-9', status: 'NEW', pieces } as const;
      const request = { storeHash: 'h', orderId: 9, orders: [named] } as unknown as CancelRequest; // no run asks
      return environment.run((of: CancelRequest) => activities.cancelInWarehouse(of), request);
    },
    edit: () => {
      const request = {
        ...{ storeHash: 'h', orderId: 9, addressId: 7, code: 'DHL', pieces: [line], travels: {}, lines: [] },
        order: { key: '1', reference: 'h-9', status: 'NEW', pieces: [line] },
        ...{ read: { status: 11, version: VERSION }, mayBeDone: false, settings: 5, links: 3 },
      };
      return environment.run((of: EditRequest) => activities.editInWarehouse(of), request as unknown as EditRequest); // no run asks
    },
  };
}

function cancelled({ order }: ReturnType<typeof there>): void {
  order.status = 'CANCELLED';
}

describe('a change of an order', () => {
  it.each([
    ['was put away in the store', { isDeleted: true }],
    ['has another status in the store', { statusId: 5 }],
    ['was changed in the store', { dateModified: '2026-01-02T00:00:00Z' }],
  ])('that %s since it was decided is not sent', async (_, order) => {
    const { edit, update } = corrections([there('1')], { isDeleted: false, ...order });
    expect(await edit()).toMatchObject({ moved: true });
    expect(update).not.toHaveBeenCalled();
  });

  it.each([{ settings: 6 }, { links: 4 }])('is not sent by what the merchant said before: %o', async (now) => {
    const { edit, update } = corrections([there('1')], { isDeleted: false }, now);
    expect(await edit()).toMatchObject({ moved: true });
    expect(update).not.toHaveBeenCalled();
  });

  const wanted = new Map([['A', 1]]);
  it('takes off the words that the shopper took back', () => {
    expect(bodyOf(body(), body({ comments: 'ring twice' }), wanted, { status: 'NEW', newWords: true }).comments).toBe(
      '',
    );
    expect(
      bodyOf(body({ comments: 'new' }), body({ comments: 'old' }), wanted, { status: 'NEW', newWords: true }).comments,
    ).toBe('new');
  });

  it('leaves what the warehouse’s people wrote where the store’s words are as they were', () => {
    expect(bodyOf(body(), body({ comments: 'theirs' }), wanted, { status: 'NEW', newWords: false }).comments).toBe(
      'theirs',
    );
  });

  it('leaves what they wrote beside the store’s words, where these are as they were', () => {
    const orderLines = [line];
    const of = (here: string, there: string, newWords = false, left = 1) => {
      const [made, whole] = [body({ comments: here, orderLines }), body({ comments: there, orderLines })];
      return bodyOf(made, whole, new Map([['A', left]]), { status: 'NEW', newWords }).comments;
    };
    expect(of('ring twice', 'ring twice\nOnly with Anna’s cart')).toBe('ring twice\nOnly with Anna’s cart');
    expect(of('ring twice', 'Fragile! ring twice')).toBe('Fragile! ring twice');
    // What does not stand there, nobody reads otherwise.
    expect(of('ring twice', 'Fragile!')).toBe('ring twice');
    // With pieces, words of theirs may have gone.
    expect(of('ring twice', 'ring twice\nA, Engraving: Ann', false, 2)).toBe('ring twice');
    expect(of('ring thrice', 'ring twice\nOnly with Anna’s cart', true)).toBe('ring thrice');
  });
});

describe('a cancel', () => {
  it('meets the order that was known by its reference alone, once the warehouse gives its id', async () => {
    const { cancel, update } = corrections([there('1')]);
    expect(await cancel('ref:h-9')).not.toHaveProperty('refused');
    expect(update).toHaveBeenCalledExactlyOnceWith('h-9', expect.objectContaining({ status: 'Cancelled' }));
  });

  it('is not sent where two stand under the reference, and which of them was known cannot be told', async () => {
    const { cancel, update } = corrections([there('1'), there('2')]);
    expect(await cancel('ref:h-9')).toMatchObject({ moved: true });
    expect(update).not.toHaveBeenCalled();
  });
});
