import { defined } from '../../contract/defined.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { Connection } from '../../contract/integration.ts';
import type { Settings } from '../../contract/settings.ts';
import { FailureType } from '../../contract/failures.ts';
import type { Earlier, ReadAnswer } from '../../domain/orders/learn/answers.ts';
import { rulesOf } from '../../domain/orders/eligibility.ts';
import { isBeforeHandOver } from '../../domain/shared/store-status.ts';
import { importStatusesOf } from '../../domain/orders/payment/at-the-door.ts';
import type { ReadLine } from '../../domain/orders/facts/facts.ts';
import type { RawReading } from '../../domain/orders/learn/learn-store.ts';
import type { ReadAddress } from '../../domain/orders/facts/places.ts';
import { missingAddressParts, type Person } from '../../domain/orders/facts/address.ts';
import { acrossBorder } from '../../domain/shipping/customs/customs-border.ts';
import type { Order } from '../../bigcommerce/orders/order-schema.ts';
import type { OrderLine } from '../../bigcommerce/orders/order-line.ts';
import { HttpFailure } from '../../http/failure.ts';
import { addressDigester, type AddressDigester } from './address-digests.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { againWhereUnclear } from '../runtime/retry-unreadable.ts';
import { elsewhereOf, readByElsewhere, unreadProblem } from '../products/elsewhere/kept-elsewhere.ts';
import { knownCodes } from '../products/warehouse-index.ts';
import { clearMatches } from '../shipping/shipping.ts';
import { askedByLink } from '../shipping/asked-by-link.ts';
import { serverTime } from '../runtime/server-clock.ts';
import { accountBeforeReset, earlierAccount, lostNow } from './explain/earlier-account.ts';
import { keptOn } from './keep-decisions.ts';
import { openOfLine } from '../../domain/stock/stock-level.ts';
import { isNotAtWarehouse } from '../../domain/shared/not-at-warehouse.ts';
import { cashOf } from './travels/cash.ts';
import { commentsOf, wordsRead, wordsSource, type WordsSource } from './travels/words.ts';
import { forgottenRun, refuseIfReset, type AskingRun } from './reset-run.ts';

export interface OfOrder {
  readonly storeHash: StoreHash;
  readonly orderId: number;
  readonly run?: AskingRun;
}

interface ReadRequest extends OfOrder {
  /** Judge by the newest links and settings: what held must not hold again on old ones. */
  readonly fresh?: boolean;
  /** The key of an earlier reading, so that its digests can be compared. */
  readonly digestKey?: string;
  /** The first reading of a run, or of one that was reset: what was known before is read with it. */
  readonly begins?: {
    /** The closed run whose account is gone on with. */
    readonly follows?: { readonly runId: string };
    /** A person asked for the order: it may have been known before, however young it is. */
    readonly byHand?: true;
  };
}

/** Reads a store order into facts without personal data. One request, and one for the warehouse's codes of a pick list. */
export function createReadOrder(deps: Dependencies) {
  return {
    readStoreOrder(request: ReadRequest): Promise<ReadAnswer> {
      const { storeHash, orderId, fresh = false, digestKey } = request;
      return againWhereUnclear(async () => {
        const left = await leftBefore(deps, request);
        const by = { storeHash, fresh };
        const { open, order } = await readByElsewhere(deps, by, (known) => foundOrder(known, orderId));
        const earlier = order === undefined ? left : await withKept(deps, open, order, left, request);
        const key = earlier?.facts?.order?.digestKey ?? digestKey;
        if (order === undefined) return { kind: 'gone', ...(earlier === undefined ? {} : { earlier }) };
        deps.recentOrders.remember(storeHash, order);
        const digester = addressDigester(deps.sealer, storeHash, key);
        const reading = await readingOf(deps, open, order, digester);
        const matches = reading.rules.importStatuses.includes(reading.status)
          ? clearMatches(open, reading.addresses)
          : [];
        return {
          kind: 'read',
          reading,
          merchantId: open.connection.merchantId,
          ...(matches.length === 0 ? {} : { matches }),
          ...(earlier === undefined ? {} : { earlier }),
        };
      });
    },
  };
}

/** What an earlier run left: the one that this run follows, or was reset from. */
async function leftBefore(deps: Dependencies, { storeHash, orderId, run, begins }: ReadRequest) {
  if (begins === undefined) {
    // A later reading of a run that was reset: it begins anew, with what the one before knew.
    await refuseIfReset(deps, run);
    return undefined;
  }
  const forgotten = await forgottenRun(deps, run);
  if (forgotten !== undefined) return accountBeforeReset(deps, storeHash, orderId, forgotten);
  const { follows } = begins;
  return follows === undefined ? undefined : earlierAccount(deps, storeHash, orderId, follows.runId);
}

/** From this age on, an order without a known run may have had one that is lost: a poll takes a new one sooner. */
const KEPT_AFTER_MS = 600_000;

/** Where no account is left, what people decided is read from the store's order. One request, for such orders alone. */
async function withKept(
  deps: Dependencies,
  open: OpenConnection,
  order: Order,
  left: Earlier | undefined,
  { begins }: ReadRequest,
): Promise<Earlier | undefined> {
  if (left?.facts !== undefined || left?.unknownFormat !== undefined || begins === undefined) return left;
  const age = serverTime() - Date.parse(order.dateCreated);
  // Past the statuses that are taken, it was perhaps handed over by a run of which nothing is left.
  const isNew = importStatusesOf(open.connection.settings, order).includes(order.statusId);
  const mayBeOurs = !isNew && !isBeforeHandOver(order.statusId);
  if (left === undefined && begins.byHand !== true && age < KEPT_AFTER_MS && !mayBeOurs) return undefined;
  const kept = await keptOn(open, order.id);
  if (kept === undefined && !mayBeOurs) return left;
  // A run that is lost may have been ended a moment ago, in the middle of a write.
  return { ...(left ?? lostNow(deps)), ...kept };
}

async function foundOrder({ store }: OpenConnection, orderId: number): Promise<Order | undefined> {
  try {
    return await store.orders.get(orderId, { withLines: true });
  } catch (error) {
    if (error instanceof HttpFailure && error.type === FailureType.notFound) return undefined;
    throw error;
  }
}

/** A store order as facts: what it says, and what about itself it contradicts. */
export async function readingOf(
  deps: Pick<Dependencies, 'settleMs'> & Parameters<typeof knownCodes>[0],
  open: OpenConnection,
  order: Order,
  digester: AddressDigester,
): Promise<RawReading> {
  const { connection, versions } = open;
  const { settings } = connection;
  const graceMs = settings.graceMinutes * 60_000;
  const nameless = await namesOnly(deps, open, order);
  const kept = await elsewhereOf(deps, open);
  const notHere = kept.entries;
  const asked = await Promise.all(order.shipping.map((consignment) => askedByLink(open, order, consignment)));
  const { cash, owed, owedByLine } = cashOf(settings, order, notHere);
  const addresses = order.shipping.map((consignment, at): ReadAddress => ({
    addressId: consignment.addressId,
    method: consignment.method,
    country: consignment.person.countryIso2.toUpperCase(),
    missing: missingAddressParts(consignment.person),
    digests: digester.of(consignment.person, order, wordsSource(order, consignment)),
    ...asked[at],
    ...defined({ cash: owed?.get(consignment.addressId), customs: customsOf(settings, consignment.person) }),
    ...wordsAt(wordsSource(order, consignment), connection, digester),
    lines: consignment.lines
      .filter(isPhysical)
      .map((line) => ({ ...readLine(line, nameless, notHere), ...defined({ owed: owedByLine?.get(line.id) }) })),
  }));
  return {
    status: order.statusId,
    version: order.dateModified,
    placed: order.dateCreated,
    itemsTotal: order.itemsTotal,
    archived: order.isDeleted,
    dateShipped: order.dateShipped !== undefined,
    counts: !order.isDeleted && Date.parse(order.dateCreated) >= Date.parse(settings.ordersFrom),
    addresses: addresses.filter(({ lines }) => lines.length > 0),
    versions,
    rules: rulesOf(settings, order),
    ...defined({ cash, problem: problemOf(order) ?? unreadProblem(kept, order) }),
    skipped: skippedOf(order, notHere),
    digestKey: digester.sealedKey,
    ...(graceMs === 0 ? {} : { graceEnds: graceEnds(order, graceMs) }),
    settleMs: deps.settleMs,
    ...defined({ answered: order.answeredAt === undefined ? undefined : new Date(order.answeredAt).toISOString() }),
  };
}

function customsOf({ warehouseCountry }: Settings, { countryIso2, zip, city }: Person): string | undefined {
  return acrossBorder(warehouseCountry, { country: countryIso2, postcode: zip, city });
}

function wordsAt(source: WordsSource, { links, settings }: Connection, digester: AddressDigester) {
  const words = wordsRead(source, links, settings);
  const kinds = words?.flatMap(({ kind, rule }) => (rule === 'forward' ? [kind] : []));
  return defined({ words, comments: digester.ofComments(commentsOf(source, links, kinds)) });
}

/** Never longer than the merchant said, although the store's clock may be ahead. The run waits by Temporal's. */
function graceEnds({ dateCreated }: Order, graceMs: number): string {
  return new Date(Math.min(Date.parse(dateCreated), serverTime()) + graceMs).toISOString();
}

function isPhysical({ type }: OrderLine): boolean {
  return type === 'physical';
}

function readLine(line: OrderLine, nameless: ReadonlySet<number>, notHere: readonly string[]): ReadLine {
  return {
    id: line.id,
    sku: line.sku.trim() === '' ? '' : line.sku,
    ...(line.productId > 0 && line.variantId > 0 ? { product: line.productId, variant: line.variantId } : {}),
    quantity: line.quantity,
    refunded: Math.min(line.quantity, line.quantityRefunded),
    shipped: line.quantityShipped,
    ...(line.parentOrderProductId === undefined ? {} : { parent: line.parentOrderProductId }),
    ...(nameless.has(line.id) ? { nameOnly: true as const } : {}),
    ...(isNotAtWarehouse(notHere, line.sku) ? { elsewhere: true as const } : {}),
    ...(line.productId === 0 ? { custom: true as const } : {}),
  };
}

/**
 * Pick lists' parents that are mere names: myOGO does not know their SKU, and their children are what is shipped. Where it
 * does, the warehouse stocks the set itself beside its parts, and all lines ship.
 */
async function namesOnly(
  deps: Parameters<typeof knownCodes>[0],
  open: OpenConnection,
  order: Order,
): Promise<ReadonlySet<number>> {
  const lines = order.shipping.flatMap((consignment) => consignment.lines).filter(isPhysical);
  const parents = new Set(lines.flatMap((line) => line.parentOrderProductId ?? []));
  const named = lines.filter(({ id }) => parents.has(id));
  if (named.length === 0) return parents;
  const skus = named.map(({ sku }) => sku).filter((sku) => sku.trim() !== '');
  const known = await knownCodes(deps, open, skus);
  return new Set(named.filter(({ sku }) => known.get(sku) !== 'known').map(({ id }) => id));
}

/** An order that contradicts itself, or a line that cannot be read: it is asked for again, and then a person's matter. */
function problemOf({ contradictions: [first] }: Order): RawReading['problem'] {
  if (first === undefined) return undefined;
  const which = first.id === undefined ? '' : ` of ${first.kind} ${first.id}`;
  const wanted = first.expected === undefined ? '' : `; expected: ${first.expected}`;
  return { field: first.field, message: `The store’s order cannot be understood: ${first.field}${which}${wanted}.` };
}

function skippedOf(order: Order, notHere: readonly string[]): RawReading['skipped'] {
  const lines = order.shipping.flatMap((consignment) => consignment.lines);
  const elsewhere = lines.filter((line) => isPhysical(line) && isNotAtWarehouse(notHere, line.sku));
  const open = elsewhere.filter((line) => openOfLine(line) > 0).map(({ sku }) => sku);
  const count = (groups: readonly { readonly lines: readonly unknown[] }[]) =>
    groups.reduce((sum, group) => sum + group.lines.length, 0);
  return {
    digital: lines.filter((line) => !isPhysical(line)).length + count(order.downloads),
    refunded: lines.filter((line) => isPhysical(line) && line.quantityRefunded >= line.quantity).length,
    pickup: count(order.pickups),
    ...(elsewhere.length === 0 ? {} : { elsewhere: elsewhere.length, openElsewhere: [...new Set(open)] }),
  };
}
