import { defined } from '../../contract/defined.ts';
import { FailureType } from '../../contract/failures.ts';
import type { AddressDigests } from '../../contract/orders.ts';
import type { HandOverAnswer } from '../../domain/orders/learn/answers.ts';
import type { Sending, StatusRead } from '../../domain/orders/facts/facts.ts';
import type { OutgoingOrder } from '../../domain/orders/facts/outgoing-order.ts';
import { refusedOrderReason } from '../../domain/orders/refusal-words.ts';
import type { Order } from '../../bigcommerce/orders/order-schema.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { Order as MyogoOrder } from '../../myogo/orders.ts';
import { addressDigester } from './address-digests.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { againWhereUnclear } from '../runtime/retry-unreadable.ts';
import { isFirstAttempt, writing } from '../runtime/write-once.ts';
import { lookUnder, warehouseRow, type WholeLook } from './find-warehouse-order.ts';
import { warehouseOrderKey, warehouseVersion } from '../../domain/changes/row-versions.ts';
import { keepUnlessRefused } from './keep-decisions.ts';
import { Held } from './travels/held.ts';
import { orderBody } from './order-body.ts';
import { tooLong } from './travels/too-long.ts';
import { wordsSource } from './travels/words.ts';
import type { OfOrder } from './read-order.ts';
import type { KeptDocument } from '../../domain/orders/facts/decision-facts.ts';
import { lastLook } from './travels/last-look.ts';
import { isAsRead, isSaidAnew } from './order-cache.ts';
import { moveOnOrLater } from './move-on.ts';

export interface HandOverRequest extends OfOrder {
  /** What was noted: nothing else is sent. */
  readonly sending: Sending;
  readonly addressId: number;
  /** The store's version and status that it was decided by. */
  readonly read: StatusRead;
  /** The version of the merchant's settings that it was decided by. */
  readonly settings?: number;
  /** The version of the links, likewise. */
  readonly links?: number;
  /** Whoever changed it after that reading left another version; absent where the reading was in the version's own second. */
  readonly exact?: true;
  /** This is the order's last place: the store's status then moves on in the same activity. */
  readonly moveStatus: boolean;
  /** Kept on the store's order before a further reference is used. */
  readonly keep?: KeptDocument;
  readonly fresh?: boolean;
  /** The order did not go out as it came in: the SKUs of its products may be others by now. */
  readonly mayBeOld?: boolean;
}

/** Creates one warehouse order, exactly as noted. Two requests to each side, for a last place. */
export function createHandOver(deps: Dependencies) {
  return {
    handOver(request: HandOverRequest): Promise<HandOverAnswer> {
      const attempt = againWhereUnclear(() =>
        // The run waits out unknown outcomes: an attempt that follows a silent death only says that it may have sent.
        writing(deps.settleMs, (once) => handOver(deps, request, once), { before: 'settled' }),
      );
      return attempt.then((answer) => {
        deps.metrics.handOvers(1, { outcome: answer.kind === 'landed' ? 'created' : answer.kind });
        return answer;
      });
    },
  };
}

type Once = Parameters<Parameters<typeof writing>[1]>[0];

async function handOver(deps: Dependencies, request: HandOverRequest, once: Once): Promise<HandOverAnswer> {
  const { storeHash, orderId, sending, addressId, read, exact = false, moveStatus, keep } = request;
  const { fresh = false, mayBeOld = true } = request;
  const open = await deps.connections.open(storeHash, 'orders', { fresh });
  if (open.connection.merchantId !== sending.merchantId) return { kind: 'changed' };
  // What waited for a time, or for a person, was read by what the merchant said then: of payment, of words, of what is kept elsewhere.
  // And matched by the links of then.
  if (isSaidAnew(open, request)) return { kind: 'changed', settings: true };
  // The personal data must not pass through a history: it is read here, or was by this process a moment ago.
  const recent = deps.recentOrders.take(storeHash, orderId);
  // One that was read before a write of ours is not what was decided by: that says nothing of the order as it is.
  const isUsable = isFirstAttempt() && recent !== undefined && isAsRead(recent, read);
  const order = isUsable ? recent : await open.store.orders.get(orderId, { withLines: true });
  const digests = digestsOf(deps, request, order);
  if (!isAsRead(order, read) || !sameDigests(digests, sending.digests)) return { kind: 'changed' };
  const { reference, code, lines, digestKey, pickUpPoint, cash, words } = sending;
  const stops = lastLook(open, order, addressId, sending);
  if (stops !== undefined) return held(stops);
  const digester = digestKey === undefined ? undefined : addressDigester(deps.sealer, storeHash, digestKey);
  let sent: OutgoingOrder | undefined;
  try {
    const travels = defined({ pickUpPoint, cash, words });
    const body = { reference, code, addressId, lines, travels, mayBeOld, anew: fresh };
    const made = await orderBody(deps, open, order, body);
    if (made.kind !== 'ready') return made;
    sent = made.body;
    const isKept = keep === undefined || (await keepUnlessRefused(open, orderId, keep));
    const look = await lookUnder(open, [reference], digester);
    if (look.found.length > 0) return found(look);
    const { value } = await once<MyogoOrder>({
      side: 'myogo',
      // It was looked up just before, within this attempt.
      look: () => Promise.resolve(undefined),
      send: () => open.merchant.orders.create(made.body),
    });
    deps.metrics.handOverLatency((Date.now() - Date.parse(order.dateModified)) / 1_000);
    const row = warehouseRow(value, open.connection.merchantId);
    deps.changes.remember('myogo-order', storeHash, warehouseOrderKey(row), warehouseVersion(row));
    return {
      kind: 'landed',
      order: row,
      ...(digests === undefined ? {} : { digests }),
      ...(isKept ? {} : { unkept: true }),
      ...(moveStatus ? await moveOnOrLater(deps, open, order, isUsable || exact) : {}),
    };
  } catch (error) {
    if (error instanceof Held) return held(error);
    if (error instanceof HttpFailure && error.type === FailureType.rejected && error.detail.side === 'myogo') {
      // What a duplicate reference is answered with is not published (UNCONFIRMED): so the refusal is checked by a look.
      const there = await lookUnder(open, [reference], digester);
      if (there.found.length > 0) return found(there);
      const long = sent === undefined ? undefined : tooLong(sent, error.message);
      if (long !== undefined) return held(long);
      return { kind: 'hold', reason: refusedOrderReason(error.message), message: error.message };
    }
    throw error;
  }
}

function held({ reason, message, remedy, codes }: Held): HandOverAnswer {
  return { kind: 'hold', reason, message, ...defined({ remedy, codes }) };
}

/** An attempt that is not the first may meet what an earlier one made. */
function found({ answer }: WholeLook): HandOverAnswer {
  return { kind: 'found', look: answer, ...(isFirstAttempt() ? {} : { again: true }) };
}

function digestsOf(
  { sealer }: Dependencies,
  { storeHash, sending, addressId }: HandOverRequest,
  order: Order,
): AddressDigests | undefined {
  const { digestKey } = sending;
  if (digestKey === undefined) return undefined;
  const digester = addressDigester(sealer, storeHash, digestKey);
  const consignment = order.shipping.find((one) => one.addressId === addressId);
  if (consignment === undefined || digester.sealedKey !== digestKey) return undefined;
  return digester.of(consignment.person, order, wordsSource(order, consignment));
}

function sameDigests(a: AddressDigests | undefined, b: AddressDigests | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return Object.entries(a).every(([name, digest]) => b[name] === digest);
}
