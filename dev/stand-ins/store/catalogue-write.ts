import type { JsonObject } from '../exchange.ts';
import { isObject, jsonBody } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import { theProduct, theVariant } from './catalogue-list.ts';
import type { StoreProduct, StoreVariant } from './catalogue-state.ts';
import { hasOptions } from './catalogue-state.ts';
import { productView, variantView } from './catalogue-view.ts';
import { statusCodesPage, v3Refusal } from './errors.ts';
import type { StoreCall } from './route.ts';
import { writeLevel } from './stock-levels.ts';
import { needsJson } from './v3-list.ts';

/** The largest level; the catalogue cuts to it, the Inventory API does not save what is over it. */
export const maxLevel = 2_147_483_647;

type Problems = Record<string, string>;

/** What is wrong with the fields of one item of a write. */
function problems(item: JsonObject): Problems {
  const wrong: Problems = {};
  const level = item['inventory_level'];
  if (level !== undefined && (typeof level !== 'number' || !Number.isInteger(level) || level < 0))
    wrong['inventory_level'] = 'inventory_level must be a whole number of 0 or more';
  for (const [field, max] of [
    ['name', 250],
    ['sku', 255],
    ['upc', 14],
    ['gtin', 14],
    ['mpn', 255],
  ] as const) {
    const value = item[field];
    if (value !== undefined && (typeof value !== 'string' || value.length > max))
      wrong[field] = `${field} must be a text of at most ${max} characters`;
  }
  if (item['name'] === '') wrong['name'] = 'name must not be empty';
  const tracking = item['inventory_tracking'];
  if (tracking !== undefined && tracking !== 'none' && tracking !== 'product' && tracking !== 'variant')
    wrong['inventory_tracking'] = 'inventory_tracking must be none, product or variant';
  for (const field of ['price', 'weight', 'cost_price']) {
    const value = item[field];
    if (value !== undefined && value !== null && (typeof value !== 'number' || value < 0))
      wrong[field] = `${field} must be a number of 0 or more`;
  }
  return wrong;
}

const text = (item: JsonObject, field: string): string | undefined => {
  const value = item[field];
  return typeof value === 'string' ? value : undefined;
};
const number = (item: JsonObject, field: string): number | undefined => {
  const value = item[field];
  return typeof value === 'number' ? value : undefined;
};

/** Only a level that the product's tracking listens to takes effect; any other is accepted and ignored. */
function applyVariant(call: StoreCall, variant: StoreVariant, item: JsonObject): void {
  const { world, store } = call;
  const { product } = variant;
  const sku = text(item, 'sku');
  if (sku !== undefined) {
    store.catalogue.setVariantSku(variant, sku);
    if (!hasOptions(product)) store.catalogue.setProductSku(product, sku);
  }
  variant.upc = text(item, 'upc') ?? variant.upc;
  variant.gtin = text(item, 'gtin') ?? variant.gtin;
  variant.mpn = text(item, 'mpn') ?? variant.mpn;
  variant.price = number(item, 'price') ?? variant.price;
  variant.weight = number(item, 'weight') ?? variant.weight;
  const level = number(item, 'inventory_level');
  const listens = product.tracking === 'variant' || (product.tracking === 'product' && !hasOptions(product));
  if (level !== undefined && listens)
    writeLevel(world, store, variant, product, 1, Math.min(level, maxLevel), 'catalog');
  changed(call, product, item);
}

function applyProduct(call: StoreCall, product: StoreProduct, item: JsonObject): void {
  const { world, store } = call;
  product.name = text(item, 'name') ?? product.name;
  product.description = text(item, 'description') ?? product.description;
  product.price = number(item, 'price') ?? product.price;
  product.weight = number(item, 'weight') ?? product.weight;
  product.upc = text(item, 'upc') ?? product.upc;
  product.gtin = text(item, 'gtin') ?? product.gtin;
  const tracking = item['inventory_tracking'];
  if (tracking === 'none' || tracking === 'product' || tracking === 'variant') product.tracking = tracking;
  if (typeof item['is_visible'] === 'boolean') product.isVisible = item['is_visible'];
  const base = hasOptions(product) ? undefined : product.variants[0];
  const sku = text(item, 'sku');
  if (sku !== undefined) {
    store.catalogue.setProductSku(product, sku);
    if (base) store.catalogue.setVariantSku(base, sku);
  }
  const level = number(item, 'inventory_level');
  if (level !== undefined && product.tracking === 'product')
    writeLevel(world, store, base, product, 1, Math.min(level, maxLevel), 'catalog');
  changed(call, product, item);
}

function changed(call: StoreCall, product: StoreProduct, item: JsonObject): void {
  call.store.catalogue.touch(product, call.world.clock.now());
  if (Object.keys(item).some((field) => field !== 'id' && field !== 'inventory_level'))
    call.world.ledger.record('store product updated', `${call.store.hash}/${product.id}`);
}

function batch(call: StoreCall, maximum: number): JsonObject[] {
  needsJson(call.exchange);
  const body = jsonBody(call.exchange);
  if (!Array.isArray(body) || !body.every(isObject))
    throw v3Refusal(422, 'The request body must be a list of objects.');
  if (body.length > maximum)
    throw v3Refusal(413, `The request payload is too large. The maximum items allowed in the array is ${maximum}.`);
  return body;
}

/** `PUT /v3/catalog/variants`, at most 50. One wrong item refuses them all (UNCONFIRMED). */
export function putVariants(call: StoreCall): Reply {
  const items = batch(call, 50);
  const errors: Record<string, unknown>[] = [];
  const work = items.map((item) => {
    const variant = typeof item['id'] === 'number' ? call.store.catalogue.variants.get(item['id']) : undefined;
    const wrong = problems(item);
    if (!variant || Object.keys(wrong).length > 0) {
      errors.push({
        status: variant ? 422 : 404,
        title: variant ? 'The variant is invalid.' : `A variant with the id of ${String(item['id'])} was not found.`,
        type: statusCodesPage,
        errors: wrong,
      });
    }
    return { item, variant };
  });
  if (errors.length > 0) return { status: 422, json: { batch_errors: errors } };
  const done: Record<string, unknown>[] = [];
  for (const { item, variant } of work) {
    if (!variant) continue;
    applyVariant(call, variant, item);
    done.push(variantView(call.store, variant));
  }
  return ok({ data: done, meta: {} });
}

/** 409 for a name or SKU that another product has. */
function refuseDuplicate(call: StoreCall, product: StoreProduct, item: JsonObject): void {
  const sku = text(item, 'sku');
  if (
    sku !== undefined &&
    sku !== '' &&
    sku !== product.sku &&
    call.store.catalogue.productsWithSku(sku).some((p) => p !== product)
  )
    throw v3Refusal(409, 'The product sku is a duplicate.', { sku: 'duplicate' });
  const name = text(item, 'name');
  if (
    name !== undefined &&
    name !== product.name &&
    [...call.store.catalogue.products.values()].some((p) => p !== product && p.name === name)
  )
    throw v3Refusal(409, 'The product name is a duplicate.', { name: 'duplicate' });
}

/** `PUT /v3/catalog/products`, at most 10: 404 for an unknown one, 207 when only some could be saved. */
export function putProducts(call: StoreCall): Reply {
  const items = batch(call, 10);
  const work = items.map((item) => {
    const product = typeof item['id'] === 'number' ? call.store.catalogue.products.get(item['id']) : undefined;
    if (!product) throw v3Refusal(404, `A product with the id of ${String(item['id'])} was not found.`);
    refuseDuplicate(call, product, item);
    return { item, product };
  });
  const errors: Problems = {};
  const done: Record<string, unknown>[] = [];
  for (const { item, product } of work) {
    const wrong = Object.values(problems(item));
    if (wrong.length > 0) errors[String(product.id)] = wrong.join('; ');
    else {
      applyProduct(call, product, item);
      done.push(productView(call.store, product, []));
    }
  }
  if (Object.keys(errors).length === 0) return ok({ data: done, meta: {} });
  if (done.length === 0) throw v3Refusal(422, 'The products are invalid.', errors);
  return {
    status: 207,
    json: {
      data: done,
      errors: { status: 422, title: 'Some products were not updated.', type: statusCodesPage, errors },
      meta: {},
    },
  };
}

function single(call: StoreCall): JsonObject {
  needsJson(call.exchange);
  const body = jsonBody(call.exchange);
  if (!isObject(body)) throw v3Refusal(400, 'The request body is not valid JSON.');
  const wrong = problems(body);
  if (Object.keys(wrong).length > 0) throw v3Refusal(422, 'The request is invalid.', wrong);
  return body;
}

export function putProduct(call: StoreCall): Reply {
  const product = theProduct(call);
  const item = single(call);
  refuseDuplicate(call, product, item);
  applyProduct(call, product, item);
  return ok({ data: productView(call.store, product, []), meta: {} });
}

export function putVariant(call: StoreCall): Reply {
  const variant = theVariant(call);
  applyVariant(call, variant, single(call));
  // The specification of this answer has no MAP price, unlike that of a list.
  const data = Object.fromEntries(
    Object.entries(variantView(call.store, variant)).filter(([field]) => field !== 'map_price'),
  );
  return ok({ data, meta: {} });
}
