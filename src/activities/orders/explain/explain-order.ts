import { defined } from '../../../contract/defined.ts';
import { FailureType } from '../../../contract/failures.ts';
import type { StoreHash } from '../../../contract/ids.ts';
import type { LookupRequest } from '../../../contract/lookup.ts';
import type { OrderStory } from '../../../contract/orders.ts';
import { beginWith } from '../../../domain/orders/facts/begin.ts';
import type { Earlier } from '../../../domain/orders/learn/answers.ts';
import { taking, takingRules } from '../../../domain/orders/eligibility.ts';
import { newFacts, type OrderFacts } from '../../../domain/orders/facts/facts.ts';
import { takeGone, takeReading, takeShipments } from '../../../domain/orders/learn/learn-store.ts';
import { takeLook, takeSearch } from '../../../domain/orders/learn/learn-warehouse.ts';
import { nextSteps } from '../../../domain/orders/next-steps.ts';
import { explainsStoreRow, explainsWarehouseRow } from '../../../domain/orders/views/explained.ts';
import {
  outlookWords,
  pausedWords,
  warehouseWords,
  wouldWords,
  type EndedRun,
  type Unmanaged,
} from '../../../domain/orders/views/outlook.ts';
import type { WarehouseRow } from '../../../domain/orders/learn/warehouse-rows.ts';
import { mayLeave } from '../../../domain/shared/warehouse-status.ts';
import { firstReference } from '../../../domain/orders/facts/references.ts';
import { storyOf } from '../../../domain/orders/views/story.ts';
import type { Order } from '../../../bigcommerce/orders/order-schema.ts';
import { HttpFailure } from '../../../http/failure.ts';
import { SealError } from '../../../security/seal.ts';
import { addressDigester } from '../address-digests.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { activityFailure } from '../../runtime/failures.ts';
import { furthestBack } from '../../../domain/shared/look-back.ts';
import { learnBeforeEffects, listedSince } from './both-sides.ts';
import { earlierAccount } from './earlier-account.ts';
import { flowOf } from './flow.ts';
import { keptOn } from '../keep-decisions.ts';
import { lookUnder } from '../find-warehouse-order.ts';
import { findRun } from '../order-runs.ts';
import { readingOf } from '../read-order.ts';
import { storeShipment } from '../../shipping/ship.ts';
import { serverTime } from '../../runtime/server-clock.ts';

/**
 * An order that no run is open for: both sides are read now, into the same facts that a run would have, and answered by
 * the same views, with a first sentence that says whether it would be taken, and why not. Nothing is written.
 * @throws InvalidInput where neither side has such an order
 */
export async function explainOrder(
  deps: Dependencies,
  storeHash: StoreHash,
  { orderId, brief = false }: Extract<LookupRequest, { kind: 'order' }>,
): Promise<OrderStory> {
  const open = await openToRead(deps, storeHash);
  const order = await asked(() => storeOrder(open, orderId));
  if (brief) {
    if ('failed' in order) throw order.error;
    if (order.answer === undefined) throw noSuchOrder(orderId);
    return storyOf(newFacts(storeHash, orderId, false), Date.now());
  }
  const found = await findRun(deps, storeHash, orderId);
  const left = found.kind === 'closed' ? await earlierAccount(deps, storeHash, orderId, found.runId) : undefined;
  if ('failed' in order) return withoutStore(deps, open, orderId, left, order.failed);
  if (order.answer === undefined) return gone(open, orderId, left);
  return explained(deps, open, order.answer, left);
}

async function explained(
  deps: Dependencies,
  open: OpenConnection,
  order: Order,
  left: Earlier | undefined,
): Promise<OrderStory> {
  const { connection, store } = open;
  const { storeHash, merchantId, settings } = connection;
  const now = new Date().toISOString();
  const kept = await asked(async () => (left?.facts === undefined ? keptOn(open, order.id) : undefined));
  const keptDocument = 'failed' in kept ? undefined : kept.answer;
  const earlier: Earlier | undefined =
    keptDocument === undefined ? left : { complete: true, endedAt: order.dateModified, ...left, ...keptDocument };
  const begun = beginWith(newFacts(storeHash, order.id, false), earlier);
  if (earlier?.unknownFormat !== undefined) return storyOf(begun, Date.now());
  const digester = addressDigester(deps.sealer, storeHash, left?.facts?.order?.digestKey);
  const read = await asked(() => readingOf(deps, open, order, digester));
  if ('failed' in read) return withoutStore(deps, open, order.id, left, read.failed);
  const raw = read.answer;
  let facts = takeReading(begun, raw, merchantId);
  const words: string[] = [];
  const would: string[] = [];
  let rows: readonly WarehouseRow[] = [];
  const partly = async (what: string, learn: () => Promise<void>): Promise<void> => {
    const done = await asked(learn);
    if ('failed' in done) words.push(`${what}: ${done.failed}.`);
  };
  await partly('The store’s shipments cannot be read now', async () => {
    facts = takeShipments(facts, (await store.shipments.list(order.id)).map(storeShipment), raw.version);
  });
  await partly('The warehouse cannot be asked now', async () => {
    const { orders, words: more } = await listedSince(open, order.id, order.dateCreated);
    rows = orders;
    facts = takeSearch(facts, { orders }, now);
    words.push(...more);
    const { answer } = await lookUnder(open, referencesOf(facts), digester);
    facts = takeLook(facts, answer, now);
    facts = await learnBeforeEffects(deps, open, facts, raw);
    would.push(wouldWords(nextSteps(facts, Date.now()), storyOf(facts, Date.now())));
  });
  const story = storyOf(facts, Date.now());
  const rules = takingRules(connection);
  const unmanaged: Unmanaged = {
    orderId: order.id,
    row: order,
    changedAt: order.dateModified,
    taking: taking(order, rules),
    settings,
    isThere: facts.warehouse.some(({ status }) => mayLeave(status)),
    ...defined({ importWaitsBefore: rules.importWaitsBefore, ended: left && endedRun(left, order, rows) }),
  };
  const sentences = raw.problem === undefined ? [...would, ...words] : [raw.problem.message, ...words];
  return said(story, [outlookWords(unmanaged, await flowOf(deps, connection)), ...sentences]);
}

/** Whether what both sides show is known to the account of the run that ended: then it is not begun anew. */
function endedRun(
  { facts, complete, endedAt }: Earlier,
  { statusId, dateModified, isDeleted }: Order,
  rows: readonly WarehouseRow[],
): EndedRun {
  const row = { status: statusId, version: dateModified, archived: isDeleted };
  const isExplained =
    facts !== undefined && explainsStoreRow(facts, row) && rows.every((one) => explainsWarehouseRow(facts, one));
  return { at: endedAt, complete, isExplained };
}

function referencesOf(facts: OrderFacts): readonly string[] {
  const known = facts.places.flatMap((place) =>
    place.references.length === 0 ? [firstReference(facts, place)] : place.references,
  );
  return [...new Set([...known, ...facts.warehouse.map(({ reference }) => reference)])];
}

/** The store has no such order: what the warehouse still has of it is shown, and a number that nobody knows is refused. */
async function gone(open: OpenConnection, orderId: number, left: Earlier | undefined): Promise<OrderStory> {
  const { storeHash } = open.connection;
  const now = new Date().toISOString();
  let facts = beginWith(newFacts(storeHash, orderId, false), left);
  facts = takeGone(takeGone(facts, now), now);
  const list = await asked(() => listedSince(open, orderId, lookFrom()));
  const { orders, words } = 'failed' in list ? { orders: [], words: [unasked(list.failed)] } : list.answer;
  facts = takeSearch(facts, { orders }, now);
  const isUnknown = left === undefined && facts.warehouse.length === 0;
  if (isUnknown && !('failed' in list)) throw noSuchOrder(orderId);
  return said(storyOf(facts, Date.now()), [`The store has no such order${isUnknown ? '' : ' any more'}.`, ...words]);
}

/** The store does not answer: what the warehouse and an earlier run say of it. */
async function withoutStore(
  deps: Dependencies,
  open: OpenConnection,
  orderId: number,
  left: Earlier | undefined,
  why: string,
): Promise<OrderStory> {
  const { connection } = open;
  const now = new Date().toISOString();
  const facts = beginWith(newFacts(connection.storeHash, orderId, false), left);
  const list = await asked(() => listedSince(open, orderId, lookFrom()));
  const { orders, words } = 'failed' in list ? { orders: [], words: [unasked(list.failed)] } : list.answer;
  const story = storyOf(takeSearch(facts, { orders }, now), Date.now());
  const pause = [pausedWords(await flowOf(deps, connection)) ?? []].flat();
  const known = left === undefined ? [] : [`An earlier run of it ended at ${left.endedAt}.`];
  return said(story, [`The store’s order cannot be read now: ${why}.`, ...pause, ...known, ...words]);
}

/** Where the store does not say since when. */
const lookFrom = () => new Date(furthestBack(serverTime())).toISOString();
const unasked = (why: string) => `The warehouse cannot be asked now: ${why}.`;

function said(story: OrderStory, sentences: readonly string[]): OrderStory {
  const orders = warehouseWords(story);
  return { ...story, summary: [...sentences, ...(orders === undefined ? [] : [orders])].join(' ') };
}

/** Reads also while a pause forbids every effect: people then ask most. */
async function openToRead(deps: Dependencies, storeHash: StoreHash): Promise<OpenConnection> {
  const connection = await deps.connections.ask(storeHash, { fresh: 'now' });
  const { credentials, closed } = connection;
  if (credentials === undefined || closed === undefined || connection.stage === 'disconnected') {
    return deps.connections.open(storeHash, 'catalogue');
  }
  const versions = {
    credentials: credentials.version,
    links: connection.linksVersion,
    settings: connection.settingsVersion,
  };
  try {
    return { connection, versions, ...deps.connections.unseal(connection, credentials, 'catalogue') };
  } catch (error) {
    // The integration knows that nobody has the key, and says so.
    if (error instanceof SealError && closed.by === 'circuit') return deps.connections.open(storeHash, 'catalogue');
    throw error;
  }
}

async function storeOrder({ store }: OpenConnection, orderId: number): Promise<Order | undefined> {
  try {
    return await store.orders.get(orderId, { withLines: true });
  } catch (error) {
    if (error instanceof HttpFailure && error.type === FailureType.notFound) return undefined;
    throw error;
  }
}

/** A side that does not answer costs its part of the story, not the rest. */
async function asked<T>(
  ask: () => Promise<T>,
): Promise<{ readonly answer: T } | { readonly failed: string; readonly error: HttpFailure }> {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (error instanceof HttpFailure) return { failed: error.message, error };
    throw error;
  }
}

function noSuchOrder(orderId: number) {
  return activityFailure(FailureType.invalidInput, `The store has no order ${orderId}.`, {
    field: 'orderId',
    expected: 'the number of an order in the store, for example 1042',
  });
}
