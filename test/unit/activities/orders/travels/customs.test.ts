import { describe, expect, test, vi } from 'vitest';
import { Held } from '../../../../../src/activities/orders/travels/held.ts';
import { customsPrices } from '../../../../../src/activities/orders/travels/customs.ts';
import { ProductMemory } from '../../../../../src/activities/products/product-memory.ts';
import type { ShippingLink } from '../../../../../src/contract/shipping.ts';

type Given = Parameters<typeof customsPrices>;
type Before = Given[2]['before'];

const whole = { hsCode: '610910', countryOfOrigin: 'EE', customsDescription: 'Knitted shirt' };

/** What an order of two SKUs to an address costs and needs: two of A of three that were bought, and one of B. */
function asked(
  to: { readonly countryIso2: string; readonly zip?: string; readonly city?: string },
  of: {
    readonly warehouseCountry?: string | null;
    readonly products?: Readonly<Record<string, object>>;
    readonly links?: readonly ShippingLink[];
    readonly before?: Before;
  } = {},
) {
  const { warehouseCountry = 'FI', products = { A: whole, B: whole }, links = [], before } = of;
  const byCode = vi.fn((code: string) => Promise.resolve(code in products ? [{ code, ...products[code] }] : []));
  const connection = { storeHash: 'h', merchantId: 'm', settings: { warehouseCountry }, links };
  const person = { zip: '', city: 'Town', ...to };
  const lines = [
    { id: 1, sku: 'A', quantity: 3, paidIncTax: '30.0000', priceIncTax: '12.0000' },
    { id: 2, sku: 'B', quantity: 1, paidIncTax: '5.5000', priceIncTax: '5.5000' },
  ];
  const consignment = { addressId: 7, method: 'GLS', person, lines };
  const sent = {
    order: { shipping: [consignment] },
    consignment,
    code: 'GLS',
    lines: [
      { line: 1, code: 'A', quantity: 2 },
      { line: 2, code: 'B', quantity: 1 },
    ],
    before,
  };
  const open = { connection, merchant: { products: { byCode } } };
  // Only what is looked at.
  const prices = customsPrices(
    { products: new ProductMemory() } as unknown as Given[0],
    open as unknown as Given[1],
    sent,
  );
  return { prices, byCode };
}

async function heldOf(prices: Promise<unknown>): Promise<Held> {
  const error: unknown = await prices.catch((thrown: unknown) => thrown);
  if (!(error instanceof Held)) throw new Error('not held');
  return error;
}

describe('an order that crosses a customs border', () => {
  test('is sent with what was paid for one piece of each line', async () => {
    const { prices, byCode } = asked({ countryIso2: 'NO', zip: '0150' });
    expect(await prices).toEqual(
      new Map([
        [1, '10.0000'],
        [2, '5.5000'],
      ]),
    );
    expect(byCode).toHaveBeenCalledTimes(2);
  });

  test('is held where the product lacks something, by SKU and name', async () => {
    const products = { A: { ...whole, hsCode: undefined, countryOfOrigin: undefined }, B: whole };
    const { reason, message, remedy, codes } = await heldOf(
      asked({ countryIso2: 'fi', zip: '22100' }, { products }).prices,
    );
    expect({ reason, remedy, codes }).toEqual({ reason: 'address-incomplete', remedy: 'customs-data', codes: ['A'] });
    expect(message).toBe(
      'To Åland, goods need customs data, and some of it is missing: A (HS code, country of origin).',
    );
  });

  test('is held where the warehouse knows no product of a code', async () => {
    const { codes } = await heldOf(asked({ countryIso2: 'GB', zip: 'SW1A 1AA' }, { products: { A: whole } }).prices);
    expect(codes).toEqual(['B']);
  });

  test.each([
    ['within the customs territory', { countryIso2: 'EE', zip: '10111' }, {}],
    ['to Northern Ireland', { countryIso2: 'GB', zip: 'BT1 1AA' }, {}],
    ['where nobody has said where the warehouse is', { countryIso2: 'US', zip: '10001' }, { warehouseCountry: null }],
  ])('asks for nothing and costs nothing %s', async (_, to, of) => {
    const { prices, byCode } = asked(to, { ...of, products: {} });
    expect(await prices).toBeUndefined();
    expect(byCode).not.toHaveBeenCalled();
  });

  test('is not asked again for what it was sent without, unless it now crosses another border', async () => {
    const { prices, byCode } = asked(
      { countryIso2: 'NO', zip: '0150' },
      { products: {}, before: { countryCode: 'NO', zip: '0150', city: 'Oslo' } },
    );
    expect((await prices)?.get(1)).toBe('10.0000');
    expect(byCode).not.toHaveBeenCalled();
    const before = { countryCode: 'FI', zip: '00100', city: 'Helsinki' };
    expect((await heldOf(asked({ countryIso2: 'NO' }, { products: {}, before }).prices)).message).toContain('To NO');
  });

  test('needs the data where its link says so, wherever it goes', async () => {
    const link: ShippingLink = { method: 'GLS', code: 'GLS', needs: ['customs-data'] };
    const { message } = await heldOf(
      asked({ countryIso2: 'FI', zip: '00100' }, { products: {}, links: [link] }).prices,
    );
    expect(message).toContain('GLS needs customs data');
    expect(await asked({ countryIso2: 'FI', zip: '00100' }, { links: [link] }).prices).toHaveProperty('size', 2);
    const other: ShippingLink = { method: 'Other', code: 'GLS', needs: ['customs-data'] };
    expect(
      await asked({ countryIso2: 'FI', zip: '00100' }, { products: {}, links: [{ method: 'GLS', code: 'GLS' }, other] })
        .prices,
    ).toBeUndefined();
  });
});
