import { FailureType } from '../../contract/failures.ts';
import type { Reference } from '../../contract/ids.ts';
import type { Pieces } from '../../contract/orders.ts';
import type { CorrectionAnswer } from '../../domain/orders/learn/answers.ts';
import { isRowOf } from '../../domain/orders/learn/warehouse-rows.ts';
import { bagOf, sameBag } from '../../domain/orders/facts/bag.ts';
import type { Travels } from '../../domain/orders/account/travels.ts';
import type { SentLine, StatusRead } from '../../domain/orders/facts/facts.ts';
import type { NamedOrder } from '../../domain/orders/steps/steps.ts';
import { mayLeave } from '../../domain/shared/warehouse-status.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { FoundOrder, NewOrder } from '../../myogo/orders.ts';
import { addressDigester, type AddressDigester } from './address-digests.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { againWhereUnclear } from '../runtime/retry-unreadable.ts';
import { lookUnder, type WholeLook } from './find-warehouse-order.ts';
import { Held } from './travels/held.ts';
import { orderBody } from './order-body.ts';
import type { OfOrder } from './read-order.ts';
import { wordsSource } from './travels/words.ts';
import { isFirstAttempt } from '../runtime/write-once.ts';
import { isAsRead, isSaidAnew } from './order-cache.ts';

interface CancelRequest extends OfOrder {
  readonly orders: readonly NamedOrder[];
  readonly digestKey?: string;
  readonly fresh?: boolean;
}

interface EditRequest extends OfOrder {
  readonly order: NamedOrder;
  readonly addressId: number;
  readonly code: string;
  /** What the order shall hold. */
  readonly pieces: readonly Pieces[];
  readonly travels: Travels;
  /** Words that went along are others by now, or gone. */
  readonly newWords?: true;
  /** The lines that its pieces stand for: for their prices. */
  readonly lines: readonly SentLine[];
  readonly read: StatusRead;
  /** The versions of the merchant's settings and links that it was decided by. */
  readonly settings?: number;
  readonly links?: number;
  readonly digestKey?: string;
  /** An earlier activity may have sent the same. */
  readonly mayBeDone: boolean;
  readonly fresh?: boolean;
}

/** Takes back what was sent. Each looks first, changes the whole order (a PUT replaces it), and reads back what came of it. */
export function createCorrections(deps: Dependencies) {
  return {
    /** Cancels orders; two under one reference are cancelled as often as it helps, since a PUT cannot choose between them. */
    cancelInWarehouse({ storeHash, orders, digestKey, fresh = false }: CancelRequest): Promise<CorrectionAnswer> {
      return againWhereUnclear(async () => {
        const open = await deps.connections.open(storeHash, 'orders', { fresh });
        return cancel(open, orders, digesterOf(deps, storeHash, digestKey));
      });
    },

    /** Sends an order as the store has it now. Where it is no longer as it was when this was decided, nothing is sent. */
    editInWarehouse(request: EditRequest): Promise<CorrectionAnswer> {
      const { storeHash, digestKey, fresh = false } = request;
      const mayBeDone = request.mayBeDone || !isFirstAttempt();
      return againWhereUnclear(async () => {
        const open = await deps.connections.open(storeHash, 'orders', { fresh });
        return edit(deps, open, request, digesterOf(deps, storeHash, digestKey), mayBeDone);
      });
    },
  };
}

function digesterOf({ sealer }: Dependencies, storeHash: string, key: string | undefined): AddressDigester | undefined {
  return key === undefined ? undefined : addressDigester(sealer, storeHash, key);
}

/** It may still be changed. */
function isLiving({ order: { status } }: FoundOrder): boolean {
  return mayLeave(status);
}

async function cancel(
  open: OpenConnection,
  named: readonly NamedOrder[],
  digester: AddressDigester | undefined,
): Promise<CorrectionAnswer> {
  const references = [...new Set(named.map(({ reference }) => reference))];
  const before = await lookUnder(open, references, digester);
  let look = before;
  const isNamed = ({ order }: FoundOrder) => named.some(({ key }) => isRowOf(order, key));
  const living = ({ found }: WholeLook) => found.filter((one) => isNamed(one) && isLiving(one));
  // The contract's PUT cannot choose between orders of one reference: beside one that this act does not name, none is sent.
  const isFree = (reference: string, { found }: WholeLook) =>
    found.every((one) => one.order.reference !== reference || !isLiving(one) || isNamed(one));
  // With other pieces than it was named with, it may be split or hold more: what it is now decides anew.
  const isOther = (one: FoundOrder) =>
    named.some(({ key, pieces }) => isRowOf(one.order, key) && !sameBag(bagOf(pieces), bagOf(one.order.lines)));
  // Which of several was known by its reference alone cannot be told.
  const isUnsure = named.some(({ key }) => living(look).filter(({ order }) => isRowOf(order, key)).length > 1);
  if (isUnsure || living(look).some(isOther)) return { before: before.answer, look: before.answer, moved: true };
  let words = '';
  // As the warehouse has it: what its people corrected stays, and an order that the store has refunded is still whole.
  for (let left = Infinity; living(look).length > 0 && living(look).length < left;) {
    left = living(look).length;
    for (const reference of new Set(living(look).map(({ order }) => order.reference))) {
      if (!isFree(reference, look)) continue;
      const whole = living(look).find(({ order }) => order.reference === reference)?.whole;
      if (whole === undefined) words = 'Its answer cannot be read whole, so it cannot be sent again.';
      else
        words =
          (await changed(() => open.merchant.orders.update(reference, { ...whole, status: 'Cancelled' }))) ?? words;
    }
    look = await lookUnder(open, references, digester);
  }
  const answer = { before: before.answer, look: look.answer };
  if (living(look).length === 0) return answer;
  if (living(look).some(({ order }) => !isFree(order.reference, look))) return { ...answer, moved: true };
  return { ...answer, refused: words === '' ? 'The warehouse took the cancellation and kept the order.' : words };
}

/** @returns the other side's words where it refused; `undefined` where it answered */
async function changed(send: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await send();
    return undefined;
  } catch (error) {
    const refused =
      error instanceof HttpFailure && (error.type === FailureType.rejected || error.type === FailureType.notFound);
    if (!refused) throw error;
    return error.message;
  }
}

async function edit(
  deps: Dependencies,
  open: OpenConnection,
  request: EditRequest,
  digester: AddressDigester | undefined,
  mayBeDone: boolean,
): Promise<CorrectionAnswer> {
  const { orderId, order: named, addressId, code, pieces, lines, read, travels, newWords = false } = request;
  const before = await lookUnder(open, [named.reference], digester);
  const unchanged = { before: before.answer, look: before.answer };
  const there = before.found.find(({ order: one }) => isRowOf(one, named.key));
  const same = there?.order.status === named.status && sameBag(bagOf(there.order.lines), bagOf(named.pieces));
  const order = await open.store.orders.get(orderId, { withLines: true });
  const person = order.shipping.find((one) => one.addressId === addressId)?.person;
  // The contract's PUT cannot choose between two orders of one reference.
  const alone = before.found.filter(isLiving).length <= 1;
  if (there === undefined || !alone || !isAsRead(order, read) || person === undefined || isSaidAnew(open, request))
    return { ...unchanged, moved: true };
  const reference = named.reference as Reference; // one that we allocated
  const wanted = bagOf(pieces);
  try {
    const ours = lines.filter((line) => wanted.has(line.code));
    // What the warehouse was sent under may have been renamed since: each change asks anew.
    const { customer } = there.whole ?? {};
    const parts = { reference, code, addressId, lines: ours, travels, anew: true, mayBeOld: true, before: customer };
    const made = await orderBody(deps, open, order, parts);
    if (made.kind === 'renamed') return { ...unchanged, moved: true, codes: made.codes };
    if (made.kind === 'products-missing') return { ...unchanged, refused: 'myOGO does not know the product.' };
    const body = bodyOf(made.body, there.whole, wanted, { status: named.status, newWords });
    const done = there.whole !== undefined && taken(body, there.whole);
    // What came to the same without us is the warehouse's: pieces that it split off are still on their way.
    if (!same && !(done && mayBeDone)) return { ...unchanged, moved: true };
    const words = done ? undefined : await changed(() => open.merchant.orders.update(named.reference, body));
    const after = done ? before : await lookUnder(open, [named.reference], digester);
    const look = { before: before.answer, look: after.answer };
    const now = after.found.find(({ order: one }) => isRowOf(one, named.key));
    const took = now?.whole !== undefined && taken(body, now.whole);
    if (!took) return { ...look, refused: words ?? 'The warehouse answered and kept the order as it was.' };
    const consignment = order.shipping.find((one) => one.addressId === addressId);
    const source = consignment && wordsSource(order, consignment);
    const content = {
      method: consignment?.method ?? '',
      country: person.countryIso2.toUpperCase(),
      ...travels,
      ...(digester === undefined ? {} : { digests: digester.of(person, order, source), digestKey: digester.sealedKey }),
    };
    return { ...look, took: same ? 'now' : 'earlier', content };
  } catch (error) {
    if (error instanceof Held) return { ...unchanged, refused: error.message };
    throw error;
  }
}

/**
 * A PUT replaces the order: it goes with the status that the warehouse gave it, and with the goods that are not ours. What its
 * people wrote stays, unless it stands among words of the shopper's that are others by now, or fewer.
 */
export function bodyOf(
  made: NewOrder,
  whole: NewOrder | undefined,
  wanted: ReadonlyMap<string, number>,
  { status, newWords }: { readonly status: string; readonly newWords: boolean },
): NewOrder {
  const known = new Map([...(whole?.orderLines ?? []), ...made.orderLines].map((line) => [line.code, line]));
  const orderLines = [...wanted].map(([code, quantity]) => ({ ...(known.get(code) ?? { code }), quantity }));
  const asSent = !newWords && whole !== undefined && sameBag(bagOf(whole.orderLines), wanted);
  const comments = newWords ? { comments: made.comments ?? '' } : asSent ? wordsBeside(made, whole) : {};
  return { ...whole, ...made, ...comments, orderLines, status: status === 'DRAFT' ? 'Draft' : 'New' };
}

/** The warehouse's comment where it holds all of the store's words, perhaps with others beside them. */
function wordsBeside({ comments: words }: NewOrder, { comments: there }: NewOrder): Pick<NewOrder, 'comments'> {
  return words !== undefined && there?.includes(words) === true ? { comments: there } : {};
}

function taken(sent: NewOrder, held: NewOrder): boolean {
  // Each field of what was sent, not of what is held: the warehouse may add its own.
  const customer = Object.entries(sent.customer).every(
    ([field, value]) => held.customer[field as keyof NewOrder['customer']] === value,
  );
  return (
    customer &&
    (sent.comments ?? '') === (held.comments ?? '') &&
    (sent.pickUpPointCode ?? '') === (held.pickUpPointCode ?? '') &&
    (sent.cashOnDelivery?.amount ?? 0) === (held.cashOnDelivery?.amount ?? 0) &&
    sameBag(bagOf(sent.orderLines), bagOf(held.orderLines))
  );
}
