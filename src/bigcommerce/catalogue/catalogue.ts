import { z } from 'zod';
import { allRows, type Page, type PageOptions, pagesOf } from '../../http/paging.ts';
import { decodeJson } from '../../http/json.ts';
import { batchOutcomes, type ItemOutcome, type LevelUpdate } from '../batch.ts';
import { type Customs, customsRows, type Product, productRows, type Variant, variantRows } from './catalogue-schema.ts';
import type { Rows } from '../../http/rows.ts';
import type { StoreCaller } from '../store-request.ts';

/** Which products. */
export interface ProductFilter extends PageOptions {
  readonly ids?: readonly number[];
  /** By the product's own SKU only: a variant's SKU does not find its product. */
  readonly skus?: readonly string[];
  /** ISO 8601 with a time part (without one BigCommerce adds its present time of day). */
  readonly minDateModified?: string;
  readonly isVisible?: boolean;
  /** A category's id; without its sub-categories. */
  readonly category?: number;
  readonly sort?: 'id' | 'name' | 'sku' | 'date_modified';
  /** BigCommerce's field names; leaves all others out of the answer. */
  readonly includeFields?: readonly string[];
  readonly include?: readonly 'primary_image'[];
}

/** Which variants, of all products. */
export interface VariantFilter extends PageOptions {
  readonly sku?: string;
  readonly productIds?: readonly number[];
  /** BigCommerce's field names; leaves all others out of the answer. */
  readonly includeFields?: readonly string[];
}

/** Products (V3). */
export interface ProductsResource {
  list(filter: ProductFilter): Promise<Page<Product>>;
  pages(filter: ProductFilter): AsyncGenerator<Page<Product>, void, undefined>;
  /** Writes absolute levels of products without options, at most 10 at once. */
  updateLevels(levels: readonly LevelUpdate[]): Promise<readonly ItemOutcome[]>;
}

/** Variants of all products (V3): one row per sellable SKU. */
export interface VariantsResource {
  list(filter: VariantFilter): Promise<Page<Variant>>;
  pages(filter: VariantFilter): AsyncGenerator<Page<Variant>, void, undefined>;
  /** Writes absolute levels, at most 50 at once. */
  updateLevels(levels: readonly LevelUpdate[]): Promise<readonly ItemOutcome[]>;
}

/** The catalogue (V3). Needs "Products". */
export interface CatalogueResource {
  readonly products: ProductsResource;
  readonly variants: VariantsResource;
  /** Customs information of at most 250 products; products without any are not among the rows. */
  customs(productIds: readonly number[]): Promise<Rows<Customs>>;
}

const capability = 'Products';

/** @internal */
export function createCatalogue(caller: StoreCaller): CatalogueResource {
  const products = (filter: ProductFilter): Promise<Page<Product>> =>
    caller.listV3(
      {
        method: 'GET',
        path: '/v3/catalog/products',
        query: {
          'id:in': filter.ids,
          'sku:in': filter.skus,
          'date_modified:min': filter.minDateModified,
          is_visible: filter.isVisible,
          'categories:in': filter.category,
          sort: filter.sort,
          include_fields: fieldsBesideId(filter.includeFields),
          include: filter.include,
        },
        capability,
      },
      productRows,
      filter,
    );

  const variants = (filter: VariantFilter): Promise<Page<Variant>> =>
    caller.listV3(
      {
        method: 'GET',
        path: '/v3/catalog/variants',
        query: { sku: filter.sku, 'product_id:in': filter.productIds, include_fields: filter.includeFields },
        capability,
      },
      variantRows,
      filter,
    );

  return {
    products: {
      list: products,
      pages: (filter) => pagesOf('bigcommerce', products, filter),
      updateLevels: (levels) => writeLevels(caller, '/v3/catalog/products', levels, 10),
    },
    variants: {
      list: variants,
      pages: (filter) => pagesOf('bigcommerce', variants, filter),
      updateLevels: (levels) => writeLevels(caller, '/v3/catalog/variants', levels, 50),
    },
    async customs(productIds) {
      const query = { 'product_id:in': productIds };
      const request = { method: 'GET', path: '/v3/shipping/products/customs-information', query, capability } as const;
      return allRows('bigcommerce', (options) => caller.listV3(request, customsRows, options));
    },
  };
}

/**
 * The products' `include_fields` takes no `id`: the documentation's list of values has none, for the id always comes along. Who
 * wants nothing else asks for the SKU with it, because a list without a field would bring them all.
 */
function fieldsBesideId(fields: readonly string[] | undefined): readonly string[] | undefined {
  if (fields === undefined) return undefined;
  const others = fields.filter((field) => field !== 'id');
  return others.length === 0 ? ['sku'] : others;
}

/** A 200's body is not needed for the outcome, but it must be an answer of the API and no proxy's page. */
const anyBody = z.unknown();

async function writeLevels(
  caller: StoreCaller,
  path: string,
  levels: readonly LevelUpdate[],
  most: number,
): Promise<readonly ItemOutcome[]> {
  if (levels.length === 0) return [];
  if (levels.length > most) throw new RangeError(`at most ${most} levels at once`);
  const body = levels.map((level) => ({ id: level.id, inventory_level: level.inventoryLevel }));
  const answered = await caller.exchange({ method: 'PUT', path, body, capability });
  const outcomes = batchOutcomes(answered, levels);
  if (outcomes !== undefined) return outcomes;
  decodeJson(caller.expectSuccess(answered), anyBody, answered.call);
  return levels.map(({ id }) => ({ id, outcome: 'written' }));
}
