import type { ServerResponse } from 'node:http';
import type { Exchange, JsonObject } from '../exchange.ts';
import type { Effect } from '../ledger.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import type { World } from '../world.ts';
import { onlyKnown, readBody, readFaults, readGoods, readOddRows, readPutRules } from './control-body.ts';
import type { AccessChange } from './access.ts';
import type { Control, SeedOptions } from './control.ts';
import { changeOrder } from './order-paths.ts';
import type { PlaceOrder } from './place-order.ts';
import type { MethodChange, NewLocation, NewProduct, NewWarehouseProduct, ProductChange } from './shop-work.ts';
import type { NewStore } from './tenants.ts';
import type { WarehousePlace } from './warehouse-people.ts';
import type { WarehouseChange } from './warehouse-work.ts';
import { ControlError } from './control-error.ts';

type ControlHandler = (exchange: Exchange, response: ServerResponse) => Promise<Reply | undefined>;

/** Effects after `since`, waiting up to `wait` ms for the first one. `stream=1` sends them line by line instead, for ever. */
async function events(world: World, query: URLSearchParams, response: ServerResponse): Promise<Reply | undefined> {
  const { ledger } = world;
  const since = Number(query.get('since') ?? 0);
  if (query.get('stream') === '1') {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const write = (effect: Effect) => response.write(`${JSON.stringify(effect)}\n`);
    for (const effect of ledger.since(since)) write(effect);
    ledger.events.on('effect', write);
    response.on('close', () => ledger.events.off('effect', write));
    response.flushHeaders();
    return undefined;
  }
  const timeoutMs = Math.min(Number(query.get('wait') ?? 0), 60_000);
  if (timeoutMs > 0) await ledger.waitFor((effect) => effect.seq > since, { since, timeoutMs }).catch(() => undefined);
  return ok({ seq: ledger.seq, effects: ledger.since(since) });
}

function read(world: World, control: Control, name: string, query: URLSearchParams): Reply {
  const since = query.get('since');
  switch (name) {
    case 'ledger':
      return ok({ ...control.ledger(), ...(since !== null && { since: world.ledger.since(Number(since)) }) });
    case 'state': {
      const part = query.get('part')?.split(',');
      return ok(
        part
          ? Object.fromEntries(Object.entries(control.state()).filter(([key]) => part.includes(key)))
          : control.state(),
      );
    }
    case 'settings':
      return ok(world.settings.report());
    default:
      throw new ControlError(404, `There is no GET /_sandbox/${name}.`);
  }
}

/** Where a person's JSON meets the typed control: unknown fields are refused, the values are checked by their use. */
function write(control: Control, name: string, argument: string, body: JsonObject): unknown {
  switch (name) {
    case 'reset':
      return control.reset(
        onlyKnown<SeedOptions>(body, ['seed', 'products', 'orders', 'storeHash', 'merchantId', 'plan', 'scopes']),
      );
    case 'stores':
      return control.addStore(
        onlyKnown<NewStore>(body, ['storeHash', 'merchantId', 'plan', 'scopes', 'products', 'orders']),
      );
    case 'orders':
      if (argument === '')
        return control.placeOrder(
          onlyKnown<PlaceOrder>(body, [
            'storeHash',
            'lines',
            'shippingMethod',
            'country',
            'statusId',
            'addresses',
            'paid',
            'createdAt',
            'modifiedAt',
            'source',
            'pickup',
            'customerMessage',
            'staffNotes',
            'onlyInStock',
          ]),
        );
      return changeOrder(control, argument.split('/'), body);
    case 'products':
      if (argument === '')
        return control.addProduct(
          onlyKnown<NewProduct>(body, [
            'storeHash',
            'name',
            'sku',
            'level',
            'price',
            'weight',
            'description',
            'tracking',
            'type',
            'gtin',
            'upc',
            'brand',
            'hidden',
            'customs',
            'options',
            'skus',
          ]),
        );
      return control.changeProduct(
        argument,
        onlyKnown<ProductChange>(body, [
          'storeHash',
          'name',
          'newSku',
          'level',
          'visible',
          'forSale',
          'type',
          'remove',
        ]),
      );
    case 'methods':
      return control.changeMethod(onlyKnown<MethodChange>(body, ['storeHash', 'id', 'zoneId', 'name', 'enabled']));
    case 'locations':
      return control.addLocation(onlyKnown<NewLocation>(body, ['storeHash', 'label', 'code']));
    case 'warehouse-products':
      return control.addWarehouseProduct(onlyKnown<NewWarehouseProduct>(body, ['merchantId', 'code', 'name', 'twin']));
    case 'goods-in': {
      const { goods, merchantId } = readGoods(body);
      return control.goodsIn(goods, merchantId);
    }
    case 'warehouse':
      return control.warehouse(
        argument,
        onlyKnown<WarehouseChange>(body, [
          'merchantId',
          'status',
          'tracking',
          'trackingUrl',
          'comments',
          'split',
          'lines',
          'addLines',
          'fields',
          'hidden',
          'odd',
          'editTime',
          'occurrence',
          'id',
        ]),
      );
    case 'warehouse-orders':
      return control.placeInWarehouse(
        onlyKnown<WarehousePlace>(body, [
          'merchantId',
          'reference',
          'lines',
          'like',
          'status',
          'shippingCode',
          'customer',
          'tracking',
          'trackingUrl',
        ]),
      );
    case 'warehouse-puts':
      return { rules: control.warehousePuts(readPutRules(body)) };
    case 'access':
      return control.access(
        onlyKnown<AccessChange>(body, [
          'storeHash',
          'merchantId',
          'token',
          'scopes',
          'quota',
          'thirdPartyUse',
          'secretToken',
          'revokeTokens',
          'shippingCodes',
        ]),
      );
    case 'clock':
      return { now: control.advance(onlyKnown<{ advance: string }>(body, ['advance']).advance) };
    case 'faults':
      return { rules: control.faults(...readFaults(body)) };
    case 'odd-rows':
      return { rules: control.oddRows(...readOddRows(body)) };
    case 'settings': {
      const { storeHash, merchantId, ...changes } = body;
      const owner = storeHash ?? merchantId;
      return control.settings(changes, typeof owner === 'string' ? owner : undefined);
    }
    case 'settle':
      control.settle();
      return {};
    default:
      throw new ControlError(404, `There is no POST /_sandbox/${name}.`);
  }
}

/** The control API, the same on both servers. Never faulted, never limited, never counted. */
export function controlHandler(world: World, control: Control): ControlHandler {
  return async (exchange, response) => {
    const [name = '', ...more] = exchange.path.slice('/_sandbox/'.length).split('/');
    try {
      if (exchange.method === 'GET' && name === 'events') return await events(world, exchange.query, response);
      if (exchange.method === 'GET') return read(world, control, name, exchange.query);
      if (exchange.method !== 'POST') throw new ControlError(405, 'The control takes GET and POST.');
      return ok(write(control, name, decodeURIComponent(more.join('/')), readBody(exchange)));
    } catch (error) {
      const status = error instanceof ControlError ? error.status : 500;
      return { status, json: { error: error instanceof Error ? error.message : 'unknown' } };
    }
  };
}
