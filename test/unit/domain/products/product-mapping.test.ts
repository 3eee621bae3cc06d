import { describe, expect, test } from 'vitest';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import {
  mapProduct,
  rowName,
  variantOfUrl,
  variantUrl,
  type Customs,
} from '../../../../src/domain/products/product-mapping.ts';

const storeHash = 'abc123' as StoreHash;
const context = { storeHash, languageCode: 'en', currency: 'EUR' };
const product = {
  id: 7,
  name: 'Shirt',
  type: 'physical',
  inventoryTracking: 'variant',
  inventoryLevel: 0,
  price: '24.90',
  costPrice: '9.9',
  upc: '036000291452',
  gtin: undefined,
  mpn: 'M-1',
  customUrl: '/shirt/',
  pictureUrl: 'https://cdn.example.test/p.jpg',
};
const variant = { id: 70, productId: 7, sku: 'SH-1', inventoryLevel: 1, options: [] };
const customs: Customs = { countryOfOrigin: 'fi', description: 'Cotton T-shirt', hsCodes: { ALL: '6109.10.00' } };

test('a simple product is told with everything the store knows', () => {
  expect(mapProduct(product, 'Soft.\n', variant, customs, context)).toEqual({
    code: 'SH-1',
    languageCode: 'en',
    name: 'Shirt',
    description: 'Soft.',
    supplierCode: 'M-1',
    eanCode: '036000291452',
    supplyPrice: 9.9,
    salesPrice: 24.9,
    currencyCode: 'EUR',
    infoUrl: 'https://store-abc123.mybigcommerce.com/shirt/#v70',
    pictureUrl: 'https://cdn.example.test/p.jpg',
    countryOfOrigin: 'FI',
    customsDescription: 'Cotton T-shirt',
    hsCode: '61091000',
  });
});

test('what the store does not know is absent, never invented', () => {
  const bare = { ...product, price: '0', costPrice: undefined, upc: '123', mpn: undefined, pictureUrl: 'p.jpg' };
  const mapped = mapProduct(bare, ' ', variant, undefined, context);
  expect(Object.keys(mapped).sort()).toEqual(['code', 'currencyCode', 'infoUrl', 'languageCode', 'name']);
});

test.each([undefined, '', 'euro'])('without a usable currency (%j) no amount is told', (currency) => {
  const mapped = mapProduct(product, '', variant, undefined, { ...context, currency });
  expect(mapped).not.toHaveProperty('salesPrice');
  expect(mapped).not.toHaveProperty('supplyPrice');
  expect(mapped).not.toHaveProperty('currencyCode');
});

test('a variant is told by its own price, picture and EAN, and never by the family’s EAN', () => {
  const red = {
    ...variant,
    options: [{ value: 'Red' }, { value: 'XS' }],
    price: '20.00',
    pictureUrl: 'https://x.test/r',
  };
  const mapped = mapProduct(product, '', red, undefined, context);
  expect(mapped).toMatchObject({ name: 'Shirt (Red, XS)', salesPrice: 20, pictureUrl: 'https://x.test/r' });
  expect(mapped).not.toHaveProperty('eanCode');
  expect(mapProduct(product, '', { ...red, gtin: '4006381333931' }, undefined, context).eanCode).toBe('4006381333931');
});

describe('one HS code for all destinations', () => {
  test.each([
    [{ ALL: '61091000', US: '6109100012' }, '61091000'],
    [{ US: '61091000', CA: '61091000' }, '61091000'],
    [{ US: '61091000', CA: '61091001' }, undefined],
    [{ ALL: '6109' }, undefined],
    [{ ALL: 'not a code' }, undefined],
    [{}, undefined],
  ])('%j → %s', (hsCodes, code) => {
    expect(mapProduct(product, '', variant, { hsCodes }, context).hsCode).toBe(code);
  });
});

describe('texts keep to their lengths', () => {
  test('a long name is cut before the values that tell variants apart', () => {
    const name = rowName('n'.repeat(300), { options: [{ value: 'Red' }] });
    expect(name).toHaveLength(250);
    expect(name.endsWith(' (Red)')).toBe(true);
  });

  test('never through a character', () => {
    const mapped = mapProduct(
      product,
      '😀'.repeat(2_001),
      variant,
      { ...customs, description: `x${'😀'.repeat(60)}` },
      context,
    );
    expect(mapped.description).toBe('😀'.repeat(2_000));
    expect(mapped.customsDescription).toBe(`x${'😀'.repeat(24)}`);
  });

  test('line breaks and option values without text do not enter a name', () => {
    expect(rowName(' Big\n shirt ', { options: [{ value: ' ' }, { value: 'L' }] })).toBe('Big shirt (L)');
    expect(rowName('Shirt', { options: [{ value: '' }] })).toBe('Shirt');
  });
});

describe('the product’s page names its variant', () => {
  test.each(['/shirt/', '/paita-äö/', '/a%20b/', '/100%/', undefined, ''])('path %j', (path) => {
    const url = variantUrl(storeHash, path, 70);
    expect(URL.canParse(url)).toBe(true);
    expect(variantOfUrl(storeHash, url)).toBe(70);
  });

  test.each([
    'https://store-other.mybigcommerce.com/shirt/#v70',
    'https://store-abc123.mybigcommerce.com/shirt/',
    'https://store-abc123.mybigcommerce.com.example.test/#v70',
    'https://shop.example.test/#v70',
    undefined,
  ])('%s is none of this store’s variants', (url) => {
    expect(variantOfUrl(storeHash, url)).toBeUndefined();
  });
});
