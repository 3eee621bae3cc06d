import { isObject } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { noContent, ok } from '../reply.ts';
import type { World } from '../world.ts';
import { apiRefusal, badRequest } from './errors.ts';
import { requiredText } from './fields.ts';
import type { WebHook } from './merchant-state.ts';
import type { WarehouseCall, WarehouseRoute } from './route.ts';
import { body, routeMaker } from './route.ts';

/** The two types whose names are public. */
const types = ['OrderShipped', 'ProductStockLevelChanged'];

function read(call: WarehouseCall): Omit<WebHook, 'id'> {
  const given = body(call);
  const url = requiredText(given, 'url');
  const key = requiredText(given, 'key');
  const type = requiredText(given, 'type');
  if (!/^https?:\/\/[^/?#]+\.[^/?#]/i.test(url))
    throw badRequest('The field url must be an http or https address whose host has a dot.');
  if (!types.includes(type)) throw badRequest('The field type is not a known type of webhook.');
  const headers = given['customHeaders'] ?? {};
  if (!isObject(headers) || Object.values(headers).some((value) => typeof value !== 'string'))
    throw badRequest('The field customHeaders must hold strings.');
  // All values are texts: checked in the line above.
  return { url, key, type, customHeaders: headers as Record<string, string> };
}

function the(call: WarehouseCall): WebHook {
  const hook = call.merchant.webHooks.get((call.exchange.params['id'] ?? '').toLowerCase());
  if (!hook) throw apiRefusal(404, 'The webhook was not found.');
  return hook;
}

function list(call: WarehouseCall): Reply {
  const hooks = [...call.merchant.webHooks.values()];
  // The real list may answer the literal null.
  return ok(hooks.length === 0 && call.settings.noWebHooks === 'null' ? null : hooks);
}

/** `/api/v1/WebHooks` */
export function webHookRoutes(world: World): WarehouseRoute[] {
  const route = routeMaker(world, 'webhook');
  return [
    route('GET', '/WebHooks', list),
    route('POST', '/WebHooks', (call) => {
      const hook = { ...read(call), id: world.random.uuid() };
      call.merchant.webHooks.set(hook.id, hook);
      world.ledger.record('myogo webhook created', `${call.merchant.merchantId}/${hook.type}`);
      return ok(hook);
    }),
    // A single unknown one answers null as well.
    route('GET', '/WebHooks/:id', (call) =>
      ok(call.merchant.webHooks.get((call.exchange.params['id'] ?? '').toLowerCase()) ?? null),
    ),
    route('PUT', '/WebHooks/:id', (call) => ok(Object.assign(the(call), read(call)))),
    route('DELETE', '/WebHooks/:id', (call) => {
      call.merchant.webHooks.delete(the(call).id);
      return noContent;
    }),
  ];
}
