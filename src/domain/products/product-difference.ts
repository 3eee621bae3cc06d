import type { WarehouseProduct } from './product-mapping.ts';
import { pageAlone } from './product-page.ts';
import { hash32 } from './sku.ts';

/** The fields that the store owns and that are compared, in the order of a {@link Fingerprint}. */
const ownedFields = [
  'name',
  'description',
  'languageCode',
  'supplierCode',
  'supplyPrice',
  'salesPrice',
  'currencyCode',
  'infoUrl',
  'pictureUrl',
  'countryOfOrigin',
  'customsDescription',
  'hsCode',
  'eanCode',
] as const satisfies readonly (keyof WarehouseProduct)[];

export type OwnedField = (typeof ownedFields)[number];

/** What myOGO holds of a product: any of the owned fields, null or empty where it has none. */
export type HeldFields = { readonly [F in OwnedField]?: string | number | null | undefined };

/** Width of a {@link Fingerprint}. */
export const FINGERPRINT_LENGTH = ownedFields.length;

/**
 * One 32-bit hash a field; 0 where there is no value. Two values that collide (one in four thousand million) leave an
 * update unnoticed until the field changes again: the price of holding 100,000 products in a few megabytes.
 */
export type Fingerprint = Uint32Array;

/** Writes a product's fingerprint into `target` from `offset` on. */
export function writeFingerprint(fields: HeldFields, target: Fingerprint, offset = 0): void {
  ownedFields.forEach((field, index) => {
    const value = canonical(field, fields[field]);
    target[offset + index] = value === '' ? 0 : hash32(value, index);
  });
}

export function fingerprintOf(fields: HeldFields): Fingerprint {
  const fingerprint = new Uint32Array(FINGERPRINT_LENGTH);
  writeFingerprint(fields, fingerprint);
  return fingerprint;
}

/**
 * Tells whether myOGO has to be told something. What the store does not know does not count, because the warehouse's
 * people may have filled it in; an EAN that is there is left alone, because myOGO does not overwrite it.
 */
export function fingerprintsDiffer(store: Fingerprint, warehouse: Fingerprint): boolean {
  return ownedFields.some((field, index) => {
    const ours = store[index] ?? 0;
    const theirs = warehouse[index] ?? 0;
    return ours !== 0 && ours !== theirs && !(field === 'eanCode' && theirs !== 0);
  });
}

/** The fields to update, by the same rule, with the store's values. */
export function differingFields(store: WarehouseProduct, warehouse: HeldFields): readonly OwnedField[] {
  return ownedFields.filter((field) => {
    const ours = canonical(field, store[field]);
    const theirs = canonical(field, warehouse[field]);
    return ours !== '' && ours !== theirs && !(field === 'eanCode' && theirs !== '');
  });
}

/**
 * Numbers by value (`12.50` is `12.5`); line ends and surrounding space as stores and warehouses rewrite them; a page
 * without the other stores that it names.
 */
function canonical(field: OwnedField, value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (field === 'infoUrl') return pageAlone(String(value).trim());
  return typeof value === 'number' ? String(value) : value.replace(/\r\n?/g, '\n').trim();
}
