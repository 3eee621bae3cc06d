import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { createBigCommerce, type StoreApi } from '../../../src/bigcommerce/client.ts';
import { createQuotaBudget } from '../../../src/http/budget.ts';
import type { HttpFailure } from '../../../src/http/failure.ts';
import { createTransport } from '../../../src/http/transport.ts';
import { createMyogo, type MerchantApi } from '../../../src/myogo/client.ts';
import { callAll, storeCalls, warehouseCalls } from './client-calls.ts';

/** All scopes that the routes of the sandbox's store know. */
export const allScopes = [
  'store_v2_orders',
  'store_v2_products',
  'store_v2_transactions',
  'store_v2_information',
  'store_inventory',
  'store_locations',
];

/** Both clients on a sandbox's first store, and calls that go wrong on purpose. */
export class ClientDrive {
  readonly #sandbox: Sandbox;
  readonly #transport = createTransport({ userAgent: 'contract tests' });
  /** `call: failure` of each call that failed; unexpected ones. */
  readonly failures: string[] = [];

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  /** Calls every method of both clients, on an order of one line whose goods are in both systems. */
  async everyMethod(): Promise<void> {
    const { control } = this.#sandbox;
    const { orderId, addressIds } = control.placeOrder({ paid: true });
    const store = this.#store();
    const [consignment] = (await store.orders.get(orderId, { withLines: true })).shipping;
    const line = consignment?.lines[0];
    const [addressId] = addressIds;
    if (line === undefined || addressId === undefined) throw new Error('the sandbox placed an order without a line');
    const { id: lineId, sku, productId, variantId } = line;
    control.addWarehouseProduct({ code: sku, name: sku });
    control.goodsIn({ [sku]: 50 });
    const failed = (call: string, error: unknown): void => void this.failures.push(`${call}: ${String(error)}`);
    await callAll(storeCalls, store, { orderId, addressId, lineId, sku, productId, variantId }, failed);
    await callAll(warehouseCalls, this.#merchant(), { sku, reference: `abc-${orderId}` }, failed);
  }

  /** Meets the ways in which both sides refuse. Returns the statuses in the order of the calls; 200 where a refusal is a value. */
  async everyRefusal(): Promise<number[]> {
    const { control } = this.#sandbox;
    const [order] = control.state().stores.flatMap(({ orders }) => orders);
    if (order === undefined) throw new Error('the sandbox has no order');
    const { orderId } = order;
    const store = this.#store();
    const merchant = this.#merchant();
    const statuses = [
      await statusOf(store.orders.get(1)),
      await statusOf(
        store.shipments.create(orderId, { addressId: 1, lines: [{ orderProductId: 9_999, quantity: 1 }] }),
      ),
      await statusOf(store.orders.update(orderId, { statusId: 99 })),
      await statusOf(store.transactions.list(1)),
      await statusOf(store.catalogue.variants.updateLevels([{ id: 1, inventoryLevel: -1 }])),
      await statusOf(store.metafields.create(orderId, { namespace: 'ogoship', key: 'k', value: '1' })),
      await statusOf(store.metafields.create(orderId, { namespace: 'ogoship', key: 'k', value: '1' })),
      await statusOf(store.hooks.create({ scope: 'store/order/*', destination: 'http://hooks.example.test/' })),
      await statusOf(store.hooks.remove(1)),
      await statusOf(merchant.products.update('never-seen', { code: 'never-seen', languageCode: 'en' })),
      await statusOf(merchant.products.create({ code: 'a/b', languageCode: 'en' })),
      await statusOf(this.#store('wrong-token').orders.get(orderId)),
      await statusOf(this.#store('wrong-token').hooks.list()),
      await statusOf(this.#merchant('wrong-secret').stock.list({})),
    ];
    control.access({ scopes: ['store_v2_products'] });
    statuses.push(await statusOf(store.orders.get(orderId)));
    control.access({ scopes: allScopes, quota: 1 });
    await statusOf(store.time.get());
    statuses.push(await statusOf(this.#store().orders.get(orderId)));
    control.settings({ storeStatus: 'down' });
    statuses.push(await statusOf(this.#store().orders.get(orderId)));
    return statuses;
  }

  #store(apiToken?: string): StoreApi {
    const { storeUrl, credentials } = this.#sandbox;
    const [first] = credentials.stores;
    // A budget of its own each time: what the last answer said of the quota must not keep a call from being sent.
    const client = createBigCommerce({ apiUrl: storeUrl, transport: this.#transport, budget: createQuotaBudget() });
    return client.store({
      storeHash: first?.storeHash ?? '',
      apiToken: apiToken ?? first?.apiToken ?? '',
      priority: 'orders',
    });
  }

  #merchant(secretToken?: string): MerchantApi {
    const { warehouseUrl, tokenUrl, credentials } = this.#sandbox;
    const [first] = credentials.stores;
    const client = createMyogo({ apiUrl: warehouseUrl, tokenUrl, ...credentials.oauth, transport: this.#transport });
    return client.merchant({
      merchantId: first?.merchantId ?? '',
      secretToken: secretToken ?? first?.secretToken ?? '',
    });
  }
}

/** The status of a refusal; 200 for any success. */
async function statusOf(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 200;
  } catch (error) {
    return (error as HttpFailure).detail.status ?? 0; // the clients throw nothing else
  }
}
