import type { StoreHash } from '../../contract/ids.ts';

/**
 * What the info page of a product in myOGO says of whom the product belongs to. It is the one place that all stores of a
 * merchant can read and that needs no record of ours:
 *
 * `https://store-abc123.mybigcommerce.com/mug/#v12,def456.v34`
 *
 * The page's own store (`abc123`, variant 12) tells the product's texts; `def456` sells the same code as its variant 34.
 */
export interface ProductPage {
  /** The store whose page it is. */
  readonly store: StoreHash;
  /** The variant that each store sells under the product's code. */
  readonly variants: ReadonlyMap<StoreHash, number>;
  /** The page with its own store's variant, without the others. */
  readonly own: string;
}

const PAGE =
  /^(https:\/\/store-([a-z0-9]{3,32})\.mybigcommerce\.com\/[^#]*#v(\d{1,15}))((?:,[a-z0-9]{3,32}\.v\d{1,15})*)$/;

/** Reads an info page; `undefined` where it is none that an integration wrote. */
export function productPage(infoUrl: string | null | undefined): ProductPage | undefined {
  const [, own, host, variantId, others] = PAGE.exec(infoUrl?.trim() ?? '') ?? [];
  if (own === undefined || host === undefined) return undefined;
  const store = host as StoreHash; // of its form, by the pattern
  const variants = new Map([[store, Number(variantId)]]);
  for (const other of others === undefined || others === '' ? [] : others.slice(1).split(',')) {
    const [hash = '', id = ''] = other.split('.v');
    if (hash !== store) variants.set(hash as StoreHash, Number(id)); // of its form, by the pattern
  }
  return { store, variants, own };
}

/**
 * The info page of a product that a store sells as well, or for the first time. What other stores wrote stays.
 * @param ours the page as this store alone would have it
 * @param mayTell false where another store tells the product's texts: then the page stays that store's
 */
export function sharedPage(
  heldUrl: string | null | undefined,
  ours: string,
  { store, variantId, mayTell }: { readonly store: StoreHash; readonly variantId: number; readonly mayTell: boolean },
): string {
  const held = productPage(heldUrl);
  const own = held === undefined || mayTell ? ours : held.own;
  const teller = held === undefined || mayTell ? store : held.store;
  const others = new Map(held?.variants).set(store, variantId);
  others.delete(teller);
  return own + [...others].map(([hash, id]) => `,${hash}.v${id}`).join('');
}

/** A page without what other stores have written into it, for comparing. */
export function pageAlone(infoUrl: string): string {
  return infoUrl.replace(/(#v\d{1,15}),.*$/, '$1');
}
