import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { compareRow, refusalOf } from '../../../../src/domain/products/catalogue-row.ts';
import { fingerprintOf } from '../../../../src/domain/products/product-difference.ts';
import { productPage, sharedPage } from '../../../../src/domain/products/product-page.ts';
import { foldSku } from '../../../../src/domain/products/sku.ts';
import { WarehouseCatalogue } from '../../../../src/domain/products/warehouse-catalogue.ts';

const stores = ['aaa111', 'bbb222'] as const;
type Store = (typeof stores)[number];
const skus = ['A', 'a', 'B', 'C', 'M\u00e4', 'Ma\u0308'] as const;

type Step =
  | { readonly do: 'create'; readonly store: Store }
  | { readonly do: 'rename'; readonly store: Store; readonly at: number; readonly sku: string }
  | { readonly do: 'swap'; readonly store: Store; readonly at: number; readonly with: number }
  | { readonly do: 'remake'; readonly store: Store; readonly at: number };

const store = fc.constantFrom(...stores);
const at = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('create' as const), store }) },
  fc.record({ do: fc.constant('rename' as const), store, at, sku: fc.constantFrom(...skus) }),
  fc.record({ do: fc.constant('swap' as const), store, at, with: at }),
  fc.record({ do: fc.constant('remake' as const), store, at }),
);

interface Held {
  readonly id: string;
  readonly code: string;
  name: string;
  infoUrl: string;
}

/** Two stores of one merchant, as their merchants change them, and myOGO as `create` leaves it by the product's rules. */
class World {
  readonly products: Held[] = [];
  readonly rows: Record<Store, { id: number; sku: string }[]> = {
    aaa111: [1, 2, 3].map((id) => ({ id, sku: skus[id * 2 - 2] ?? '' })),
    bbb222: [1, 2, 3].map((id) => ({ id, sku: skus[id * 2 - 2] ?? '' })),
  };
  #ids = 10;
  /** Which code each variant was given first: another one would be a ghost beside its goods. */
  readonly #codes = new Map<string, string>();

  take(next: Step): void {
    const rows = this.rows[next.store];
    const row = rows[next.do === 'create' ? 0 : next.at];
    if (next.do === 'create') this.#create(next.store);
    else if (row === undefined) return;
    else if (next.do === 'remake') row.id = this.#ids++;
    else {
      const other = next.do === 'swap' ? rows[next.with] : rows.find(({ sku }) => foldSku(sku) === foldSku(next.sku));
      // BigCommerce takes no SKU twice: whoever has it gives it away in exchange.
      const sku = next.do === 'swap' ? (other?.sku ?? row.sku) : next.sku;
      if (other !== undefined) other.sku = row.sku;
      row.sku = sku;
    }
  }

  #create(hash: Store): void {
    for (const { id, sku } of this.rows[hash]) {
      const name = `${hash} ${id}`;
      const page = `https://store-${hash}.mybigcommerce.com/p/#v${id}`;
      const catalogue = new WarehouseCatalogue(hash as StoreHash);
      for (const product of this.products) catalogue.add(product);
      const view = catalogue.view(
        { sku, variantId: id, fingerprint: fingerprintOf({ name, infoUrl: page }) },
        { hasVariant: (variant) => this.rows[hash].some((row) => row.id === variant), isLive: () => true },
      );
      const state = compareRow(view);
      if (refusalOf(state, sku, view) !== undefined) continue;
      if (state === 'not-created') {
        // A code of its own, that nobody confuses with another, for a variant that never had one.
        expect(this.products.filter(({ code }) => foldSku(code) === foldSku(sku))).toEqual([]);
        expect(this.#codes.get(`${hash} ${id}`)).toBeUndefined();
        this.products.push({ id: String(this.products.length), code: sku, name, infoUrl: page });
      }
      const held = this.products.find(({ code }) => code === sku);
      if (held === undefined) throw new Error('neither created nor there');
      if (state === 'differs') this.#update(held, hash, id, name, page);
      if (state === 'in-myogo') expect(productPage(held.infoUrl)?.variants.get(hash as StoreHash)).toBe(id);
      this.#codes.set(`${hash} ${id}`, sku);
    }
  }

  #update(held: Held, hash: Store, id: number, name: string, page: string): void {
    const before = productPage(held.infoUrl);
    const mayTell = before?.store === hash;
    const named = before?.variants.get(hash as StoreHash);
    // Another variant's product is taken over only where that variant is gone.
    if (named !== undefined && named !== id) expect(this.rows[hash].map((row) => row.id)).not.toContain(named);
    expect(this.#codes.get(`${hash} ${id}`) ?? held.code).toBe(held.code);
    held.infoUrl = sharedPage(held.infoUrl, page, { store: hash as StoreHash, variantId: id, mayTell });
    if (mayTell) held.name = name;
    const after = productPage(held.infoUrl);
    for (const [other, variant] of before?.variants ?? []) {
      if (other !== hash) expect(after?.variants.get(other)).toBe(variant);
    }
    expect(after?.variants.get(hash as StoreHash)).toBe(id);
    expect(after?.store).toBe(before?.store);
  }
}

test('no sequence of renames, swaps and remakes in two stores makes a ghost or renames the wrong product', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const world = new World();
      for (const next of steps) world.take(next);
    }),
    { numRuns: 500 },
  );
});

test('what each store has told comes back: nothing is sent twice for an unchanged catalogue', () => {
  const world = new World();
  for (const hash of stores) world.take({ do: 'create', store: hash });
  const before = JSON.stringify(world.products);
  for (const hash of [...stores, ...stores]) world.take({ do: 'create', store: hash });
  expect(JSON.stringify(world.products)).toBe(before);
  expect(world.products).toHaveLength(3);
});

test.each([
  'https://example.com/x#v1',
  'https://store-abc123.mybigcommerce.com/x/#v1,',
  'https://store-abc123.mybigcommerce.com/x/#v1,nothing',
  'https://store-abc123.mybigcommerce.com/x/',
  '',
  undefined,
])('%j is no page of ours, and nothing is read into it', (infoUrl) => {
  expect(productPage(infoUrl)).toBeUndefined();
});
