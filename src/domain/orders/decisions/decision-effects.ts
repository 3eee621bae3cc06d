import { defined } from '../../../contract/defined.ts';
import type { HoldReason } from '../../../contract/hold-reasons.ts';
import { sendingKey } from '../account/abandoned.ts';
import { accountOf, isClosed, sentUnderReference, type PlaceAccount } from '../account/account.ts';
import { explainMoved, movedHere, type MovedPieces } from '../account/moved.ts';
import { empty, isEmpty, least, minus, most, only, piecesOf, plus, type Bag } from '../facts/bag.ts';
import { contentOf } from '../facts/content.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import type { Decision } from '../facts/decision-facts.ts';
import { atAnotherMerchant, type Finding } from '../steps/findings.ts';
import { returned } from './returned.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import { straysHere, unwantedStraysHere } from '../account/ownerless.ts';

/** A place with what is held of it: a decision settles what was shown, and nothing else. */
export interface Target {
  readonly place: PlaceAccount;
  readonly findings: readonly Finding[];
}

/** A decision that takes nothing out of anything yet. */
export function emptyDecision(
  facts: OrderFacts,
  kind: Decision['kind'],
  at: string,
  place?: number,
  findings: readonly Finding[] = [],
): Decision {
  return {
    kind,
    at,
    version: facts.order?.version ?? at,
    ...(isClosed(facts) ? { closed: true as const } : {}),
    ...(place === undefined ? {} : { place }),
    reasons: findings.map(({ reason }) => reason),
    fingerprints: findings.map((one) => one.fingerprint),
    settled: [],
    writtenOff: [],
    again: [],
    accepted: [],
    abandoned: [],
    explained: [],
    leaves: [],
    leftAs: [],
  };
}

/** The method that a person was shown, which a code or a point is chosen for. */
export function wayOf({ read }: PlaceAccount): Pick<Decision, 'way'> {
  return read === undefined ? {} : { way: { method: read.method, country: read.country } };
}

/** True where one of these is among what was shown. */
const about = (findings: readonly Finding[], ...reasons: readonly HoldReason[]) =>
  findings.some(({ reason }) => reasons.includes(reason));

/** It stands under a reference of ours, and is not ours, or nobody can tell. */
export function mayBeForeign({ isForeign, unclear, state }: OwnedOrder): boolean {
  return unclear || (isForeign && state !== 'dead');
}

/** What `hand-over-again` lets go once more; `undefined` where the warehouse still has it all. */
export function sentAgain(facts: OrderFacts, { place, findings }: Target): Partial<Decision> | undefined {
  const { lost, unsent, shipped, settled, orders } = place;
  if (about(findings, 'other-merchant')) {
    return { abandoned: elsewhereKeys(facts, place) };
  }
  const foreign = [...orders.filter(mayBeForeign).map(({ order }) => order.key), ...strays(facts, { place, findings })];
  if (!isEmpty(lost)) return { writtenOff: writeOff(facts, place), explained: foreign };
  if (!isEmpty(unsent)) return { explained: foreign, accepted: movedAccepted(facts, { place, findings }) };
  if (about(findings, 'reopened')) {
    return isEmpty(settled) ? { again: piecesOf(shipped) } : { unsettles: true };
  }
  // Beside all of ours: nothing is to be sent, and what nobody could tell is explained.
  if (about(findings, 'reference-conflict') && orders.some(({ unclear }) => unclear)) return { explained: foreign };
  const undone = orders.filter(
    ({ order }) => about(findings, 'undone-by-hand') && facts.tellings.some(({ key }) => key === order.key),
  );
  if (undone.length > 0) return undefined;
  const back = returned(facts, place);
  return isEmpty(back) || !isEmpty(place.placed) ? undefined : { again: piecesOf(back) };
}

/**
 * Of the SKUs that are lost, all that was sent and is nowhere now, by the reference that it was sent under: also pieces that
 * the store no longer wants, since what is left of them would count as sent once more. What a person took out stays out.
 */
function writeOff(facts: OrderFacts, { lost, orders, place, settledMissing }: PlaceAccount): Decision['writtenOff'] {
  const codes = new Set(lost.keys());
  let answered = settledMissing;
  const roots = [...new Set<string>([...place.references, ...orders.map(({ root }) => root)])];
  return roots.flatMap((reference) => {
    const there = orders.filter(({ root, state }) => root === reference && state !== 'dead').map(({ own }) => own);
    const nowhere = only(minus(sentUnderReference(facts, place, reference, orders), ...there), codes);
    const gone = minus(nowhere, answered);
    answered = minus(answered, nowhere);
    const from = orders
      .filter(({ root, state, own }) => root === reference && state === 'dead' && !isEmpty(only(own, codes)))
      .map(({ order }) => order.key);
    return isEmpty(gone) ? [] : [{ reference, pieces: piecesOf(gone), ...(from.length === 0 ? {} : { from }) }];
  });
}

/** Orders that nobody can tell the address of, where they were shown. */
function strays(facts: OrderFacts, { place, findings }: Target): readonly string[] {
  if (!about(findings, 'reference-conflict')) return [];
  return [...straysHere(facts, place), ...unwantedStraysHere(facts, place)].map(({ key }) => key);
}

const MOVED: HoldReason = 'shipped-to-other-address';

/** What of the surplus of other places was shown to be what is wanted here. */
function moved(facts: OrderFacts, { place, findings }: Target): readonly MovedPieces[] {
  return about(findings, MOVED) ? movedHere(accountOf(facts), place) : [];
}

export function movedAccepted(facts: OrderFacts, target: Target): Decision['accepted'] {
  return moved(facts, target).flatMap(explainMoved);
}

const lostReasons: readonly HoldReason[] = [
  'cancelled-in-warehouse',
  'short-shipped',
  'substituted',
  'vanished-in-warehouse',
];

/** What is at a merchant that cannot be asked: orders by their id, sendings of unknown outcome by their number. */
export function elsewhereKeys(facts: OrderFacts, place: PlaceAccount): readonly string[] {
  const unsure = place.unknownSendings.filter((sending) => !canBeAsked(facts, sending));
  return [
    ...atAnotherMerchant(facts, place).map(({ order }) => order.key),
    ...unsure.map(({ number }) => sendingKey(number)),
  ];
}

/** What `treat-as-done` takes out and leaves as it is. */
export function asDone(facts: OrderFacts, { place, findings }: Target): Partial<Decision> {
  const abandoned = about(findings, 'other-merchant') ? elsewhereKeys(facts, place) : [];
  const unsent = unsentShown(facts, { place, findings });
  const missing = about(findings, ...lostReasons) ? place.lost : empty;
  const taken = { missing, unsent: abandoned.length === 0 ? unsent : minus(place.open, missing) };
  const changed = about(findings, 'changed-after-hand-over') && place.read !== undefined;
  const surplus = about(
    findings,
    ...(['cancel-refused', 'duplicate-in-warehouse', 'changed-after-hand-over', 'unexpected-response'] as const),
  );
  return {
    settled: takenOut(place, taken),
    abandoned,
    accepted: [
      ...(surplus && !isEmpty(place.excess) ? surplusPieces(place) : []),
      ...movedAccepted(facts, { place, findings }),
    ],
    ...(changed ? { content: contentOf(place.read) } : {}),
    explained: [
      ...place.orders.filter(({ isForeign, unclear }) => isForeign || unclear).map(({ order }) => order.key),
      ...strays(facts, { place, findings }),
      ...findings.flatMap(({ order }) => (place.orders.some((one) => one.order.key === order) ? (order ?? []) : [])),
    ],
    leaves: findings.flatMap(({ reason, step }) => (reason === 'rejected-by-bigcommerce' ? (step ?? []) : [])),
    leftAs: about(findings, 'stopped-in-warehouse')
      ? place.orders.filter(({ state }) => state === 'living').map(({ order: { key, status } }) => ({ key, status }))
      : [],
  };
}

/**
 * Of the unsent pieces, those that what was shown is about: what something else holds stays to be handed over. Of moved pieces
 * it is just as many as left for the other address.
 */
function unsentShown(facts: OrderFacts, { place, findings }: Target): Bag {
  const { unsent } = place;
  const byCount = plus(...moved(facts, { place, findings }).map(({ pieces }) => pieces));
  const shown = findings.filter(({ reason, stopsSending }) => stopsSending === true && reason !== MOVED);
  if (shown.length === 0) return byCount;
  const named = only(unsent, new Set(shown.flatMap(({ codes }) => codes ?? [])));
  const all = shown.some(({ codes }) => codes === undefined) || isEmpty(named);
  return most(all ? unsent : named, byCount);
}

/** The surplus that was shown, by the orders that hold it: no piece more. */
function surplusPieces(place: PlaceAccount): Decision['accepted'] {
  let left = place.excess;
  return place.orders.flatMap(({ order, own, state, isForeign }) => {
    if (state !== 'living' || isForeign) return [];
    const pieces = least(own, left);
    left = minus(left, pieces);
    return isEmpty(pieces) ? [] : [{ key: order.key, pieces: piecesOf(pieces) }];
  });
}

export function livingPieces({ orders }: PlaceAccount): Decision['accepted'] {
  return orders
    .filter(({ state, isForeign }) => state === 'living' && !isForeign)
    .map(({ order, own }) => ({ key: order.key, pieces: piecesOf(own) }));
}

/** Which lines pieces are taken out of: what is missing was sent, and what is unsent rather was not. */
function takenOut(
  { lines }: PlaceAccount,
  { missing, unsent }: { readonly missing: Bag; readonly unsent: Bag },
): Decision['settled'] {
  const wanted = new Map(lines.map((line) => [line.id, line.wanted]));
  const ofSent = fromLines(lines, missing).map((one) => ({
    ...one,
    missing: true as const,
    ...defined({ wanted: wanted.get(one.line) }),
  }));
  const taken = new Map(ofSent.map(({ line, quantity }) => [line, quantity]));
  const rest = lines.map((line) => ({ ...line, open: line.open - (taken.get(line.id) ?? 0) }));
  return [...ofSent, ...fromLines([...rest].reverse(), unsent)];
}

/** All that is open. */
export function openLines(place: PlaceAccount): Decision['settled'] {
  return takenOut(place, { missing: place.lost, unsent: minus(place.open, place.lost) });
}

/** Out of these lines, as they come: an account has those first that were sent. */
function fromLines(lines: PlaceAccount['lines'], pieces: Bag): Decision['settled'] {
  const left = new Map(pieces);
  const settled: { line: number; quantity: number }[] = [];
  for (const { id, sku, open } of lines) {
    const quantity = Math.min(open, left.get(sku) ?? 0);
    if (quantity <= 0) continue;
    left.set(sku, (left.get(sku) ?? 0) - quantity);
    settled.push({ line: id, quantity });
  }
  return settled;
}
