import type { Finding } from './finding.ts';

/** Where a spec is wrong or silent, and what says so. Every entry has to be met by the contract suite, or it fails as stale. */
export interface Deviation {
  readonly operation: string | RegExp;
  readonly part: Finding['part'];
  readonly status?: number;
  readonly at?: string | RegExp;
  readonly problem?: string | RegExp;
  readonly why: string;
  /** E.g. a section of the notes on the API, "recorded" where a real answer is behind it, or another place of the spec itself. */
  readonly source: string;
}

const undocumented = 'is not documented';

/** BigCommerce's Orders V2 and what is read beside it. */
const orders: readonly Deviation[] = [
  {
    operation: 'GET /v2/orders',
    part: 'query',
    at: '/sort',
    why: 'the enum has the fields alone, without the direction',
    source: "the parameter's own description: add `:asc` or `:desc`",
  },
  {
    operation: 'GET /v2/orders/{}/products',
    part: 'request headers',
    problem: "must have required property 'content-type'",
    why: 'a GET without a body has no content type',
    source: 'OpenAPI 3.0, Parameter Object: a header parameter named Content-Type is to be ignored',
  },
  {
    operation: /^GET \/v2\/orders/,
    part: 'status',
    status: 204,
    why: 'an empty list is answered with 204 and no body',
    source: 'BigCommerce §5, recorded',
  },
  {
    operation: /^(GET|PUT) \/v2\/orders(\/\{\})?$/,
    part: 'body',
    at: /\/(custom_status|credit_card_type)$/,
    problem: undocumented,
    why: 'fields that the spec leaves out',
    source: 'BigCommerce §5, recorded order',
  },
  {
    operation: /^(GET|PUT) \/v2\/orders(\/\{\})?$/,
    part: 'body',
    at: /\/consignments$/,
    problem: 'must match exactly one schema in oneOf',
    why: 'neither of the two forms requires a field, so that each of them fits both',
    source: 'the spec itself: orderConsignments_Resource and orderConsignment_Get',
  },
  {
    operation: /^GET \/v2\/orders/,
    part: 'body',
    problem: /^fulfillment_source is not documented$|^is not documented$/,
    at: /(\/#|\/fulfillment_source)$/,
    why: 'a field of order lines that the spec leaves out',
    source: 'BigCommerce §5, recorded order lines',
  },
  {
    operation: /^GET \/v2\/orders(\/\{\})?$/,
    part: 'body',
    at: /\/__warning__$/,
    problem: undocumented,
    why: 'a consignment whose lines were cut at 50 says so; at which place is UNCONFIRMED',
    source: 'BigCommerce §5, an issue of the public documentation',
  },
  {
    operation: /^GET \/v2\/orders(\/\{\})?$/,
    part: 'body',
    at: /\/consignments$/,
    problem: 'must be object',
    why: 'without consignment_structure=object the older list form comes',
    source: "the parameter's own description, which calls the object the supported form",
  },
  {
    operation: 'GET /v2/orders/{}/shipping_addresses/{}/shipping_quotes',
    part: 'body',
    at: /shipping_provider_quote$/,
    why: 'it is an object where the provider has quoted, e.g. with its name',
    source: "the spec's own Fedex example holds an object",
  },
  {
    operation: 'GET /v2/order_statuses',
    part: 'body',
    at: '/#/order',
    problem: undocumented,
    why: 'a field that the spec leaves out',
    source: 'BigCommerce §5',
  },
  {
    operation: 'GET /v3/orders/{}/transactions',
    part: 'query',
    problem: /^(page|limit) is not documented$/,
    why: 'the list has pages: its answer holds the pagination, whose links name page and limit',
    source: "the spec's own meta.pagination of this list; BigCommerce §7",
  },
];

/** BigCommerce's V3. */
const catalogue: readonly Deviation[] = [
  {
    operation: /^GET \/v3\//,
    part: 'body',
    at: /^\/meta\/pagination\/(too_many|total_pages)$/,
    problem: undocumented,
    why: 'the pagination of all V3 lists has these',
    source: 'BigCommerce §3, recorded',
  },
  {
    operation: /^(GET|PUT) \/v3\/catalog\/products/,
    part: 'body',
    at: /\/base_variant_id$/,
    problem: 'must be integer',
    why: 'null where the product has options',
    source: 'BigCommerce §3, recorded',
  },
  {
    operation: /^GET \/v3\/catalog\/products/,
    part: 'body',
    at: /\/variants$/,
    problem: undocumented,
    why: 'it comes with include=variants',
    source: "the include parameter's own values",
  },
  {
    operation: 'PUT /v3/catalog/products',
    part: 'request body',
    at: '/#/id',
    problem: 'is read-only',
    why: 'each product of a batch is named by its id',
    source: "the operation's own description and example; BigCommerce §4",
  },
  {
    operation: /^(GET|PUT) \/v3\/catalog\/variants$/,
    part: 'body',
    at: /^\/data\/#\/(price|sale_price|retail_price|weight|width|height|depth|fixed_cost_shipping_price)$/,
    problem: 'must be number',
    why: "null where the variant has the product's value",
    source: 'BigCommerce §3, recorded variants',
  },
  {
    operation: /^(GET|PUT) \/v3\/catalog\/variants$/,
    part: 'body',
    at: '/data/#/sku_id',
    problem: 'must be integer',
    why: "null for a product's base variant",
    source: 'BigCommerce §3, recorded variants',
  },
  {
    operation: /^(GET|PUT) \/v3\/catalog\/variants$/,
    part: 'body',
    at: /^\/data\/#\/(map_price|calculated_weight|image_url|mpn|gtin)$/,
    problem: undocumented,
    why: 'fields that the spec leaves out here',
    source: 'BigCommerce §3, recorded variants',
  },
  {
    operation: 'GET /v3/inventory/items',
    part: 'body',
    at: '/data/#/identity/sku_id',
    problem: 'must be integer',
    why: "null for a product's base variant",
    source: "the field's own description",
  },
  {
    operation: 'GET /v3/inventory/items',
    part: 'query',
    at: /^\/(variant_id|product_id|location_id):in$/,
    problem: 'must be integer',
    why: 'it takes a list, separated by commas',
    source: "the parameter's own description",
  },
  {
    operation: 'GET /v3/hooks',
    part: 'body',
    at: '/data',
    problem: 'must NOT have fewer than 1 items',
    why: 'a store without hooks has an empty list',
    source: 'BigCommerce §3: an empty V3 list is 200 with no rows',
  },
];

/** Refusals: the V2 specs have almost none, the V3 specs some. */
const refusals: readonly Deviation[] = [
  ...[401, 403, 429, 503].map((status): Deviation => ({
    operation: /^\w+ \/v[23]\//,
    part: 'status',
    status,
    why: 'credentials, scopes, the quota and a store that is down are refused everywhere alike',
    source: 'BigCommerce §1 and §2, measured',
  })),
  ...[400, 404].map((status): Deviation => ({
    operation: /^\w+ \/v2\//,
    part: 'status',
    status,
    why: 'the V2 specs have almost no refusals',
    source: 'BigCommerce §0 and §2',
  })),
  {
    operation: /^GET \/v3\//,
    part: 'status',
    status: 422,
    why: 'an unknown filter, or one with a wrong value, is refused',
    source: 'BigCommerce §2 and §3',
  },
  {
    operation: 'GET /v3/orders/{}/metafields',
    part: 'status',
    status: 404,
    why: 'an order that is gone is not found',
    source: 'BigCommerce §2, the table of statuses',
  },
  ...[409, 422].map((status): Deviation => ({
    operation: 'PUT /v3/orders/{}/metafields/{}',
    part: 'status',
    status,
    why: 'a change is refused like a new field: a wrong value, and a namespace and key that another field has',
    source: "the spec's own POST of the same resource; BigCommerce §7",
  })),
  {
    operation: /^\w+ \/v3\/orders\/\{\}\/metafields\/\{\}$/,
    part: 'body',
    status: 404,
    at: '/errors',
    problem: 'must be array',
    why: "V3's refusals all have an object there",
    source: 'BigCommerce §2',
  },
  {
    operation: /^(PUT|DELETE) \/v3\/hooks\/\{\}$/,
    part: 'status',
    status: 404,
    why: 'a hook that is gone is not found',
    source: 'BigCommerce §2, the table of statuses',
  },
  {
    operation: /^\w+ \/v3\//,
    part: 'body',
    at: '/errors',
    problem: undocumented,
    why: "V3's refusals all have it",
    source: 'BigCommerce §2',
  },
];

/** ApiV1, whose spec was put together from the public clients. */
const myogo: readonly Deviation[] = [
  {
    operation: 'POST /OAuth/Token',
    part: 'operation',
    why: 'a token endpoint is no path of an OpenAPI document; it stands there as the tokenUrl',
    source: "myOGO §2; the spec's securitySchemes",
  },
  {
    operation: /^\w+ \/api\/v1\/(Orders|Products|StockUpdate)(\/\{\})?$/,
    part: 'body',
    at: /\/(shippingCode|pickUpPointCode|comments|trackingNumber|trackingUrl|warehouseComments|name|description|eanCode)$/,
    problem: 'must be string',
    why: 'UNCONFIRMED: what is not set comes as null, like the list of webhooks; the client takes both',
    source: 'myOGO §3, the literal null of GET /WebHooks; §4, optional fields of the .NET models',
  },
  {
    operation: /^\w+ \/api\/v1\/Orders(\/\{\})?$/,
    part: 'body',
    at: /\/status$/,
    problem: 'must be equal to one of the allowed values',
    why: 'the casing of the status words differs between the public clients',
    source: 'myOGO §3; the description of OrderStatus in the spec',
  },
  ...[400, 403].map((status): Deviation => ({
    operation: /^\w+ \/api\/v1\//,
    part: 'status',
    status,
    why: 'UNCONFIRMED: a wrong filter or webhook, and a token without the scope; the spec knows no refusals of these',
    source: 'myOGO §2, scopes; §3, ApiError',
  })),
];

export const deviations: readonly Deviation[] = [...orders, ...catalogue, ...refusals, ...myogo];
