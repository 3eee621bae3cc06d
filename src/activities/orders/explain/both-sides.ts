import { codesOfLines } from '../line-codes.ts';
import type { OrderFacts } from '../../../domain/orders/facts/facts.ts';
import { settleByStatus } from '../../../domain/orders/decisions/decisions.ts';
import { takeDecision } from '../../../domain/orders/learn/learn-match.ts';
import { without } from '../../../domain/orders/learn/learn-obstacles.ts';
import { takeReading, takeShipments, type RawReading } from '../../../domain/orders/learn/learn-store.ts';
import { takeLookFor, takeSearchFor } from '../../../domain/orders/learn/learn-warehouse.ts';
import type { WarehouseRow } from '../../../domain/orders/learn/warehouse-rows.ts';
import { nextSteps } from '../../../domain/orders/next-steps.ts';
import { parseOrderReference } from '../../../domain/orders/facts/references.ts';
import { sideChanged, type Act } from '../../../domain/orders/steps/steps.ts';
import { oddRowWords } from '../../../http/rows.ts';
import { addressDigester } from '../address-digests.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { allowingForClocks } from '../../../domain/shared/look-back.ts';
import { decideFor } from '../../shipping/shipping.ts';
import { lookUnder, warehouseRow } from '../find-warehouse-order.ts';
import { storeShipment } from '../../shipping/ship.ts';

/** Pages of 250 that are gone through for one order; a person waits. */
const MOST_PAGES = 20;
/** Readings that lead to no end are no reason to ask for ever. */
const MOST_ROUNDS = 20;

/** All of one order in the warehouse's list since a time, under whatever reference. */
export async function listedSince(
  { merchant, connection }: OpenConnection,
  orderId: number,
  since: string,
): Promise<{ readonly orders: readonly WarehouseRow[]; readonly words: readonly string[] }> {
  const { storeHash, merchantId } = connection;
  const from = new Date(allowingForClocks(since)).toISOString();
  const isOf = (reference: string) => parseOrderReference(storeHash, reference)?.orderId === orderId;
  const orders: WarehouseRow[] = [];
  const words: string[] = [];
  for await (const page of merchant.orders.pages({ modifiedAfter: from })) {
    orders.push(...page.rows.filter(({ reference }) => isOf(reference)).map((row) => warehouseRow(row, merchantId)));
    const odd = page.unreadable.filter(({ id }) => isOf(String(id ?? '')));
    words.push(...odd.map((row) => `An order of it in myOGO cannot be read: ${oddRowWords(row)}.`));
    if (page.page >= MOST_PAGES && page.more) {
      words.push(`Only ${MOST_PAGES * 250} of the warehouse’s orders since then were looked through.`);
      break;
    }
  }
  return { orders, words };
}

/**
 * Does all that a run would do before its first effect, by the same steps: looks, matches, readings. Nothing is written on
 * either side.
 * @returns facts whose next step is an effect, a wait, a hold or nothing
 */
export async function learnBeforeEffects(
  deps: Dependencies,
  open: OpenConnection,
  facts: OrderFacts,
  raw: RawReading,
): Promise<OrderFacts> {
  let known = facts;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const steps = nextSteps(known, Date.now());
    const [act] = steps.flatMap((step) => (step.kind === 'act' && changesNothing(step.act) ? [step.act] : []));
    if (act === undefined || (act.kind === 'read-order' && raw.problem !== undefined)) break;
    known = await learn(deps, open, known, act, raw);
  }
  return known;
}

/** What is kept on the store's order stays as it is: here that is only learnt. */
function changesNothing({ kind }: Act): boolean {
  return sideChanged(kind) === undefined || kind === 'keep-decisions';
}

async function learn(
  deps: Dependencies,
  open: OpenConnection,
  facts: OrderFacts,
  act: Act,
  raw: RawReading,
): Promise<OrderFacts> {
  const now = new Date().toISOString();
  const { storeHash, orderId } = facts;
  switch (act.kind) {
    case 'read-order': // it was read a moment ago
      return takeReading(facts, raw, open.connection.merchantId);
    case 'read-shipments': {
      const shipments = (await open.store.shipments.list(orderId)).map(storeShipment);
      return without(takeShipments(facts, shipments, raw.version), act.key);
    }
    case 'look': {
      const key = facts.order?.digestKey;
      const digester = key === undefined ? undefined : addressDigester(deps.sealer, storeHash, key);
      const { answer } = await lookUnder(open, act.references, digester);
      return takeLookFor(act, facts, answer, now);
    }
    case 'search': {
      const { orders } = await listedSince(open, orderId, act.since);
      const codes = await codesOfLines(deps, open, act.lines ?? []);
      return takeSearchFor(act, facts, { orders, codes }, now);
    }
    case 'match': {
      const { method, country, place } = act;
      const addressId = facts.places.find(({ number }) => number === place)?.addressId ?? 0;
      return takeDecision(facts, act, await decideFor(open, orderId, addressId, { method, country }), now);
    }
    case 'keep-decisions': // they are kept as they are: this writes nothing
      return { ...facts, kept: act.fingerprint };
    case 'settle-by-status':
      return settleByStatus(facts, act.version, now);
    default:
      return facts;
  }
}
