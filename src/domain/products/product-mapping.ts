import { defined } from '../../contract/defined.ts';
import type { StoreHash } from '../../contract/ids.ts';
import { hsCodeOf, originOf } from '../shared/customs-code.ts';
import { fieldLimits } from '../shared/field-limits.ts';
import { wellFormed } from '../shared/well-formed.ts';
import type { ProductFacts, VariantFacts } from './catalogue-row.ts';
import { validGtin } from './gtin.ts';
import { productPage } from './product-page.ts';

/** A product of the store with everything that myOGO is told. Amounts are decimal texts. */
export interface FullProduct extends ProductFacts {
  readonly price?: string | undefined;
  readonly costPrice?: string | undefined;
  readonly upc?: string | undefined;
  readonly gtin?: string | undefined;
  readonly mpn?: string | undefined;
  /** Path below the storefront, for example `/shirt/`. */
  readonly customUrl?: string | undefined;
  readonly pictureUrl?: string | undefined;
}

export interface FullVariant extends VariantFacts {
  readonly price?: string | undefined;
  readonly costPrice?: string | undefined;
  readonly upc?: string | undefined;
  readonly gtin?: string | undefined;
  readonly mpn?: string | undefined;
  readonly pictureUrl?: string | undefined;
}

/** The store's customs information of a product. */
export interface Customs {
  readonly countryOfOrigin?: string | undefined;
  readonly description?: string | undefined;
  /** By destination country, or `ALL`. */
  readonly hsCodes: Readonly<Record<string, string>>;
}

export interface MappingContext {
  readonly storeHash: StoreHash;
  /** ISO 639-1. */
  readonly languageCode: string;
  /** ISO 4217, where the store told it. */
  readonly currency?: string | undefined;
}

/** A product as myOGO takes it (`POST /Products`). A field that the store does not know is absent, never invented. */
export interface WarehouseProduct {
  readonly code: string;
  readonly languageCode: string;
  readonly name: string;
  readonly description?: string;
  readonly supplierCode?: string;
  readonly eanCode?: string;
  readonly supplyPrice?: number;
  readonly salesPrice?: number;
  readonly currencyCode?: string;
  readonly infoUrl?: string;
  readonly pictureUrl?: string;
  readonly countryOfOrigin?: string;
  readonly customsDescription?: string;
  readonly hsCode?: string;
}

const { productName, productDescription, supplierCode, customsDescription } = fieldLimits;
const limits = {
  ...{ name: productName.most, description: productDescription.most },
  ...{ supplierCode: supplierCode.most, customsDescription: customsDescription.most },
} as const;

/**
 * What the warehouse is told of one row of the catalogue.
 * @param description the product's description as plain text
 */
export function mapProduct(
  product: FullProduct,
  description: string,
  variant: FullVariant,
  customs: Customs | undefined,
  { storeHash, languageCode, currency }: MappingContext,
): WarehouseProduct {
  // With options, the product's own codes and picture name the family; a shared EAN would mix up its members.
  const alone = variant.options.length === 0;
  const eanCode =
    validGtin(variant.gtin) ??
    validGtin(variant.upc) ??
    (alone ? (validGtin(product.gtin) ?? validGtin(product.upc)) : undefined);
  const priced = currency !== undefined && /^[A-Z]{3}$/.test(currency);
  // What is absent or empty is not sent: myOGO does not take null well.
  const known = defined({
    description: filled(cut(description.trim(), limits.description)),
    supplierCode: filled(cut((variant.mpn || product.mpn || '').trim(), limits.supplierCode)),
    eanCode,
    // Without a currency an amount would mean whatever the reader thinks; BigCommerce's 0 cost is "not set".
    supplyPrice: priced ? positive(variant.costPrice ?? product.costPrice) : undefined,
    salesPrice: priced ? positive(variant.price ?? product.price) : undefined,
    currencyCode: priced ? currency : undefined,
    infoUrl: variantUrl(storeHash, product.customUrl, variant.id),
    pictureUrl: absoluteUrl(variant.pictureUrl) ?? absoluteUrl(product.pictureUrl),
    countryOfOrigin: originOf(customs?.countryOfOrigin),
    customsDescription: filled(cut(customs?.description?.trim() ?? '', limits.customsDescription)),
    hsCode: hsCode(customs?.hsCodes),
  });
  return { code: variant.sku, languageCode, name: rowName(product.name, variant), ...known };
}

const filled = (text: string) => (text === '' ? undefined : text);

/** The row's name: the product's, and the values of its options, for example `Shirt (XS, Red)`. */
export function rowName(productName: string, variant: Pick<VariantFacts, 'options'>): string {
  const labels = variant.options.map((option) => option.value.trim()).filter((label) => label !== '');
  const name = oneLine(productName);
  if (labels.length === 0) return cut(name, limits.name);
  // The values tell the variants apart, so they stay whole where the name has to be cut.
  const values = ` (${cut(oneLine(labels.join(', ')), limits.name / 2)})`;
  return cut(name, limits.name - values.length) + values;
}

/**
 * The product's page in the store, with the variant's id as its fragment. The permanent domain of every store is used,
 * which redirects to the merchant's own one.
 *
 * The fragment is what tells a rename: it names the variant whatever its SKU has become, and needs no record of ours.
 */
export function variantUrl(storeHash: StoreHash, path: string | undefined, variantId: number): string {
  const safePath = path?.startsWith('/') ? path : '/';
  return `${storefront(storeHash)}${encodeURI(wellFormed(decoded(safePath)))}#v${variantId}`;
}

/** The variant that a product's URL names as this store's, where it names one. */
export function variantOfUrl(storeHash: StoreHash, infoUrl: string | undefined): number | undefined {
  return productPage(infoUrl)?.variants.get(storeHash);
}

const storefront = (storeHash: StoreHash) => `https://store-${storeHash}.mybigcommerce.com`;

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path.replaceAll('%', '%25');
  }
}

function absoluteUrl(text: string | undefined): string | undefined {
  return text !== undefined && /^https?:\/\/\S+$/.test(text) ? text : undefined;
}

/**
 * One code for all destinations: the store's `ALL`, or the one that all its countries share. Any choice between
 * different ones would be a guess. Its form is the store's (six digits of the world's tariff and up to eight national
 * characters); whether myOGO's product takes other lengths than the eight of its goods-in lines is UNCONFIRMED.
 */
function hsCode(codes: Readonly<Record<string, string>> | undefined): string | undefined {
  // With dots or without, it is one; a placeholder is none.
  const distinct = new Set(Object.values(codes ?? {}).flatMap((code) => hsCodeOf(code) ?? []));
  return hsCodeOf(codes?.['ALL']) ?? (distinct.size === 1 ? [...distinct][0] : undefined);
}

function positive(amount: string | undefined): number | undefined {
  const value = Number(amount);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Cuts at a number of characters, never through a surrogate pair. */
function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : text
        .slice(0, length)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd();
}
