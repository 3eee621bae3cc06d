import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlaceOrder } from '../../../dev/stand-ins/control/place-order.ts';
import type { ShippingLink } from '../../../src/contract/shipping.ts';
import { openDesk, type Desk, type OrderByBytes } from '../../support/travels/order-by-bytes.ts';

// Customs, and an edit of the country, from the store's bytes to the warehouse's. Warehouse in Estonia; A has all that customs
// ask, B nothing.

const links: readonly ShippingLink[] = [
  { method: '*', code: 'POSTI', country: 'FI' },
  { method: '*', code: 'DHL-EXPRESS' },
];
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ warehouseCountry: 'EE' }, links);
  declare('A');
});
afterAll(() => desk.close());

function declare(code: string): void {
  const product = desk.sandbox.control.merchant().products.find((one) => one.code === code);
  Object.assign(product?.fields ?? {}, { hsCode: '6109.10', countryOfOrigin: 'EE', customsDescription: 'Shirt' });
}
const to = (country_iso2: string, zip: string, sku = 'A'): PlaceOrder => ({
  addresses: [{ country_iso2, zip }],
  lines: [{ sku, name: sku, quantity: 3, discount: 7.65 }],
});
const prices = (life: OrderByBytes) =>
  life.there().flatMap((order) => {
    const lines = order['lines'] as readonly { readonly rest: Readonly<Record<string, unknown>> }[]; // as the stand-in keeps it
    return lines.map(({ rest }) => rest['unitPrice']);
  });
const split = (life: OrderByBytes, code = 'A') =>
  life.inWarehouse(({ control }) => {
    control.warehouse(life.reference, { split: { lines: [{ code, quantity: 1 }], suffix: '/B' } });
  });

describe('goods that cross a customs border, from the store’s bytes to the warehouse’s', () => {
  test('go with what was paid for one piece, through a split, a refund and an edit', async () => {
    const life = await desk.begin(to('NO', '0150'));
    expect([life.held(), prices(life)]).toEqual([[], [10]]);
    await split(life);
    await life.inStore((acts) => {
      acts.refund(life.orderId, [{ sku: 'A', quantity: 1 }]);
    });
    expect([life.held(), life.there().reduce((sum, { pieces }) => sum + pieces, 0)]).toEqual([[], 2]);
    const other = await desk.begin(to('NO', '0150'));
    await other.inStore((acts) => {
      acts.change(other.orderId, { address: { street_1: 'Another Street 9' } });
    });
    expect([other.held(), prices(other), JSON.stringify(other.there())]).toEqual([
      [],
      [10],
      expect.stringContaining('Another Street 9') as string,
    ]);
  });

  test('hold by SKU and field, and a second address across the border holds for itself alone', async () => {
    const life = await desk.begin(to('FI', '00100', 'B'));
    expect([life.held(), life.there().length]).toEqual([[], 1]);
    await life.inStore((acts) => {
      const second = acts.addAddress(life.orderId, { country_iso2: 'FI', zip: ' fi-22 100 ' });
      acts.addLine(life.orderId, { sku: 'B', name: 'B', quantity: 1, addressId: second });
    });
    expect(life.held()).toEqual([
      'address-incomplete: To Åland, goods need customs data, and some of it is missing: B (HS code, country of origin, description for customs).',
    ]);
    expect(life.there()).toHaveLength(1);
    await life.inStore((acts) => {
      const [, second] = acts.order(life.orderId).addresses;
      acts.change(life.orderId, { address: { addressId: second?.id ?? 0, zip: '00100' } });
    });
    expect([life.held(), life.there().length]).toEqual([[], 2]);
  });

  test('of a country that is edited after hand-over are held by that name, until it is edited back', async () => {
    const life = await desk.begin(to('FI', '00100'));
    expect(life.sent()).toMatchObject([{ shippingCode: 'POSTI' }]);
    const move = (country_iso2: string, zip: string) =>
      life.inStore((acts) => {
        acts.change(life.orderId, { address: { country_iso2, zip } });
      });
    await move('NO', '0150');
    expect(life.held()).toEqual([
      expect.stringMatching(
        /^changed-after-hand-over: Changed in the store after hand-over: country, postcode/,
      ) as string,
    ]);
    expect(life.sent()).toHaveLength(1);
    await move('FI', '00100');
    expect([life.held(), life.sent().length]).toEqual([[], 1]);
  });

  test('are handed over to another country by its own link once they are cancelled in myOGO, and judged anew', async () => {
    const life = await desk.begin(to('FI', '00100', 'B'));
    await life.inStore((acts) => {
      acts.change(life.orderId, { address: { country_iso2: 'NO', zip: '0150' } });
    });
    await life.inWarehouse(({ control }) => {
      control.warehouse(life.reference, { status: 'Cancelled' });
    });
    expect(life.held().join()).toContain('cancelled-in-warehouse');
    await life.decide({ kind: 'hand-over-again' });
    expect(life.held().join()).toMatch(/address-incomplete: To NO, goods need customs data.*: B \(HS code/);
    declare('B');
    await life.again();
    expect([life.held(), life.there()]).toMatchObject([[], [{ shippingCode: 'DHL-EXPRESS', pieces: 3 }]]);
    expect([prices(life), JSON.stringify(life.there())]).toEqual([[10], expect.stringContaining('"countryCode":"NO"')]);
  });
});
