import { describe, expect, test } from 'vitest';
import type { Order } from '../../../src/bigcommerce/orders/order-schema.ts';
import type { OrderLine } from '../../../src/bigcommerce/orders/order-line.ts';
import { ProductMemory } from '../../../src/activities/products/product-memory.ts';
import { readingOf } from '../../../src/activities/orders/read-order.ts';
import { defaultSettings } from '../../../src/contract/settings.ts';

const bought = (part: Partial<OrderLine> = {}): OrderLine =>
  ({
    ...{ id: 1, productId: 5, sku: 'A', type: 'physical', options: [], wrappingName: '', wrappingMessage: '' },
    ...{ quantity: 1, quantityShipped: 0, quantityRefunded: 0 },
    ...part,
  }) as OrderLine; // only what is read of a line

const person = {
  ...{ firstName: 'Anna', lastName: '', company: '', street1: 'Long Street 1', street2: '', city: 'Town' },
  ...{ state: '', zip: '1', countryIso2: 'fi', phone: '', email: '' },
};

type Arguments = Parameters<typeof readingOf>;

const known = new Set(['SET', 'PART']);

function read(lines: readonly OrderLine[], of: Partial<Order> = {}, codes: ReadonlySet<string> = known) {
  const shipping = [{ addressId: 1, method: 'DHL', person, lines }];
  const order = {
    ...{ id: 9, statusId: 11, dateCreated: '2026-01-02T00:00:00Z', dateModified: '2026-01-02T00:00:00Z' },
    ...{
      itemsTotal: 1,
      isDeleted: false,
      shipping,
      pickups: [],
      downloads: [],
      contradictions: [],
      unaddressedLines: [],
      customerMessage: '',
      paymentMethod: '',
      paymentStatus: '',
    },
    ...of,
  } as unknown as Order; // only what is read of an order
  const byCode = (code: string) => Promise.resolve(codes.has(code) ? [{ code, id: 1 }] : []);
  const open = {
    connection: { storeHash: 'h', merchantId: 'm', links: [], settings: defaultSettings('2026-01-01T00:00:00Z') },
    versions: { credentials: 1, links: 1, settings: 1 },
    merchant: { products: { byCode } },
  } as unknown as Arguments[1]; // only what is asked
  const deps = { settleMs: 30_000, products: new ProductMemory() } as unknown as Arguments[0];
  const digester = {
    sealedKey: 'k',
    of: () => ({ street: 'digest' }),
    ofComments: () => undefined,
  } as unknown as Arguments[3];
  return readingOf(deps, open, order, digester);
}

describe('what has to be shipped', () => {
  test.each<[string, Partial<OrderLine>, object]>([
    ['a physical line', { quantity: 2 }, { sku: 'A', quantity: 2, refunded: 0, shipped: 0 }],
    ['with what was refunded of it', { quantity: 3, quantityRefunded: 1 }, { quantity: 3, refunded: 1 }],
    ['never more refunded than ordered', { quantity: 2, quantityRefunded: 5 }, { quantity: 2, refunded: 2 }],
    ['with what the store counts as shipped', { quantity: 3, quantityShipped: 2 }, { quantity: 3, shipped: 2 }],
    ['without a SKU where that is blank', { sku: ' ' }, { sku: '' }],
    ['marked where it is no product', { productId: 0 }, { custom: true }],
  ])('is %s', async (_, given, expected) => {
    expect((await read([bought(given)])).addresses[0]?.lines).toMatchObject([expected]);
  });

  test.each([
    ['digital', bought({ type: 'digital' }), { digital: 1 }],
    ['a gift certificate', bought({ type: 'giftcertificate' }), { digital: 1 }],
  ])('is nothing where the line is %s', async (_, given, skipped) => {
    expect(await read([given])).toMatchObject({ addresses: [], skipped });
  });

  test('is said to be refunded where all of a line is', async () => {
    expect(await read([bought({ quantityRefunded: 1 })])).toMatchObject({ skipped: { refunded: 1 } });
  });

  test('holds nothing of the person', async () => {
    expect(JSON.stringify(await read([bought()]))).not.toMatch(/Anna|Long Street|Town/);
  });

  test('leaves out a pick-list parent that myOGO does not know, and one without a SKU', async () => {
    const parts = [bought({ id: 3, sku: 'PART', parentOrderProductId: 2 })];
    for (const sku of ['', 'NAME']) {
      const [address] = (await read([bought({ id: 2, sku }), ...parts])).addresses;
      expect(address?.lines).toMatchObject([{ id: 2, nameOnly: true }, { id: 3 }]);
    }
  });

  test('names what contradicts itself', async () => {
    const contradictions = [{ kind: 'line', id: 7, field: 'quantity', expected: 'a whole number' }];
    expect(await read([], { contradictions })).toMatchObject({
      problem: { field: 'quantity', message: expect.stringContaining('line 7') as string },
    });
  });
});
