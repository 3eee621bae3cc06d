import { isoOffset } from '../clock.ts';
import { idParam, isObject, jsonBody } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { noContent, ok } from '../reply.ts';
import type { World } from '../world.ts';
import { v3Refusal } from './errors.ts';
import type { Metafield, StoreOrder } from './order-state.ts';
import { theOrderV3 } from './payment-routes.ts';
import type { StoreCall, StoreRoute } from './route.ts';
import { routeMaker } from './route.ts';
import { onlyV3Filters, v3List } from './v3-list.ts';

const metafieldView = (order: StoreOrder, field: Metafield) => ({
  id: field.id,
  permission_set: field.permission_set,
  namespace: field.namespace,
  key: field.key,
  value: field.value,
  description: field.description,
  resource_type: 'order',
  resource_id: order.id,
  date_created: isoOffset(field.created),
  date_modified: isoOffset(field.modified),
  owner_client_id: field.ownerClientId,
});

const clientOf = (call: StoreCall): string =>
  call.store.accounts.get(String(call.exchange.headers['x-auth-token']))?.clientId ?? '';
const permissionSets = new Set(['app_only', 'read', 'write', 'read_and_sf_access', 'write_and_sf_access']);
const lengths = { namespace: 64, key: 64, value: 65_535, description: 255 } as const;
/** Of one resource, by one account. */
const mostFields = 250;

/** `app_only` is visible to the account that made it alone. */
const isVisible = (field: Metafield, client: string): boolean =>
  field.ownerClientId === client || field.permission_set !== 'app_only';

function metafieldBody(call: StoreCall, needed: readonly string[]): Partial<Metafield> {
  const body = jsonBody(call.exchange);
  if (!isObject(body)) throw v3Refusal(400, 'The request body is not valid JSON.');
  const wrong: Record<string, string> = {};
  const fields: Partial<Metafield> = {};
  for (const name of needed) if (body[name] === undefined) wrong[name] = `${name} is required`;
  for (const [name, max] of Object.entries(lengths)) {
    const value = body[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' || value.length > max || (value === '' && name !== 'description'))
      wrong[name] = `${name} is invalid`;
    else Object.assign(fields, { [name]: value });
  }
  const permissions = body['permission_set'];
  if (permissions !== undefined) {
    if (typeof permissions !== 'string' || !permissionSets.has(permissions))
      wrong['permission_set'] = 'permission_set is invalid';
    else fields.permission_set = permissions;
  }
  if (Object.keys(wrong).length > 0) throw v3Refusal(422, 'The metafield is invalid.', wrong);
  return fields;
}

/**
 * UNCONFIRMED: whether another account's field of the same namespace and key is a duplicate. Here it is, also one that
 * the caller cannot see: the more awkward answer.
 */
function refuseDuplicate(order: StoreOrder, fields: Partial<Metafield>, own?: Metafield): void {
  const { namespace = own?.namespace, key = own?.key } = fields;
  if (order.metafields.some((m) => m !== own && m.namespace === namespace && m.key === key))
    throw v3Refusal(409, 'A metafield with this namespace and key exists already.');
}

const ledgerKey = ({ store }: StoreCall, order: StoreOrder, field: Metafield): string =>
  `${store.hash}/${order.id}/${field.namespace}/${field.key}`;

function postMetafield(call: StoreCall): Reply {
  const { world, store } = call;
  const order = theOrderV3(call);
  const fields = metafieldBody(call, ['permission_set', 'namespace', 'key', 'value']);
  refuseDuplicate(order, fields);
  const client = clientOf(call);
  // UNCONFIRMED: what one field too many is answered with.
  if (order.metafields.filter((m) => m.ownerClientId === client).length >= mostFields)
    throw v3Refusal(422, `An order has at most ${mostFields} metafields of one account.`);
  const now = world.clock.now();
  const field: Metafield = {
    permission_set: 'app_only',
    namespace: '',
    key: '',
    value: '',
    description: '',
    ...fields,
    id: store.book.nextMetafieldId(),
    ownerClientId: client,
    created: now,
    modified: now,
  };
  order.metafields.push(field);
  world.ledger.record('metafield created', ledgerKey(call, order, field));
  return ok({ data: metafieldView(order, field), meta: {} });
}

function theMetafield(call: StoreCall, order: StoreOrder, write = false): Metafield {
  const field = order.metafields.find((m) => m.id === idParam(call.exchange, 'metafieldId'));
  const client = clientOf(call);
  if (!field || !isVisible(field, client)) throw v3Refusal(404, 'Metafield not found');
  if (write && field.ownerClientId !== client && !field.permission_set.startsWith('write'))
    throw v3Refusal(403, 'This metafield belongs to another account.');
  return field;
}

function listMetafields(call: StoreCall): Reply {
  return listOf(call, [theOrderV3(call)]);
}

/** Of every order. */
function listAllMetafields(call: StoreCall): Reply {
  return listOf(call, [...call.store.book.orders.values()]);
}

function listOf(call: StoreCall, orders: readonly StoreOrder[]): Reply {
  const { query } = call.exchange;
  onlyV3Filters(
    query,
    new Set(['page', 'limit', 'key', 'key:in', 'namespace', 'namespace:in', 'direction', 'include_fields']),
  );
  const named = (name: 'key' | 'namespace', value: string) =>
    [query.get(name), ...(query.get(`${name}:in`)?.split(',') ?? [])]
      .filter((v) => v !== null)
      .some((v) => v === value);
  const client = clientOf(call);
  const rows = orders
    .flatMap((order) => order.metafields.map((m) => ({ order, m })))
    .filter(({ m }) => isVisible(m, client))
    .filter(({ m }) =>
      (['key', 'namespace'] as const).every(
        (name) => (!query.has(name) && !query.has(`${name}:in`)) || named(name, m[name]),
      ),
    );
  return v3List(rows, query, ({ order, m }) => metafieldView(order, m));
}

/** The metafields of orders. UNCONFIRMED: whether a write moves the order's `date_modified`; here it does not. */
export function metafieldRoutes(world: World): StoreRoute[] {
  const route = routeMaker(world, 'store_v2_orders');
  const fields = '/v3/orders/:orderId/metafields';
  return [
    route('GET', '/v3/orders/metafields', listAllMetafields),
    route('GET', fields, listMetafields),
    route('POST', fields, postMetafield),
    route('GET', `${fields}/:metafieldId`, (call) => {
      const order = theOrderV3(call);
      return ok({ data: metafieldView(order, theMetafield(call, order)), meta: {} });
    }),
    route('PUT', `${fields}/:metafieldId`, (call) => {
      const order = theOrderV3(call);
      const field = theMetafield(call, order, true);
      const changed = metafieldBody(call, []);
      refuseDuplicate(order, changed, field);
      Object.assign(field, changed, { modified: world.clock.now() });
      world.ledger.record('metafield updated', ledgerKey(call, order, field));
      return ok({ data: metafieldView(order, field), meta: {} });
    }),
    route('DELETE', `${fields}/:metafieldId`, (call) => {
      const order = theOrderV3(call);
      const field = theMetafield(call, order, true);
      order.metafields = order.metafields.filter((m) => m !== field);
      world.ledger.record('metafield deleted', ledgerKey(call, order, field));
      return noContent;
    }),
  ];
}
