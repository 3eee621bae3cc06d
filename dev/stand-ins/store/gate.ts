import type { Exchange } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import type { World } from '../world.ts';
import { statusCodesPage, v3Error } from './errors.ts';
import type { StoreRoute } from './route.ts';
import type { ApiAccount, StoreState } from './store-state.ts';

function scopeRefused(world: World, hash: string): Reply {
  if (world.settings.of(hash).scopeErrorShape === 'error')
    return { status: 403, json: { error: 'You are authorized but your scope does not include this resource.' } };
  return {
    status: 403,
    json: {
      status: 403,
      title: "You don't have a required scope to access the endpoint",
      type: statusCodesPage,
      errors: {},
    },
  };
}

function allows(account: ApiAccount, route: StoreRoute): boolean {
  const { scopes } = route.extra;
  if (scopes.length === 0) return true;
  return scopes.some(
    (scope) => account.scopes.has(scope) || (route.method === 'GET' && account.scopes.has(`${scope}_read_only`)),
  );
}

/** The account of a token in any store: a token that is good elsewhere is refused in another way than an unknown one. */
function knownAnywhere(world: World, token: string): boolean {
  for (const store of world.stores.values()) if (store.accounts.has(token)) return true;
  return false;
}

/** Authentication, quota and scopes of the store's API, in that order, around a handler. */
export function storeGate(world: World, exchange: Exchange, route: StoreRoute, run: () => Reply): Reply {
  const hash = exchange.params['hash'] ?? '';
  const store = world.stores.get(hash);
  const token = exchange.headers['x-auth-token'];
  if (store && world.settings.of(hash).storeStatus === 'down') return { status: 503, text: 'Service Unavailable' };
  const limits = store ? { headers: commonHeaders(store, route) } : {};
  if (token === undefined) return { status: 401, text: 'X-Auth-Token header is required', ...limits };
  if (typeof token !== 'string' || token.trim() === '')
    return { status: 401, text: 'X-Auth-Token header should have correct format', ...limits };
  const account = store?.accounts.get(token);
  if (!store || !account) {
    // UNCONFIRMED beyond status and title: the rest of the 401's body.
    return { ...(knownAnywhere(world, token) ? scopeRefused(world, hash) : v3Error(401, 'Unauthorized')), ...limits };
  }
  if (!store.quota.take()) {
    const seconds = String(Math.ceil(store.quota.resetMs / 1000));
    // UNCONFIRMED: the body of a 429.
    return { ...v3Error(429, 'Too many requests'), headers: { ...store.quota.headers(), 'x-retry-after': seconds } };
  }
  const reply = allows(account, route) ? run() : scopeRefused(world, hash);
  return route.method === 'DELETE' && reply.status === 204
    ? reply
    : { ...reply, headers: { ...commonHeaders(store, route), ...reply.headers } };
}

function commonHeaders(store: StoreState, route: StoreRoute): Record<string, string> {
  const v2 = route.path.startsWith('/stores/:hash/v2');
  return { ...store.quota.headers(), ...(v2 && { 'x-bc-apilimit-remaining': '20000', 'x-bc-store-version': '7.6.0' }) };
}
