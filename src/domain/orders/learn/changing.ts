import { settledAt } from '../steps/obstacles.ts';
import { isCancelled } from '../../shared/warehouse-status.ts';
import { defined } from '../../../contract/defined.ts';
import { ownedOrders, type OwnedOrder } from '../account/ownership.ts';
import { bagOf, piecesOf, sameBag } from '../facts/bag.ts';
import { inBoughtSkus } from '../facts/codes.ts';
import { sentContent } from '../facts/content.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { sendingsUnder } from '../facts/references.ts';
import type { Changing, Correction, SentContent, WarehouseOrder } from '../facts/warehouse-facts.ts';
import type { ActOf } from '../steps/steps.ts';
import { cancelledOf, withoutSurplus, writtenAt } from './corrections.ts';
import { isOlderRow, isRowOf, type LookAnswer, type WarehouseRow } from './warehouse-rows.ts';

type Changes = ActOf<'cancel' | 'edit'>;

/** Notes what is about to be changed in the warehouse, before it is: its answer may be lost, and what it was for be taken back. */
export function noteChanging(facts: OrderFacts, act: Changes, now: string): OrderFacts {
  return { ...facts, changing: [...facts.changing, ...changingOf(act, now)] };
}

function changingOf(act: Changes, since: string): readonly Changing[] {
  if (act.kind === 'edit') return [{ key: act.order.key, kind: 'edit', pieces: act.pieces, since }];
  return act.orders.map(({ key }) => ({ key, kind: 'cancel', pieces: [], since }));
}

/** The change failed: it may have landed all the same, or nothing was sent. */
export function takeChangeFailure(facts: OrderFacts, act: Changes, mayHaveSent: boolean, now: string): OrderFacts {
  const noted = changingOf(act, now);
  const isNoted = (one: Changing) => noted.some((other) => isSame(one, other));
  const last = lastNoted(facts, noted);
  if (!mayHaveSent) return { ...facts, changing: facts.changing.filter((_, index) => !last.has(index)) };
  const lost = noted.map((one) => ({ ...one, lost: true as const }));
  return { ...facts, changing: [...facts.changing.filter((one) => !isNoted(one)), ...lost] };
}

/** Where the newest notes of these changes stand. */
function lastNoted({ changing }: OrderFacts, noted: readonly Changing[]): ReadonlySet<number> {
  return new Set(noted.map((other) => changing.findLastIndex((one) => isSame(one, other))));
}

function isSame(one: Changing, other: Changing): boolean {
  return one.key === other.key && one.kind === other.kind && sameBag(bagOf(one.pieces), bagOf(other.pieces));
}

/** This change was answered: what it took off is known for these orders, also where an earlier attempt at the same did. */
export function withAnswer(facts: OrderFacts, act: Changes, corrected: readonly string[]): OrderFacts {
  const noted = changingOf(act, '');
  const last = lastNoted(facts, noted);
  const changing = facts.changing.filter((one, index) => {
    if (last.has(index)) return false;
    return !(corrected.includes(one.key) && noted.some((other) => isSame(one, other)));
  });
  return { ...facts, changing };
}

/** What became of these orders is known. */
export function withoutChanging(facts: OrderFacts, keys: readonly string[]): OrderFacts {
  return { ...facts, changing: facts.changing.filter(({ key }) => !keys.includes(key)) };
}

/**
 * Changes of ours whose outcome nobody knew, as the warehouse's rows show them: what they took off is ours. Only a look shows
 * what an edit made of the address; what it does not show either counts as unknown, and is sent once more.
 */
export function learnChanging(
  facts: OrderFacts,
  rows: readonly WarehouseRow[],
  now: string,
  look?: Pick<LookAnswer, 'at' | 'digestKey'>,
): OrderFacts {
  let next = facts;
  for (const one of facts.changing.filter(({ lost }) => lost === true)) {
    const row = rows.find((of) => isRowOf(of, one.key));
    const known = facts.warehouse.find(({ key }) => key === one.key);
    if (row === undefined || known === undefined || isOlderRow(row, known)) continue;
    const isSettled = look !== undefined && Date.parse(look.at) >= settledAt(facts, one.since);
    const found = one.kind === 'cancel' ? cancelSeen(row, known) : editSeen(facts, one, row, known, look?.digestKey);
    const isDone = one.kind === 'cancel' ? isCancelled(row.status) : found?.content !== undefined;
    if (found !== undefined)
      next = { ...next, corrections: [...next.corrections, { ...withoutSurplus(facts, found), at: now }] };
    if (isDone || isSettled) next = { ...next, changing: next.changing.filter((other) => other !== one) };
  }
  return next;
}

function cancelSeen(row: WarehouseRow, { key, pieces, ...known }: WarehouseOrder): Seen | undefined {
  if (!isCancelled(row.status) || isCancelled(known.status)) return undefined;
  return { key, kind: 'cancel', before: cancelledOf(pieces, row), after: [] };
}

type Seen = Omit<Correction, 'at'>;

/** The act names its pieces as they were bought; the warehouse, by its codes of today. */
function editSeen(
  facts: OrderFacts,
  { key, pieces }: Changing,
  row: WarehouseRow,
  known: WarehouseOrder,
  digestKey: string | undefined,
): Seen | undefined {
  const owned = ownedOrders(facts).find(({ order }) => order === known);
  const bought = owned === undefined ? bagOf : boughtOf(facts, owned);
  const wanted = bagOf(pieces);
  const isTaken =
    row.lines !== undefined && sameBag(bought(row.lines), wanted) && !sameBag(bought(known.pieces), wanted);
  const content = owned && contentSeen(facts, owned, row, digestKey);
  if (!isTaken && content === undefined) return undefined;
  const after = isTaken ? piecesOf(bagOf(row.lines)) : known.pieces;
  return { key, kind: 'edit', before: known.pieces, after, ...defined({ content }), ...writtenAt(row) };
}

function boughtOf(facts: OrderFacts, { place, root }: OwnedOrder): ReturnType<typeof inBoughtSkus> {
  return inBoughtSkus(facts, place, sendingsUnder(facts, place, root));
}

/** What a look does not show of an order that may have been edited. */
const UNKNOWN = '?';

function contentSeen(
  facts: OrderFacts,
  owned: OwnedOrder,
  { digests: there }: WarehouseRow,
  digestKey: string | undefined,
): SentContent | undefined {
  const before = sentContent(facts, owned);
  if (before?.digests === undefined || there === undefined || before.digestKey !== digestKey) return undefined;
  const { method, country, digests, pickUp } = before;
  const isAsSent = Object.keys(there).every((field) => digests[field] === undefined || digests[field] === there[field]);
  const hasMore = pickUp !== undefined || Object.keys(digests).some((field) => there[field] === undefined);
  if (isAsSent && !hasMore) return undefined;
  const seen = Object.fromEntries(Object.keys(digests).map((field) => [field, there[field] ?? UNKNOWN]));
  const point = pickUp && { ...pickUp, codes: [UNKNOWN] };
  return { method, country, digests: seen, ...defined({ digestKey, pickUp: point }) };
}
