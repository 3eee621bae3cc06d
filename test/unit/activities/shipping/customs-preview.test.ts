import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, test } from 'vitest';
import { ProductMemory } from '../../../../src/activities/products/product-memory.ts';
import { previewLinks } from '../../../../src/activities/shipping/shipping-preview.ts';
import type { ShippingLink, ShippingPreview } from '../../../../src/contract/shipping.ts';
import { answering } from '../../http/fixed-transport.ts';
import { consignmentRow, consignments, lineRow, orderRow, storeAnswering } from '../../bigcommerce/store.ts';
import { merchantAnswering } from '../../myogo/merchant.ts';

// What a preview says of customs data: by SKU and field, and nobody's name.

type Given = Parameters<typeof previewLinks>;

const whole = { hsCode: '610910', countryOfOrigin: 'EE', customsDescription: 'Shirt' };
const link: ShippingLink = { method: 'GLS*', code: 'GLS' };

interface Sold {
  readonly to: readonly [country: string, zip: string];
  readonly lines: readonly object[];
}

/** Orders with these lines, and the warehouse's products. */
function previewed(
  orders: readonly Sold[],
  products: Readonly<Record<string, object>>,
  of: { readonly links?: readonly ShippingLink[]; readonly settings?: object } = {},
) {
  let id = 0;
  const rows = orders.map(({ to: [country_iso2, zip], lines }, at) => {
    const bought = lines.map((line) => lineRow((id += 1), { discounted_total_inc_tax: '10.0000', ...line }));
    const shipping = [consignmentRow(5, bought, { shipping_method: 'GLS Home', country_iso2, zip })];
    return orderRow(at + 1, { items_total: bought.length, consignments: consignments(shipping) });
  });
  const { store } = storeAnswering((_, path, query) => {
    if (path.startsWith('/v3/catalog')) return answering(422, { title: 'no' });
    return query.get('page') === '1' ? answering(200, rows) : answering(204);
  });
  const { merchant, sent } = merchantAnswering((_, __, query) => {
    const code = query.get('code') ?? '';
    const product = { id: '8f2a6c1e-7c1b-4f0c-9d38-0b1c5d7a2e11', code, name: code, languageCode: 'en' };
    return answering(200, code in products ? [{ ...product, ...products[code] }] : []);
  });
  const settings = { warehouseCountry: 'EE', notAtWarehouse: ['SOFA*'], ...of.settings };
  const connection = { storeHash: 'h', merchantId: 'm-1', links: [], settings };
  const open = { store, merchant, connection } as unknown as Given[1]; // nothing else is asked
  const deps = { products: new ProductMemory() } as unknown as Given[0];
  const run = new MockActivityEnvironment().run(() => previewLinks(deps, open, of.links ?? [link], 30));
  return { preview: run as Promise<ShippingPreview>, sent };
}

describe('a preview of customs data', () => {
  test('says what would hold, by SKU and field, and where it goes', async () => {
    const { preview, sent } = previewed(
      [
        { to: ['NO', '0150'], lines: [{ sku: 'A' }, { sku: 'B' }] },
        { to: ['FI', '22100'], lines: [{ sku: 'B' }, { sku: 'SOFA-1' }] },
        { to: ['FI', '00100'], lines: [{ sku: 'C' }] },
        {
          to: ['NO', '0150'],
          lines: [
            { sku: 'A', quantity_refunded: 0 },
            { sku: 'C', quantity_refunded: 1 },
          ],
        },
        {
          to: ['NO', '0150'],
          lines: [
            { sku: 'A', discounted_total_inc_tax: null },
            { sku: 'D', type: 'digital' },
          ],
        },
      ],
      { A: whole, B: { ...whole, hsCode: '', countryOfOrigin: 'XX' } },
    );
    expect((await preview).customs).toEqual({
      ...{ addresses: 4, complete: 1, incomplete: 3, notAsked: 0 },
      territories: [
        { territory: 'NO', addresses: 3 },
        { territory: 'Åland', addresses: 1 },
      ],
      lacking: [
        { sku: 'B', fields: ['HS code', 'country of origin'], addresses: 2 },
        { sku: 'A', fields: ['what was paid for it'], addresses: 1 },
      ],
    });
    expect(sent).toHaveLength(2);
    expect(JSON.stringify(await preview)).not.toMatch(/Jane|Doe|Street/);
  });

  test('goes by what the draft’s links need, too', async () => {
    const links = [{ ...link, needs: ['customs-data'] }] as const;
    const { preview } = previewed([{ to: ['FI', '00100'], lines: [{ sku: 'Z' }] }], {}, { links });
    expect((await preview).customs).toMatchObject({
      territories: [{ territory: 'GLS', addresses: 1 }],
      lacking: [{ sku: 'Z', fields: ['HS code', 'country of origin', 'description for customs'] }],
    });
  });

  test('asks for the hundred most frequent SKUs and says of how many addresses it cannot tell', async () => {
    const rare = Array.from({ length: 120 }, (_, at) => ({ to: ['NO', '0150'], lines: [{ sku: `R${at}` }] }) as const);
    const often = [1, 2].map(() => ({ to: ['NO', '0150'], lines: [{ sku: 'A' }] }) as const);
    const { preview, sent } = previewed([...rare, ...often], { A: whole });
    expect((await preview).customs).toMatchObject({ addresses: 122, complete: 2, incomplete: 99, notAsked: 21 });
    expect(sent).toHaveLength(100);
  });

  test('says nothing where nobody has said where the warehouse is', async () => {
    const settings = { warehouseCountry: null };
    const { preview, sent } = previewed([{ to: ['NO', '0150'], lines: [{ sku: 'A' }] }], {}, { settings });
    expect((await preview).customs).toBeUndefined();
    expect(sent).toEqual([]);
  });

  test('asks what a category has only for goods that cross a border, and guesses nothing where it is not told', async () => {
    const settings = { notAtWarehouse: ['category:24'] };
    const lines = [{ sku: 'A' }];
    expect(await previewed([{ to: ['EE', '10111'], lines }], {}, { settings }).preview).toMatchObject({ orders: 1 });
    await expect(previewed([{ to: ['NO', '0150'], lines }], {}, { settings }).preview).rejects.toMatchObject({
      type: 'Rejected',
    });
  });
});
