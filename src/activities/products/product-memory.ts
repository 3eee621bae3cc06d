import type { KeptElsewhere } from '../../domain/shared/not-at-warehouse.ts';
import { LRUCache } from 'lru-cache';
import type { StoreHash } from '../../contract/ids.ts';
import type { WarehouseProduct } from '../../domain/products/product-mapping.ts';
import type { StoreCatalogue } from '../../domain/products/store-catalogue.ts';
import type { WarehouseCatalogue } from '../../domain/products/warehouse-catalogue.ts';
import { FreshCache } from '../runtime/fresh-cache.ts';
import type { CatalogueReading } from './catalogue-reading.ts';
import type { WarehouseIndex } from './warehouse-index.ts';

const KEEP_MS = 10 * 60_000;
/** How long a store of the same merchant is believed to be there, or gone. */
const GONE_MS = 5 * 60_000;
/** Rows over all stores of this process: some 60 MB. */
const MAX_ROWS = 400_000;
/** Characters of products that are ready to be sent: some 15,000 products. */
const MAX_READY = 12_000_000;
/** myOGO's products over all stores of this process: some 40 MB. */
const MAX_PRODUCTS = 400_000;

/** A product as it will be sent, and since when it is known to be so (epoch ms by Temporal's clock). */
interface Ready {
  readonly product: WarehouseProduct;
  readonly readAt: number;
}

/** What one process knows of both sides' products: a saving only, whoever needs a certain age says so. */
export class ProductMemory {
  /** By store. */
  readonly stores = new FreshCache<StoreCatalogue>({
    maxSize: MAX_ROWS,
    keepMs: KEEP_MS,
    sizeOf: (catalogue) => catalogue.size,
  });
  /** Of the stores whose catalogue is read now. */
  readonly readings = new Map<StoreHash, CatalogueReading>();
  /** By store and merchant, as all that follows. */
  readonly warehouses = new FreshCache<{ index: WarehouseIndex }>({
    maxSize: MAX_PRODUCTS,
    keepMs: KEEP_MS,
    sizeOf: ({ index }) => index.products.size,
  });
  /** Being read: what is noted meanwhile must not be lost. */
  readonly reading = new Map<string, Set<WarehouseCatalogue>>();
  /** Single codes that were looked up, where not all products are known. */
  readonly parts = new LRUCache<string, WarehouseCatalogue>({ max: 200, ttl: KEEP_MS });
  /** Stores of the same merchant: which are gone. */
  readonly siblings = new LRUCache<string, { readonly isGone: boolean }>({ max: 1_000, ttl: GONE_MS });
  /** What the categories of a store's setting notAtWarehouse have, with the setting. */
  readonly elsewhere = new FreshCache<KeptElsewhere>({
    maxSize: MAX_ROWS,
    keepMs: KEEP_MS,
    sizeOf: ({ entries }) => entries.length,
  });
  readonly ready = new LRUCache<string, Ready>({
    maxSize: MAX_READY,
    ttl: KEEP_MS,
    sizeCalculation: ({ product }) => sizeOf(product),
  });

  /** Full, it keeps the first ones, which are sent first; the later ones are read again when their turn comes. */
  get hasRoom(): boolean {
    return this.ready.calculatedSize < MAX_READY * 0.9;
  }
}

/** Characters, roughly: what they cost beside their texts is the same for all. */
function sizeOf(product: WarehouseProduct): number {
  return 500 + (product.description?.length ?? 0) + product.name.length;
}
