import type { ServerResponse } from 'node:http';
import type { Exchange, JsonObject } from '../exchange.ts';
import { isObject } from '../exchange.ts';
import type { FaultRule } from '../faults.ts';
import type { Effect } from '../ledger.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import type { World } from '../world.ts';
import type { Control } from './control.ts';
import { ControlError } from './control-error.ts';

type ControlHandler = (exchange: Exchange, response: ServerResponse) => Promise<Reply | undefined>;

const refused = (status: number, message: string): Reply => ({ status, json: { error: message } });

function bodyOf(exchange: Exchange): JsonObject {
  if (exchange.rawBody.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(exchange.rawBody);
  } catch {
    throw new ControlError(400, 'The body is not JSON.');
  }
  // Faults may also be a list of rules.
  if (Array.isArray(value)) return { rules: value };
  if (!isObject(value)) throw new ControlError(400, 'The body must be an object.');
  return value;
}

function faultRules(body: JsonObject): FaultRule[] {
  const rules = Array.isArray(body['rules']) ? body['rules'] : Object.keys(body).length === 0 ? [] : [body];
  return rules.map((rule: unknown) => {
    if (!isObject(rule) || typeof rule['rate'] !== 'number')
      throw new ControlError(400, 'A fault needs a rate between 0 and 1.');
    const kinds = rule['rate'] === 0 ? (rule['kinds'] ?? []) : rule['kinds'];
    if (!Array.isArray(kinds)) throw new ControlError(400, 'A fault needs a list of kinds.');
    // Rate and kinds are checked here and in Control; what else is wrong in a test's own rule shows in the test.
    return { ...rule, kinds } as unknown as FaultRule;
  });
}

/** Effects after `since`, waiting up to `wait` ms for the first one. `stream=1` sends them line by line instead, for ever. */
async function events(world: World, exchange: Exchange, response: ServerResponse): Promise<Reply | undefined> {
  const { ledger } = world;
  const since = Number(exchange.query.get('since') ?? 0);
  if (exchange.query.get('stream') === '1') {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const write = (effect: Effect) => response.write(`${JSON.stringify(effect)}\n`);
    for (const effect of ledger.since(since)) write(effect);
    ledger.events.on('effect', write);
    response.on('close', () => ledger.events.off('effect', write));
    response.flushHeaders();
    return undefined;
  }
  const wait = Math.min(Number(exchange.query.get('wait') ?? 0), 60_000);
  if (wait > 0 && ledger.since(since).length === 0)
    await ledger.waitFor((effect) => effect.seq > since, { since, timeoutMs: wait }).catch(() => undefined);
  return ok({ seq: ledger.seq, effects: ledger.since(since) });
}

function route(
  world: World,
  control: Control,
  exchange: Exchange,
  response: ServerResponse,
): Promise<Reply | undefined> | Reply {
  const { method, path, query } = exchange;
  const [name = '', ...more] = path.slice('/_sandbox/'.length).split('/');
  const argument = decodeURIComponent(more.join('/'));
  if (method === 'GET') {
    if (name === 'ledger') {
      const since = query.get('since');
      return ok({ ...control.ledger(), ...(since !== null && { since: world.ledger.since(Number(since)) }) });
    }
    if (name === 'state') return ok(control.state());
    if (name === 'settings') return ok(world.settings.report());
    if (name === 'events') return events(world, exchange, response);
  }
  if (method !== 'POST') throw new ControlError(404, 'There is no such control.');
  // Bodies come from tests and from people with curl; the functions behind refuse what they cannot use.
  const body = bodyOf(exchange) as never;
  const fields: JsonObject = body;
  switch (name) {
    case 'reset':
      return ok(control.reset(body));
    case 'stores':
      return ok(control.addStore(body));
    case 'orders':
      if (argument === '') return ok(control.placeOrder(body));
      return ok(control.changeOrder(Number(argument), body));
    case 'goods-in': {
      const { merchantId, ...goods } = fields;
      return ok(
        control.goodsIn(goods as Record<string, number>, merchantId === undefined ? undefined : String(merchantId)),
      );
    }
    case 'warehouse':
      return ok(control.warehouse(argument, body));
    case 'access':
      return ok(control.access(body));
    case 'clock':
      return ok({ now: control.advance(fields['advance'] as number | string) });
    case 'faults':
      return ok({ rules: control.faults(...faultRules(fields)) });
    case 'settings': {
      const { storeHash, merchantId, ...changes } = fields;
      const owner = storeHash ?? merchantId;
      return ok(control.settings(changes, owner === undefined ? undefined : String(owner)));
    }
    case 'settle':
      control.settle();
      return ok({});
    default:
      throw new ControlError(404, 'There is no such control.');
  }
}

/** The control API, the same on both servers. Never faulted, never limited, never counted. */
export function controlHandler(world: World, control: Control): ControlHandler {
  return async (exchange, response) => {
    try {
      return await route(world, control, exchange, response);
    } catch (error) {
      if (error instanceof ControlError) return refused(error.status, error.message);
      return refused(500, error instanceof Error ? error.message : 'unknown');
    }
  };
}
