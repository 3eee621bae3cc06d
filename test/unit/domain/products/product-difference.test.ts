import { describe, expect, test } from 'vitest';
import {
  differingFields,
  fingerprintOf,
  fingerprintsDiffer,
  type HeldFields,
} from '../../../../src/domain/products/product-difference.ts';
import type { WarehouseProduct } from '../../../../src/domain/products/product-mapping.ts';

const store: WarehouseProduct = {
  code: 'A',
  languageCode: 'en',
  name: 'Shirt',
  description: 'Soft.\nWarm.',
  salesPrice: 12.5,
  currencyCode: 'EUR',
  eanCode: '4006381333931',
};

describe('what myOGO has to be told', () => {
  test.each<[string, HeldFields, readonly string[]]>([
    ['the same', { ...store }, []],
    ['the same with other line ends', { ...store, description: 'Soft.\r\nWarm.\r\n' }, []],
    ['another name', { ...store, name: 'Skirt' }, ['name']],
    ['a missing price', { ...store, salesPrice: null }, ['salesPrice']],
    ['another EAN that is there', { ...store, eanCode: '96385074' }, []],
    ['no EAN yet', { ...store, eanCode: '' }, ['eanCode']],
    ['more than the store knows', { ...store, supplierCode: 'S', hsCode: '61091000' }, []],
    ['nothing', {}, ['name', 'description', 'languageCode', 'salesPrice', 'currencyCode', 'eanCode']],
  ])('myOGO holds %s', (_, held, fields) => {
    expect(differingFields(store, held)).toEqual(fields);
    // The compact form must come to the same answer.
    expect(fingerprintsDiffer(fingerprintOf(store), fingerprintOf(held))).toBe(fields.length > 0);
  });
});
