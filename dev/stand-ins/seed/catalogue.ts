import type { Random } from '../random.ts';
import type { LocationLevel, OptionValue, StoreProduct, StoreVariant } from '../store/catalogue-state.ts';
import type { StoreState } from '../store/store-state.ts';
import type { CatalogueEntry } from './catalogue-entries.ts';
import { catalogueEntries } from './catalogue-entries.ts';

/** Ids go up through the whole catalogue, variants apart from products. */
interface Counters {
  product: number;
  variant: number;
}

function levels(random: Random, tracked: boolean, from: number, to: number): Map<number, LocationLevel> {
  return tracked
    ? new Map([[1, { onHand: random.integer(from, to), safety: 0, recorded: true }]])
    : new Map<number, LocationLevel>();
}

function combinations(options: Record<string, string[]>): OptionValue[][] {
  let all: OptionValue[][] = [[]];
  let optionId = 0;
  for (const [name, labels] of Object.entries(options)) {
    optionId++;
    const id = optionId;
    all = all.flatMap((before) =>
      labels.map((label, index) => [
        ...before,
        { id: id * 100 + index, label, option_id: id, option_display_name: name },
      ]),
    );
  }
  return all;
}

/** Builds a product. `stock` bounds the seeded level of each variant. */
export function buildProduct(
  random: Random,
  counters: Counters,
  entry: CatalogueEntry,
  created: number,
  stock: readonly [number, number],
): StoreProduct {
  const tracking = entry.tracking ?? 'product';
  const withOptions = entry.options !== undefined;
  const product: StoreProduct = {
    id: counters.product++,
    name: entry.name,
    type: entry.type ?? 'physical',
    sku: entry.sku,
    description: entry.description,
    price: entry.price,
    costPrice: Math.round(entry.price * 40) / 100,
    weight: entry.weight,
    upc: entry.upc ?? '',
    gtin: entry.gtin ?? '',
    mpn: '',
    brand: entry.brand ?? '',
    isVisible: entry.hidden !== true,
    availability: 'available',
    tracking,
    categories: [23],
    created,
    modified: created,
    variants: [],
    levels: levels(random, withOptions && tracking === 'product', ...stock),
  };
  if (entry.customs) {
    product.customs = {
      country_of_origin: entry.customs.origin,
      commodity_description: entry.customs.text,
      international_shipping: true,
      hs_codes: { ALL: entry.customs.hs },
      createdAt: created,
      updatedAt: created,
    };
  }
  for (const options of entry.options ? combinations(entry.options) : [[]]) {
    const labels = options.map((value) => value.label);
    const suffix = labels.map((label) => `-${label.toUpperCase()}`).join('');
    const variant: StoreVariant = {
      id: counters.variant++,
      product,
      sku: entry.skus?.[labels.join(' ')] ?? entry.sku + suffix,
      price: null,
      weight: null,
      upc: withOptions ? '' : product.upc,
      gtin: withOptions ? '' : product.gtin,
      mpn: '',
      imageUrl: '',
      warningLevel: 0,
      options,
      levels: levels(random, tracking !== 'none' && !(withOptions && tracking === 'product'), ...stock),
    };
    product.variants.push(variant);
  }
  return product;
}

const adjectives = 'Small Large Light Heavy Folding Classic Arctic Coastal Forest City'.split(' ');
const nouns = 'Lamp Bowl Scarf Stool Knife Bottle Hammock Basket Rug Axe Vest Pouch'.split(' ');
const sizes = ['XS', 'S', 'M', 'L', 'XL'];

/** A generated product beyond the default ones: one in three comes in up to five sizes. */
function generatedEntry(random: Random, number: number, room: number): CatalogueEntry {
  const name = `${random.pick(adjectives)} ${random.pick(nouns)} ${number}`;
  const count = random.chance(0.34) ? Math.min(random.integer(2, 5), room) : 1;
  return {
    name,
    sku: `GEN-${String(number).padStart(6, '0')}`,
    price: random.integer(500, 15_000) / 100,
    weight: random.integer(5, 300) / 100,
    description: `<p>${name}: seeded.</p>`,
    ...(count > 1 && { tracking: 'variant' as const, options: { Size: sizes.slice(0, count) } }),
  };
}

/**
 * Fills a store's catalogue. Up to the size of the default one, `rows` counts products; beyond that it is the number
 * of variants to reach: the default catalogue, then generated products.
 */
export function seedCatalogue(store: StoreState, random: Random, rows: number | undefined, now: number): void {
  const counters: Counters = { product: 77, variant: 1 };
  const start = now - 200 * 86_400_000;
  let place = 0;
  const add = (entry: CatalogueEntry) => {
    // A minute apart and in the past, so that "changed since" has something to tell apart.
    store.catalogue.add(buildProduct(random, counters, entry, start + place++ * 60_000, [5, 60]));
  };
  for (const entry of catalogueEntries.slice(0, rows ?? catalogueEntries.length)) add(entry);
  let number = 0;
  while (rows !== undefined && rows > catalogueEntries.length && store.catalogue.variantIds.length < rows)
    add(generatedEntry(random, ++number, rows - store.catalogue.variantIds.length));
}
