import type { PlaceAccount } from '../account/account.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import { travelsAfter } from '../account/travels.ts';
import { bagWords, isEmpty, least, minus, piecesOf, plus, type Bag } from '../facts/bag.ts';
import { hasNewWords } from '../facts/content.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { ReadPlace } from '../facts/store-facts.ts';
import { codeSent, whyNotEdited } from './edit-rules.ts';
import { finding, type Finding } from './findings.ts';
import { obstacleOf, unlessStopped } from './obstacles.ts';
import type { ActBody, NamedOrder, Verdict } from './steps.ts';
import { fingerprint } from '../../../contract/runs/short-digest.ts';

export function named({ order: { key, reference, status, pieces } }: OwnedOrder): NamedOrder {
  return { key, reference, status, pieces };
}

/** What an answer of the warehouse is good for: while the order stays as it was. */
export function basisOf(orders: readonly Pick<OwnedOrder, 'order'>[]): string {
  return fingerprint(orders.map(({ order }) => [order.key, order.status, order.pieces]));
}

/** The change of a warehouse order to these pieces and the store's present address. */
export function editOf(
  facts: OrderFacts,
  place: PlaceAccount,
  read: ReadPlace,
  { order, code, pieces }: { readonly order: OwnedOrder; readonly code: string; readonly pieces: Bag },
) {
  const newWords = hasNewWords(facts, order, read);
  return {
    kind: 'edit',
    place: place.place.number,
    addressId: read.addressId,
    order: named(order),
    code,
    pieces: piecesOf(pieces),
    travels: travelsAfter(facts, place, order, { read, shippingCode: code }),
    ...(newWords ? { newWords } : {}),
  } as const satisfies ActBody;
}

/** Takes what is too much out of the first order that takes a change and keeps some of its pieces; `undefined` for none. */
export function editOfExcess(
  facts: OrderFacts,
  place: PlaceAccount,
  now: number,
  orders: readonly OwnedOrder[],
  excess: Bag,
): Verdict | undefined {
  const { read } = place;
  if (read === undefined) return undefined;
  for (const order of orders) {
    const code = codeSent(facts, order);
    const isWhole = isEmpty(minus(order.own, excess));
    if (isWhole || code === undefined || whyNotEdited(facts, order) !== undefined) continue;
    const { key, basis, keeps } = keepsOf(order, excess);
    const stopped = obstacleOf(facts, key, basis);
    if (stopped?.stands === true && stopped.reason === 'changed-after-hand-over') continue;
    const body = editOf(facts, place, read, { order, code, pieces: keeps });
    return unlessStopped(facts, now, key, basis, body, { place: place.place.number });
  }
  return undefined;
}

/** What an order holds without what is too much, and what such an edit is asked and answered by. */
function keepsOf(
  order: OwnedOrder,
  excess: Bag,
): { readonly key: string; readonly basis: string; readonly keeps: Bag } {
  const keeps = plus(minus(order.own, excess), order.foreign);
  return { key: `edit ${order.order.key}`, basis: fingerprint(basisOf([order]), piecesOf(keeps)), keeps };
}

/** What is too much stays in its orders: each with the reason. */
export function notTakenOut(
  facts: OrderFacts,
  { place, read }: PlaceAccount,
  orders: readonly OwnedOrder[],
  excess: Bag,
): Finding {
  const concerned = orders.filter(({ own }) => !isEmpty(least(own, excess)));
  const names = concerned.map(({ order }) => `${order.reference} (${order.status})`).join(', ');
  const reasons = concerned.map((one) => {
    const { key, basis } = keepsOf(one, excess);
    const why =
      whyNotEdited(facts, one) ?? (read === undefined ? 'the store’s order has its address no more' : undefined);
    return why ?? `myOGO takes no change of it. ${obstacleOf(facts, key, basis)?.message ?? ''}`.trim();
  });
  const message = `${bagWords(excess)} of ${names} is no longer wanted, and ${[...new Set(reasons)].join('; ')}`;
  const about = [concerned.map(({ order }) => [order.key, order.status, order.pieces]), [...excess].sort()];
  return finding('changed-after-hand-over', message.endsWith('.') ? message : `${message}.`, {
    place: place.number,
    remedy: 'fewer-wanted',
    about,
  });
}
