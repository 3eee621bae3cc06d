import type { Exchange, JsonObject } from '../exchange.ts';
import { isObject, jsonBody } from '../exchange.ts';
import { readDate } from '../clock.ts';
import type { Method, Route } from '../http-server.ts';
import type { Reply } from '../reply.ts';
import type { Settings } from '../settings.ts';
import type { World } from '../world.ts';
import { badRequest } from './errors.ts';
import type { MerchantState } from './merchant-state.ts';

export interface WarehouseRouteExtra {
  /** The OAuth scope; absent on the token endpoint. */
  scope?: string;
}

export type WarehouseRoute = Route<WarehouseRouteExtra>;

/** What a handler works on. */
export interface WarehouseCall {
  world: World;
  merchant: MerchantState;
  settings: Settings;
  exchange: Exchange;
}

/** The merchant whose token a request carries. */
export function merchantOf(world: World, exchange: Exchange): MerchantState | undefined {
  const match = /^Bearer (.+)$/i.exec(exchange.headers.authorization ?? '');
  const grant = match?.[1] === undefined ? undefined : world.tokens.find(match[1]);
  return grant && world.merchants.get(grant.merchantId);
}

/** Gives a maker of routes below `/api/v1`. */
export function routeMaker(world: World, scopeOf: 'order' | 'product' | 'webhook') {
  return (method: Method, path: string, handler: (call: WarehouseCall) => Reply): WarehouseRoute => ({
    method,
    path: `/api/v1${path}`,
    extra: { scope: `${method === 'GET' ? 'read' : 'write'}:${scopeOf}` },
    run: (exchange) => {
      const merchant = merchantOf(world, exchange);
      // The gate lets only known merchants through.
      if (!merchant) throw new Error('No such merchant');
      return handler({ world, merchant, settings: world.settings.of(merchant.merchantId), exchange });
    },
  });
}

/** The body of a write: an object, or 400. */
export function body(call: WarehouseCall): JsonObject {
  if (!(call.exchange.headers['content-type'] ?? '').includes('json'))
    throw badRequest('The content type must be application/json.');
  const value = jsonBody(call.exchange);
  if (!isObject(value)) throw badRequest('The request body is not valid JSON.');
  return value;
}

/** One page of a list: `limit` 1 to 250, 50 by default, `page` from 1. A bare array, also when it is empty. */
export function page<T>(call: WarehouseCall, items: readonly T[], view: (item: T) => unknown): Reply {
  const { query } = call.exchange;
  const read = (name: string, otherwise: number, max: number): number => {
    const text = query.get(name);
    if (text === null) return otherwise;
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > max)
      throw badRequest(`The field ${name} must be between 1 and ${max}.`);
    return value;
  };
  const limit = read('limit', 50, 250);
  const start = (read('page', 1, Number.MAX_SAFE_INTEGER) - 1) * limit;
  return { status: 200, json: items.slice(start, start + limit).map(view) };
}

/** `modifiedAfter` as the first instant that fits; undefined when it is absent. */
export function modifiedFrom(call: WarehouseCall): number | undefined {
  const text = call.exchange.query.get('modifiedAfter');
  if (text === null) return undefined;
  const ms = readDate(text);
  if (ms === undefined) throw badRequest('The field modifiedAfter must be a date and time.');
  return call.settings.modifiedAfterInclusive ? ms : ms + 1;
}
