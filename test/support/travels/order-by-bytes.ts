import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { PlaceOrder } from '../../../dev/stand-ins/control/place-order.ts';
import type { Observed } from '../../../dev/stand-ins/observed.ts';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { createCorrections } from '../../../src/activities/orders/correct.ts';
import { createHandOver } from '../../../src/activities/orders/hand-over.ts';
import { createLooks } from '../../../src/activities/orders/look.ts';
import { OrderCache } from '../../../src/activities/orders/order-cache.ts';
import { createReadOrder } from '../../../src/activities/orders/read-order.ts';
import { createStoreWrites } from '../../../src/activities/orders/store-writes.ts';
import { ProductMemory } from '../../../src/activities/products/product-memory.ts';
import type { OpenConnection } from '../../../src/activities/runtime/connections.ts';
import type { Dependencies } from '../../../src/activities/runtime/dependencies.ts';
import { createShip } from '../../../src/activities/shipping/ship.ts';
import { createShippingActivities } from '../../../src/activities/shipping/shipping.ts';
import { createBigCommerce } from '../../../src/bigcommerce/client.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import type { MyOgoStatus, ReleaseDecision } from '../../../src/contract/orders.ts';
import { defaultSettings, type SettingsPatch } from '../../../src/contract/settings.ts';
import type { ShippingLink } from '../../../src/contract/shipping.ts';
import { inWarehouseCodes } from '../../../src/domain/orders/account/edited.ts';
import { decide, refusalOf, settleByStatus } from '../../../src/domain/orders/decisions/decisions.ts';
import { newFacts, type OrderFacts } from '../../../src/domain/orders/facts/facts.ts';
import { noteChanging } from '../../../src/domain/orders/learn/changing.ts';
import { mayBeDone } from '../../../src/domain/orders/learn/corrections.ts';
import { noteSending, takeHandOver } from '../../../src/domain/orders/learn/learn-hand-over.ts';
import { takeCorrection, takeNote, takeStatusWrite } from '../../../src/domain/orders/learn/learn-acts.ts';
import { takeDecision, takeReadMatches } from '../../../src/domain/orders/learn/learn-match.ts';
import { without } from '../../../src/domain/orders/learn/learn-obstacles.ts';
import { takeShipments } from '../../../src/domain/orders/learn/learn-store.ts';
import { takeLookFor, takeNews, takeSearch } from '../../../src/domain/orders/learn/learn-warehouse.ts';
import { takeReadingFor } from '../../../src/domain/orders/learn/second-reading.ts';
import { storeChanged, tryAgain } from '../../../src/domain/orders/learn/store-news.ts';
import { nextSteps } from '../../../src/domain/orders/next-steps.ts';
import type { Finding } from '../../../src/domain/orders/steps/findings.ts';
import type { Act } from '../../../src/domain/orders/steps/steps.ts';
import { createQuotaBudget } from '../../../src/http/budget.ts';
import { createTransport } from '../../../src/http/transport.ts';
import { createMyogo } from '../../../src/myogo/client.ts';
import { startWatchedSandbox } from '../contract/watched-sandbox.ts';
import { merchantActs, type MerchantActs } from '../merchant-acts.ts';

// An order's life from the store's bytes to the warehouse's: real activities over real HTTP and the real rules, without the
// Temporal server between them. What a run does in `workflows/order/perform.ts` is done here by hand.

/** One store and one warehouse, for the orders of a file. */
export interface Desk {
  readonly sandbox: Sandbox;
  readonly acts: MerchantActs;
  /** Saves links and settings for what is read from now on. */
  saves(what: { readonly settings?: SettingsPatch; readonly links?: readonly ShippingLink[] }): void;
  /** Places an order and lets it go as far as it goes by itself. */
  begin(order: PlaceOrder): Promise<OrderByBytes>;
  close(): Promise<void>;
}

/** Three pieces of one SKU to one address, where nothing else is said. */
const plain: PlaceOrder = { lines: [{ sku: 'A', name: 'A', quantity: 3 }] };

export async function openDesk(settings: SettingsPatch = {}, links: readonly ShippingLink[] = []): Promise<Desk> {
  const wrote: Observed[] = [];
  const sandbox = await startWatchedSandbox({
    observe: (exchange) => {
      if (exchange.side === 'warehouse' && exchange.method !== 'GET') wrote.push(exchange);
    },
  });
  sandbox.control.settings({ ordersEditable: true });
  for (const code of ['A', 'B', 'ELSE']) sandbox.control.addWarehouseProduct({ code });
  sandbox.control.goodsIn({ A: 100_000, B: 100_000, ELSE: 100_000 });
  const transport = createTransport({ userAgent: 'test' });
  const [credentials] = sandbox.credentials.stores;
  if (credentials === undefined) throw new Error('no store');
  const { storeHash, apiToken, merchantId, secretToken } = credentials;
  const { clientId, clientSecret } = sandbox.credentials.oauth;
  const bigcommerce = createBigCommerce({
    apiUrl: sandbox.storeUrl,
    transport,
    budget: createQuotaBudget({ maxStores: 1 }),
  });
  const myogo = createMyogo({
    apiUrl: sandbox.warehouseUrl,
    tokenUrl: sandbox.tokenUrl,
    ...{ clientId, clientSecret, transport, maxMerchants: 2 },
  });
  const connection = {
    ...{ storeHash, merchantId, links },
    settings: {
      ...defaultSettings('2020-01-01T00:00:00Z'),
      ordersEditable: true,
      waitForTrackingMinutes: 0,
      ...settings,
    },
  };
  const open = {
    connection,
    versions: { credentials: 1, links: 1, settings: 1 },
    store: bigcommerce.store({
      storeHash: storeHash,
      apiToken,
      credentialsVersion: 1,
      priority: 'orders',
    }),
    merchant: myogo.merchant({ merchantId, secretToken, credentialsVersion: 1 }),
  };
  const metrics = new Proxy({}, { get: () => () => undefined });
  const deps = {
    ...{ metrics, settleMs: 10_000, writeAttemptMs: 10_000, heededAfterMs: 0, temporal: {} },
    connections: { open: () => Promise.resolve(open as unknown as OpenConnection) },
    sealer: { seal: (text: string) => `sealed ${text}`, open: (text: string) => text.replace('sealed ', '') },
    products: new ProductMemory(),
    recentOrders: new OrderCache(),
    changes: { remember: () => undefined, isNews: () => true },
  } as unknown as Dependencies; // what these activities ask for
  const acts = merchantActs(sandbox);
  return {
    sandbox,
    acts,
    saves: (what) => {
      if (what.links !== undefined) connection.links = what.links;
      connection.settings = { ...connection.settings, ...what.settings };
    },
    begin: async (order) => {
      const { orderId } = sandbox.control.placeOrder({ ...plain, ...order });
      const life = new OrderByBytes({ sandbox, acts, deps, merchantId, wrote }, storeHash as StoreHash, orderId);
      return life.run();
    },
    close: async () => {
      await transport.close();
      await sandbox.close();
    },
  };
}

interface World {
  readonly sandbox: Sandbox;
  readonly acts: MerchantActs;
  readonly deps: Dependencies;
  readonly merchantId: string;
  readonly wrote: readonly Observed[];
}

/** What the warehouse was sent, and answers with, as JSON. */
export type Body = Readonly<Record<string, unknown>>;

export class OrderByBytes {
  facts: OrderFacts;
  readonly #world: World;
  readonly #storeHash: StoreHash;
  readonly orderId: number;
  readonly #activities;
  #ahead = 0;

  constructor(world: World, storeHash: StoreHash, orderId: number) {
    this.#world = world;
    this.#storeHash = storeHash;
    this.orderId = orderId;
    this.facts = newFacts(storeHash, orderId, false);
    const { deps } = world;
    this.#activities = {
      ...createReadOrder(deps),
      ...createShippingActivities(deps),
      ...createHandOver(deps),
      ...createCorrections(deps),
      ...createLooks(deps),
      ...createShip(deps),
      ...createStoreWrites(deps),
    };
  }

  get reference(): string {
    return `${this.#storeHash}-${this.orderId}`;
  }

  /** The bodies that the warehouse was sent for this order, as they came over the wire. */
  sent(): readonly Body[] {
    return this.#world.wrote
      .map(({ requestBody }) => requestBody)
      .filter((text): text is string => typeof text === 'string' && text.includes(this.reference))
      .map((text) => JSON.parse(text) as Body);
  }

  /** What stands in the warehouse now: orders that are not cancelled. */
  there(): readonly (Body & { readonly pieces: number })[] {
    return this.#orders()
      .filter(({ status }) => status !== 'Cancelled')
      .map(({ fields, lines, reference }) => ({
        ...{ reference, lines },
        ...fields,
        pieces: lines.reduce((sum, { quantity }) => sum + quantity, 0),
      }));
  }

  /** What holds: `reason: message`. */
  held(): readonly string[] {
    return this.findings().map(({ reason, message }) => `${reason}: ${message}`);
  }

  findings(): readonly Finding[] {
    return nextSteps(this.facts, this.#now()).flatMap((step) => (step.kind === 'hold' ? step.findings : []));
  }

  /** The merchant or an app does something in the store, and a poll tells of it. */
  async inStore(act: (acts: MerchantActs) => unknown): Promise<this> {
    this.#advance(1_000);
    act(this.#world.acts);
    const { statusId, modified } = this.#world.acts.order(this.orderId);
    // The store’s times have whole seconds.
    const version = new Date(Math.floor(modified / 1_000) * 1_000).toISOString();
    this.facts = storeChanged(this.facts, { status: statusId, version });
    this.facts = { ...this.facts, readDue: this.facts.readDue ?? 'again' };
    await this.run();
    // A fall of what is wanted is believed after a second reading.
    this.#advance(120_000);
    return this.run();
  }

  /** The warehouse's people act, and a poll tells of it. */
  async inWarehouse(act: (sandbox: Sandbox) => unknown): Promise<this> {
    this.#advance(1_000);
    act(this.#world.sandbox);
    for (const { id, reference, status, edited, lines, trackingNumber } of this.#orders()) {
      const row = {
        ...{ id, merchantId: this.#world.merchantId, reference },
        status: status.toUpperCase() as MyOgoStatus, // the stand-in's words are the contract's
        editTime: new Date(edited).toISOString(),
        lines: lines.map(({ code, quantity }) => ({ code, quantity })),
        ...(trackingNumber ? { trackingNumber } : {}),
      };
      this.facts = takeNews(this.facts, row, this.#iso());
    }
    return this.run();
  }

  /** Links or settings were saved: it is judged anew. */
  async again(): Promise<this> {
    this.facts = tryAgain(this.facts);
    return this.run();
  }

  async decide(decision: ReleaseDecision): Promise<this> {
    const refusal = refusalOf(this.facts, decision, this.#now());
    if (refusal !== undefined) throw new Error(refusal.message);
    this.facts = decide(this.facts, decision, this.#iso());
    return this.run();
  }

  /** Goes on as long as something is to be done now. */
  async run(): Promise<this> {
    for (let count = 0; count < 60; count += 1) {
      const [act] = nextSteps(this.facts, this.#now()).flatMap((step) => (step.kind === 'act' ? [step.act] : []));
      if (act === undefined) return this;
      await this.#attempt(act);
    }
    throw new Error('it turns in a circle');
  }

  /** As the engine does: an attempt that found its process asleep before it sent is made again. */
  async #attempt(act: Act, tries = 5): Promise<void> {
    try {
      await this.#activity().run(() => this.#perform(act));
    } catch (error) {
      const isLate = error instanceof ApplicationFailure && error.message.startsWith('This attempt took too long');
      if (!isLate || tries === 1) throw error;
      await this.#attempt(act, tries - 1);
    }
  }

  /** However busy the machine is: nothing here is late. */
  #activity(): MockActivityEnvironment {
    const now = this.#now();
    return new MockActivityEnvironment({
      ...{ startToCloseTimeoutMs: 600_000, scheduleToCloseTimeoutMs: 3_600_000, heartbeatTimeoutMs: 600_000 },
      ...{ scheduledTimestampMs: now, currentAttemptScheduledTimestampMs: now },
    });
  }

  async #perform(act: Act): Promise<void> {
    const { orderId } = this;
    const of = { storeHash: this.#storeHash, orderId, fresh: true };
    const key = this.facts.order?.digestKey === undefined ? {} : { digestKey: this.facts.order.digestKey };
    const activities = this.#activities;
    const { order } = this.facts;
    const read = { status: order?.status ?? 0, version: order?.version ?? '' };
    switch (act.kind) {
      case 'read-order': {
        const answer = await activities.readStoreOrder({ ...of, ...key });
        if (answer.kind === 'gone') throw new Error('gone');
        const taken = takeReadingFor(act, this.facts, answer.reading, answer.merchantId, this.#iso());
        this.facts = takeReadMatches(taken, answer.matches ?? [], this.#iso());
        return;
      }
      case 'match': {
        const { place, method, country } = act;
        const addressId = this.facts.places.find(({ number }) => number === place)?.addressId ?? 0;
        const { decision } = await activities.matchShipping({ ...of, addressId, method, country });
        this.facts = takeDecision(this.facts, act, decision, this.#iso());
        return;
      }
      case 'hand-over': {
        this.facts = noteSending(this.facts, act, this.#iso());
        const sending = this.facts.sendings.at(-1);
        if (sending === undefined) throw new Error('nothing noted');
        const { addressId, moveStatus } = act;
        const answer = await activities.handOver({ ...of, sending, addressId, moveStatus, read });
        this.facts = takeHandOver(this.facts, act, answer, this.#iso());
        return;
      }
      case 'edit': {
        const { lines, pieces } = inWarehouseCodes(this.facts, act);
        const done = mayBeDone(this.facts, act);
        const { addressId, code, travels, newWords } = act;
        this.facts = noteChanging(this.facts, act, this.#iso());
        const answer = await activities.editInWarehouse({
          ...{ ...of, ...key, addressId, code, pieces, lines, read, travels, order: act.order, mayBeDone: done },
          ...(newWords === undefined ? {} : { newWords }),
        });
        this.facts = takeCorrection(this.facts, act, answer, this.#iso());
        return;
      }
      case 'cancel': {
        this.facts = noteChanging(this.facts, act, this.#iso());
        const answer = await activities.cancelInWarehouse({ ...of, ...key, orders: act.orders });
        this.facts = takeCorrection(this.facts, act, answer, this.#iso());
        return;
      }
      case 'look': {
        const answer = await activities.lookUpInWarehouse({ ...of, ...key, references: act.references });
        this.facts = takeLookFor(act, this.facts, { ...answer, at: this.#iso() }, this.#iso());
        return;
      }
      case 'search': {
        const orders = await activities.searchWarehouse({ ...of, since: act.since });
        const searched = act.searched === undefined ? {} : { searched: act.searched };
        this.facts = without(takeSearch(this.facts, { orders, ...searched }, this.#iso()), act.key);
        return;
      }
      case 'read-shipments': {
        const shipments = await activities.readShipments(of);
        this.facts = without(takeShipments(this.facts, shipments, read.version), act.key);
        return;
      }
      case 'note': {
        const answer = await activities.noteOnStoreOrder({ ...of, note: act.text });
        this.facts = takeNote(this.facts, act, answer, this.#iso());
        return;
      }
      case 'move-status': {
        const answer = await activities.markHandedOver(of);
        this.facts = takeStatusWrite(this.facts, act, answer, this.#iso());
        return;
      }
      case 'cancel-in-store': {
        const answer = await activities.cancelInStore(of);
        this.facts = takeStatusWrite(this.facts, act, answer, this.#iso());
        return;
      }
      case 'keep-decisions':
        this.facts = without({ ...this.facts, kept: act.fingerprint }, act.key);
        return;
      case 'settle-by-status':
        this.facts = settleByStatus(this.facts, act.version, this.#iso());
        return;
      case 'ship':
      case 'create-products':
        throw new Error(`${act.kind} is no part of these lives`);
    }
  }

  #orders() {
    const { merchantId } = this.#world;
    const ours = (reference: string) =>
      reference === this.reference ||
      reference.startsWith(`${this.reference}-`) ||
      reference.startsWith(`${this.reference}/`);
    return this.#world.sandbox.control.merchant(merchantId).orders.filter(({ reference }) => ours(reference));
  }

  #advance(ms: number): void {
    this.#world.sandbox.control.advance(ms);
    this.#ahead += ms;
  }

  #now(): number {
    return Date.now() + this.#ahead;
  }

  #iso(): string {
    return new Date(this.#now()).toISOString();
  }
}
