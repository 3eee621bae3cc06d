import { isoZulu } from '../clock.ts';
import { isObject, jsonBody } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { noContent, ok } from '../reply.ts';
import type { World } from '../world.ts';
import { getProduct, getVariant, listProducts, listProductVariants, listVariants } from './catalogue-list.ts';
import type { StoreProduct } from './catalogue-state.ts';
import { putProduct, putProducts, putVariant, putVariants } from './catalogue-write.ts';
import { v3Refusal } from './errors.ts';
import { adjustAbsolute, adjustRelative } from './inventory-adjust.ts';
import { inventorySettings, listItems, listItemsAt, listLocations, putItemSettings } from './inventory-read.ts';
import type { StoreCall, StoreRoute } from './route.ts';
import { routeMaker } from './route.ts';
import { numberListFilter, onlyV3Filters, v3List } from './v3-list.ts';

const customsView = (product: StoreProduct) => ({
  product_id: product.id,
  ...(product.customs && {
    country_of_origin: product.customs.country_of_origin,
    commodity_description: product.customs.commodity_description,
    international_shipping: product.customs.international_shipping,
    hs_codes: product.customs.hs_codes,
    created_at: isoZulu(product.customs.createdAt),
    updated_at: isoZulu(product.customs.updatedAt),
  }),
});

/** `GET /v3/shipping/products/customs-information`: only products that have some. */
function listCustoms(call: StoreCall): Reply {
  const { query } = call.exchange;
  onlyV3Filters(query, new Set(['product_id:in', 'page', 'limit']));
  const { products } = call.store.catalogue;
  const ids = numberListFilter(query, 'product_id:in');
  const rows = ids ? ids.map((id) => products.get(id)).filter((p) => p !== undefined) : [...products.values()];
  return v3List(
    rows.filter((p) => p.customs).sort((a, b) => a.id - b.id),
    query,
    customsView,
  );
}

function putCustoms(call: StoreCall): Reply {
  const body = jsonBody(call.exchange);
  if (!Array.isArray(body) || !body.every(isObject))
    throw v3Refusal(422, 'The request body must be a list of objects.');
  const work = body.map((item) => {
    const product =
      typeof item['product_id'] === 'number' ? call.store.catalogue.products.get(item['product_id']) : undefined;
    const {
      country_of_origin: country,
      commodity_description: text,
      international_shipping: abroad,
      hs_codes: codes,
    } = item;
    if (
      !product ||
      typeof country !== 'string' ||
      country.length !== 2 ||
      typeof text !== 'string' ||
      text.length > 100 ||
      typeof abroad !== 'boolean' ||
      !isObject(codes)
    )
      throw v3Refusal(422, 'The customs information is invalid.');
    const hsCodes = Object.fromEntries(Object.entries(codes).map(([key, code]) => [key, String(code)]));
    return { product, country, text, abroad, hsCodes };
  });
  const now = call.world.clock.now();
  for (const { product, country, text, abroad, hsCodes } of work) {
    product.customs = {
      country_of_origin: country,
      commodity_description: text,
      international_shipping: abroad,
      hs_codes: hsCodes,
      createdAt: product.customs?.createdAt ?? now,
      updatedAt: now,
    };
  }
  return ok({ data: work.map(({ product }) => customsView(product)), meta: {} });
}

function deleteCustoms(call: StoreCall): Reply {
  for (const id of numberListFilter(call.exchange.query, 'product_id:in') ?? [])
    delete call.store.catalogue.products.get(id)?.customs;
  return noContent;
}

/** The catalogue, customs and inventory. */
export function catalogueRoutes(world: World): StoreRoute[] {
  const products = routeMaker(world, 'store_v2_products');
  const inventory = routeMaker(world, 'store_inventory');
  const product = '/v3/catalog/products/:productId';
  const customs = '/v3/shipping/products/customs-information';
  const items = '/v3/inventory/locations/:locationId/items';
  return [
    products('GET', '/v3/catalog/products', listProducts),
    products('PUT', '/v3/catalog/products', putProducts),
    products('GET', product, getProduct),
    products('PUT', product, putProduct),
    products('GET', `${product}/variants`, listProductVariants),
    products('GET', `${product}/variants/:variantId`, getVariant),
    products('PUT', `${product}/variants/:variantId`, putVariant),
    products('GET', '/v3/catalog/variants', listVariants),
    products('PUT', '/v3/catalog/variants', putVariants),
    products('GET', customs, listCustoms),
    products('PUT', customs, putCustoms),
    products('DELETE', customs, deleteCustoms),
    inventory('GET', '/v3/inventory/items', listItems),
    inventory('GET', items, listItemsAt),
    inventory('PUT', items, putItemSettings),
    inventory('PUT', '/v3/inventory/adjustments/absolute', adjustAbsolute),
    inventory('POST', '/v3/inventory/adjustments/relative', adjustRelative),
    routeMaker(world, 'store_locations')('GET', '/v3/inventory/locations', listLocations),
    routeMaker(world, 'store_v2_information')('GET', '/v3/settings/inventory', inventorySettings),
  ];
}
