import { setTimeout as wait } from 'node:timers/promises';
import type { FaultRule } from '../../../dev/stand-ins/faults.ts';
import type { WarehouseOrder } from '../../../dev/stand-ins/warehouse/merchant-state.ts';
import type { Hold } from '../../../src/contract/hold-reasons.ts';
import { workflowId } from '../../../src/contract/ids.ts';
import { orderMessages } from '../../../src/contract/messages.ts';
import type { DecisionKind, OrderStory } from '../../../src/contract/orders.ts';
import { orderRunStart } from '../../../src/contract/runs/order-run.ts';
import { TaskQueue, WorkflowType } from '../../../src/contract/temporal.ts';
import { possibleDecisions } from '../../../src/domain/orders/decisions/decisions.ts';
import type { OrderFacts } from '../../../src/domain/orders/facts/facts.ts';
import { nextSteps } from '../../../src/domain/orders/next-steps.ts';
import { endedWith } from './ended-run.ts';
import { openLives, type Lives } from '../../integration/order-lives.ts';

/** So long a loaded machine may take, and a list that lags until it is looked at again. */
const SOON_MS = 90_000;

/** What came of an order on both sides, in words. Its SKUs are A, B … in the order of its lines, its number is `REF`. */
export interface Ledger {
  /** `REF-s2 NEW 1A`, with `a` or `b` for its address where it bears one; `(theirs)` where the warehouse's people placed it, `(by us)` where we cancelled it. */
  readonly standing: readonly string[];
  /** The store's shipments: `number pieces`. */
  readonly told: readonly string[];
  /** What we wrote into the order's staff notes. */
  readonly notes: readonly string[];
}

/** Lives of orders that are held, and what people do about them. */
export interface RemedyDesk extends Lives {
  /** The story as soon as it fits; where it does not come soon, the failure shows what came in its place. */
  until(orderId: number, fits: (story: OrderStory) => boolean): Promise<OrderStory>;
  ledger(orderId: number): Ledger;
  /** Our orders in the warehouse that may still leave, at the merchant that the store is connected to. */
  living(orderId: number, theirs?: true): readonly WarehouseOrder[];
  /** The decisions that are offered about a hold. */
  offered(orderId: number, hold: Hold): Promise<readonly DecisionKind[]>;
  /** The run goes on with its account as if that much time had passed since it last heard of the warehouse. */
  passes(orderId: number, ms: number): Promise<void>;
  /** What `maintain` does every hour. */
  sweep(): Promise<void>;
  /** Adds a fault beside those of other orders; answers with what ends it. */
  fault(rule: FaultRule): () => void;
  sku(orderId: number, line?: number): string;
  /** The run has ended by itself. */
  finished(orderId: number): Promise<void>;
}

export async function openRemedies(...of: Parameters<typeof openLives>): Promise<RemedyDesk> {
  return remedyDesk(await openLives(...of), of[1]?.merchantId);
}

function remedyDesk(lives: Lives, merchantId: () => string | undefined = () => undefined): RemedyDesk {
  const { shop, acts } = lives;
  const { control } = shop.sandbox;
  const { workflow } = shop.worker.client;
  const faults = new Set<FaultRule>();
  let sweeps = 0;
  const run = (orderId: number) => workflow.getHandle(workflowId.fulfilOrder(shop.storeHash, orderId));
  const under = (orderId: number) => {
    const root = new RegExp(`^${shop.storeHash}-${orderId}(\\D|$)`);
    return merchants(lives).filter(({ reference }) => root.test(reference));
  };
  const facts = async (orderId: number) => (await run(orderId).query(orderMessages.account)) as OrderFacts; // what it answers with
  return {
    ...lives,
    until: async (orderId, fits) => {
      for (const end = Date.now() + SOON_MS; ;) {
        const story = await shop.story(orderId);
        if (fits(story)) return story;
        if (Date.now() > end) throw new Error(`what was waited for did not come: ${JSON.stringify(story, null, 1)}`);
        await wait(60);
      }
    },
    living: (orderId, theirs) =>
      under(orderId).filter(
        (order) =>
          control.merchant(merchantId()).orders.includes(order) &&
          (theirs === true || whose(order) === '') &&
          order.hidden !== true &&
          !['Shipped', 'Cancelled', 'Returned'].includes(order.status),
      ),
    ledger: (orderId) => {
      const named = (text: string) =>
        acts
          .order(orderId)
          .addresses.reduce(
            (now, { id }, at) => now.replaceAll(`REF-${id}`, `REF-${'ab'.charAt(at)}`),
            text.replaceAll(`${shop.storeHash}-${orderId}`, 'REF'),
          );
      const { lines, shipments } = shop.storeOrder(orderId);
      const skus = [...new Set(lines.map(({ sku }) => sku))];
      const short = (sku: string) =>
        skus.includes(sku) ? String.fromCharCode(65 + skus.indexOf(sku)) : sku.replace(/-\d+$/, '');
      const plain = (text: string) =>
        skus.reduce((now, sku) => (sku === '' ? now : now.replaceAll(`× ${sku}`, `× ${short(sku)}`)), text);
      const goods = (pieces: readonly { code: string; quantity: number }[]) =>
        pieces
          .map(({ code, quantity }) => ({ code: short(code), quantity }))
          .sort((one, other) => (one.code < other.code ? -1 : 1))
          .map(({ code, quantity }) => `${quantity}${code}`)
          .join('+');
      const skuOf = new Map(lines.map(({ orderProductId, sku }) => [orderProductId, sku]));
      return {
        standing: under(orderId)
          .map((order) =>
            [named(order.reference), order.status.toUpperCase(), goods(order.lines), whose(order)]
              .filter((word) => word !== '')
              .join(' '),
          )
          .sort(),
        told: shipments
          .map(({ trackingNumber, items }) => {
            const pieces = items.map(({ order_product_id: id, quantity }) => ({
              code: skuOf.get(id) ?? '?',
              quantity,
            }));
            return `${named(trackingNumber)} ${goods(pieces)}`.trim();
          })
          .sort(),
        notes: (acts.order(orderId).staffNotes ?? '')
          .split('\n')
          .filter((line) => line.startsWith('myOGO: '))
          .map((line) => plain(named(line.slice('myOGO: '.length)))),
      };
    },
    offered: async (orderId, { finding }) => {
      for (const end = Date.now() + SOON_MS; ;) {
        const now = await facts(orderId);
        // What another order's remedy released, too, is being judged anew for a moment.
        const isHeld = nextSteps(now, Date.now()).some(
          (step) => step.kind === 'hold' && step.findings.some((one) => one.fingerprint === finding),
        );
        if (isHeld) {
          const possible = possibleDecisions(now, Date.now());
          return possible.filter((one) => one.finding === finding).map(({ kind }) => kind);
        }
        if (Date.now() > end) throw new Error(`no longer held: ${JSON.stringify(await shop.story(orderId), null, 1)}`);
        await wait(60);
      }
    },
    passes: async (orderId, ms) => {
      const now = await facts(orderId);
      const earlier = (at: string) => new Date(Date.parse(at) - ms).toISOString();
      const warehouse = now.warehouse.map((one) => ({
        ...one,
        since: earlier(one.since),
        missed: one.missed.map(earlier),
      }));
      await run(orderId).terminate('time passes');
      await endedWith(shop, orderId, { ...now, warehouse });
      const { runId } = await run(orderId).describe();
      const start = orderRunStart({ storeHash: shop.storeHash, orderId, follows: { runId } });
      await workflow.start(WorkflowType.fulfilOrder, start);
      await lives.rest(orderId);
    },
    sweep: async () => {
      sweeps += 1;
      const of = { workflowId: `maintain-${sweeps}-${process.hrtime.bigint()}`, taskQueue: TaskQueue.main };
      await workflow.execute(WorkflowType.maintain, of);
    },
    fault: (rule) => {
      faults.add(rule);
      control.faults(...faults);
      return () => {
        faults.delete(rule);
        control.faults(...faults);
      };
    },
    sku: (orderId, line = 0) => shop.storeOrder(orderId).lines[line]?.sku ?? '',
    finished: async (orderId) => {
      for (const end = Date.now() + SOON_MS; ;) {
        if ((await run(orderId).describe()).status.name === 'COMPLETED') return;
        if (Date.now() > end) throw new Error(`not ended: ${JSON.stringify(await shop.story(orderId), null, 1)}`);
        await wait(60);
      }
    },
  };
}

/** The orders of every merchant of the warehouse. */
function merchants({ shop }: Lives): readonly WarehouseOrder[] {
  const { control } = shop.sandbox;
  return control.state().merchants.flatMap(({ merchantId }) => control.merchant(merchantId).orders);
}

function whose({ statusHistory }: WarehouseOrder): string {
  const first = statusHistory.find(({ from }) => from === null);
  const last = statusHistory.at(-1);
  if (first?.by === 'warehouse') return '(theirs)';
  return last?.to === 'Cancelled' && last.by === 'api' ? '(by us)' : '';
}
