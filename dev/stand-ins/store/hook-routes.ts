import { idParam, isObject, jsonBody } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import type { World } from '../world.ts';
import { v3Refusal } from './errors.ts';
import type { StoreCall, StoreRoute } from './route.ts';
import { routeMaker } from './route.ts';
import type { Hook } from './store-state.ts';
import { v3List } from './v3-list.ts';

const clientOf = (call: StoreCall): string =>
  call.store.accounts.get(String(call.exchange.headers['x-auth-token']))?.clientId ?? '';

/** Only the hooks of the API account that asks. */
const visible = (call: StoreCall): Hook[] =>
  [...call.store.hooks.values()].filter((hook) => hook.clientId === clientOf(call));

const view = (call: StoreCall, hook: Hook) => ({
  id: hook.id,
  client_id: hook.clientId,
  store_hash: call.store.hash,
  scope: hook.scope,
  destination: hook.destination,
  headers: hook.headers,
  is_active: hook.isActive,
  created_at: Math.floor(hook.created / 1000),
  updated_at: Math.floor(hook.updated / 1000),
});

function theHook(call: StoreCall): Hook {
  const hook = visible(call).find((h) => h.id === idParam(call.exchange, 'hookId'));
  if (!hook) throw v3Refusal(404, 'Hook not found');
  return hook;
}

const missing = (field: string) => v3Refusal(422, 'The webhook is invalid.', { [field]: 'error.path.missing.' });

function readHook(call: StoreCall, before?: Hook): Pick<Hook, 'scope' | 'destination' | 'headers' | 'isActive'> {
  const body = jsonBody(call.exchange);
  if (!isObject(body)) throw v3Refusal(400, 'Input is invalid.');
  const scope = body['scope'] ?? before?.scope;
  const destination = body['destination'] ?? before?.destination;
  if (scope === undefined) throw missing('scope');
  if (destination === undefined) throw missing('destination');
  if (typeof scope !== 'string' || !/^store\/[a-zA-Z/*\d]+$/.test(scope)) throw v3Refusal(400, 'Input is invalid.');
  const url = typeof destination === 'string' && URL.canParse(destination) ? new URL(destination) : undefined;
  const https = url?.protocol === 'https:' && (url.port === '' || url.port === '443');
  if (
    typeof destination !== 'string' ||
    !url ||
    !(https || call.world.settings.of(call.store.hash).hookDestinations === 'any')
  )
    throw v3Refusal(422, 'The webhook is invalid.', { destination: 'The destination must be https on port 443.' });
  const headers = body['headers'] === undefined ? (before?.headers ?? null) : body['headers'];
  if (headers !== null && (!isObject(headers) || Object.values(headers).some((value) => typeof value !== 'string')))
    throw v3Refusal(400, 'Input is invalid.');
  const active = body['is_active'];
  if (active !== undefined && typeof active !== 'boolean') throw v3Refusal(400, 'Input is invalid.');
  return {
    scope,
    destination,
    // All values are texts: checked above.
    headers: headers as Record<string, string> | null,
    // UNCONFIRMED: the specification names no default for POST; off makes a caller say what it wants.
    isActive: active ?? before?.isActive ?? false,
  };
}

function postHook(call: StoreCall): Reply {
  const { world, store } = call;
  const fields = readHook(call);
  const mine = visible(call).filter((hook) => hook.scope === fields.scope);
  if (mine.some((hook) => hook.destination === fields.destination))
    throw v3Refusal(409, 'A hook with this scope and destination exists already.');
  if (mine.length >= 10) throw v3Refusal(422, 'There are ten hooks with this scope already.');
  const now = world.clock.now();
  const hook: Hook = { ...fields, id: store.nextHookId(), clientId: clientOf(call), created: now, updated: now };
  store.hooks.set(hook.id, hook);
  world.ledger.record('hook created', `${store.hash}/${hook.scope}`);
  return ok({ data: view(call, hook), meta: {} });
}

/** `/v3/hooks`: needs no scope. */
export function hookRoutes(world: World): StoreRoute[] {
  const route = routeMaker(world);
  return [
    route('GET', '/v3/hooks', (call) => {
      const { query } = call.exchange;
      const fits = (hook: Hook) =>
        (!query.has('scope') || hook.scope === query.get('scope')) &&
        (!query.has('destination') || hook.destination === query.get('destination')) &&
        (!query.has('is_active') || String(hook.isActive) === query.get('is_active'));
      return v3List(visible(call).filter(fits), query, (hook) => view(call, hook));
    }),
    route('POST', '/v3/hooks', postHook),
    route('GET', '/v3/hooks/admin', (call) => {
      const seconds = world.settings.of(call.store.hash).hooksBlockedSeconds;
      const domains = new Set(visible(call).map(({ destination }) => new URL(destination).origin));
      const blocked = seconds > 0 ? [...domains] : [];
      return ok({
        data: {
          emails: [],
          hooks_list: visible(call).map((hook) => view(call, hook)),
          blocked_domains: blocked.map((destination) => ({
            destination,
            time_left: seconds,
            reasons: [{ failure_description: 'Connection timed out', count: 40, timestamp: 0 }],
          })),
        },
        meta: {},
      });
    }),
    route('GET', '/v3/hooks/:hookId', (call) => ok({ data: view(call, theHook(call)), meta: {} })),
    route('PUT', '/v3/hooks/:hookId', (call) => {
      const hook = theHook(call);
      Object.assign(hook, readHook(call, hook), { updated: world.clock.now() });
      return ok({ data: view(call, hook), meta: {} });
    }),
    route('DELETE', '/v3/hooks/:hookId', (call) => {
      const hook = theHook(call);
      call.store.hooks.delete(hook.id);
      world.ledger.record('hook deleted', `${call.store.hash}/${hook.scope}`);
      return ok({ data: view(call, hook), meta: {} });
    }),
  ];
}
