import { isSameAddress, readAt } from '../facts/places.ts';
import { isCancelled } from '../../shared/warehouse-status.ts';
import { orderedElsewhere } from '../account/moved.ts';
import { bagOf, bagWords, piecesOf, sameBag } from '../facts/bag.ts';
import { cashWords } from '../facts/travels/cash.ts';
import type { HandOverAnswer } from './answers.ts';
import type { Decision } from '../facts/decision-facts.ts';
import { boughtPieces, withCodes } from '../facts/codes.ts';
import { searchedAnew, type OrderFacts } from '../facts/facts.ts';
import { blocked, later, triesInARow, without } from './learn-obstacles.ts';
import { addToStory, takeOwnWrite } from './learn-store.ts';
import { takeLook, takeNews } from './learn-warehouse.ts';
import { isRowOf, rowKey, type WarehouseRow } from './warehouse-rows.ts';
import type { ActOf } from '../steps/steps.ts';
import type { Sending } from '../facts/warehouse-facts.ts';
import { droppedWords, wordsWords } from '../facts/travels/words.ts';

type HandOver = ActOf<'hand-over'>;
type Found = Extract<HandOverAnswer, { kind: 'found' }>;

/** Hand-overs in a row that may find the store's order changed before somebody has to look. */
const MAX_CHANGED = 5;

/** Notes what is about to be sent, before it is: whatever becomes of the run, this is what may have left. */
export function noteSending(facts: OrderFacts, act: HandOver, now: string): OrderFacts {
  const read = readAt(facts, act.place);
  const { place, reference, lines, code, travels } = act;
  const elsewhere = piecesOf(orderedElsewhere(facts, place, new Set(boughtPieces(lines).keys())));
  const sending: Sending = {
    number: facts.sendings.reduce((max, { number }) => Math.max(max, number), 0) + 1,
    place,
    reference,
    merchantId: facts.merchantId ?? '',
    lines,
    code,
    method: read?.method ?? '',
    country: read?.country ?? '',
    ...(read?.digests === undefined ? {} : { digests: read.digests }),
    ...(facts.order?.digestKey === undefined ? {} : { digestKey: facts.order.digestKey }),
    ...(elsewhere.length === 0 ? {} : { elsewhere }),
    ...travels,
    at: now,
    outcome: 'unknown',
  };
  // What a line stands for is fixed when it is first sent.
  const names = (read?.lines ?? []).filter(({ nameOnly }) => nameOnly === true).map(({ id }) => id);
  return {
    ...facts,
    sendings: [...facts.sendings, sending],
    namesOnly: [...new Set([...facts.namesOnly, ...names])],
    places: facts.places.map((one) =>
      one.number === place && !one.references.includes(reference)
        ? { ...one, references: [...one.references, reference] }
        : one,
    ),
  };
}

export function takeHandOver(facts: OrderFacts, act: HandOver, answer: HandOverAnswer, now: string): OrderFacts {
  const number = lastSending(facts, act)?.number;
  const close = (of: Partial<Sending>): OrderFacts => ({
    ...facts,
    sendings: facts.sendings.map((one) => (one.number === number ? { ...one, ...of } : one)),
  });
  const unsent = unsentOf(facts, number);
  switch (answer.kind) {
    case 'landed': {
      const { order, digests, store, storeMoved } = answer;
      let next = close({
        outcome: 'landed',
        key: rowKey(order),
        ...(digests === undefined ? {} : { digests }),
      });
      next = takeNews(next, order, now);
      if (store !== undefined) {
        next = takeOwnWrite({ ...next, moves: [...next.moves, store] }, store);
        next = addToStory(next, { at: now, kind: 'effect', what: `status ${store.status} in the store` });
      }
      if (storeMoved === true) next = { ...next, readDue: next.readDue ?? 'again' };
      const { pickUpPoint, cash } = act.travels;
      const read = readAt(next, act.place);
      const dropped = read === undefined ? [] : droppedWords(next, read);
      const without_ = dropped.length === 0 ? '' : `; not forwarded: ${wordsWords(dropped)}`;
      const collects = cash === undefined ? '' : `, ${cashWords(cash)} to be collected`;
      const toward = pickUpPoint === undefined ? '' : `, pick-up point ${pickUpPoint}`;
      const what = `created in myOGO as ${act.reference} with ${act.code}${toward}${collects}: ${bagWords(bagOf(act.lines))}${without_}`;
      return without(addToStory(next, { at: now, place: act.place, kind: 'effect', what }), act.key);
    }
    case 'found': {
      const made = number === undefined ? undefined : madeBy(facts, number, answer);
      if (made !== undefined) {
        const next = searching(takeLook(close({ outcome: 'landed', key: rowKey(made) }), answer.look, now), answer);
        const what = `Found in the warehouse already as ${made.reference}: adopted.`;
        return without(addToStory(next, { at: now, place: act.place, kind: 'decision', what }), act.key);
      }
      const next = searching(takeLook(unsent, answer.look, now), answer);
      const what = `Something stands in myOGO under ${act.reference} already: nothing was sent.`;
      return without(addToStory(next, { at: now, place: act.place, kind: 'decision', what }), act.key);
    }
    case 'unknown':
      return outcomeUnknown(facts, number, answer.since);
    case 'changed': {
      // It is read once more, by the settings of now: what that reading says is another matter than an order that never stands still.
      if (answer.settings === true) return without({ ...unsent, readDue: 'fresh' }, act.key);
      const message = 'The store’s order reads differently each time it is read.';
      return changedAgain({ ...unsent, readDue: 'again' }, act, message, now);
    }
    case 'renamed': {
      const { codes } = answer;
      const renamed = codes.map(({ line, code }) => `${act.lines.find((one) => one.line === line)?.code} is ${code}`);
      const what = `In myOGO ${renamed.join(', ')}: handed over by that code.`;
      const next = addToStory(withCodes(unsent, codes), { at: now, place: act.place, kind: 'decision', what });
      // Once it is simply sent by the other code; where that goes on and on, somebody must look.
      const again = facts.codes.some(({ line }) => codes.some((one) => one.line === line));
      return again
        ? changedAgain(next, act, 'What the goods are called in myOGO is another each time it is asked.', now)
        : without(next, act.key);
    }
    case 'products-missing': {
      const others = facts.productsMissing.filter(({ place }) => place !== act.place);
      return { ...unsent, productsMissing: [...others, { place: act.place, products: answer.products }] };
    }
    case 'hold': {
      const { reason, message, remedy, codes } = answer;
      let next = unsent;
      // A code that the warehouse refuses is spent: the links decide again.
      const byHand = (one: Decision) => one.kind === 'use-code' && one.place === act.place && one.code === act.code;
      if (reason === 'shipping-code-refused' && next.decisions.some(byHand)) {
        const what = `myOGO refused the code ${act.code}: ${message}`;
        next = addToStory(next, { at: now, place: act.place, kind: 'decision', what });
        next = {
          ...next,
          decisions: next.decisions.map((one) => (byHand(one) ? { ...one, spent: true } : one)),
        };
      }
      return blocked(next, {
        key: act.key,
        basis: act.basis,
        reason,
        // A value that the other side quotes is not repeated: which code it was is known here.
        message: reason === 'shipping-code-refused' ? `${act.code} is refused: ${message}` : message,
        ...(remedy === undefined ? {} : { remedy }),
        ...(codes === undefined ? {} : { codes }),
        tries: 1,
        at: now,
        // Judged once more with a fresh connection before it stands.
        stands: act.fresh,
      });
    }
  }
}

/** What no attempt of ours made is of a life that nobody knows: it may have further parts, which only a list shows. */
function searching(facts: OrderFacts, { again }: Found): OrderFacts {
  return again === true ? facts : searchedAnew(facts);
}

/** Nothing was sent, because something is another each time it is read: after a growing pause once more, and then held. */
function changedAgain(facts: OrderFacts, { key, basis }: HandOver, message: string, now: string): OrderFacts {
  const tries = triesInARow(facts, key, message) + 1;
  const stands = tries >= MAX_CHANGED;
  const obstacle = { key, basis, reason: 'unexpected-response', message, tries, stands, at: now } as const;
  return blocked(facts, { ...obstacle, until: later(now, tries) });
}

/** The order that a look found in the sending's place, where it can be told that this sending made it. */
function madeBy(facts: OrderFacts, number: number, answer: Found): WarehouseRow | undefined {
  const { look, again } = answer;
  const sending = facts.sendings.find((one) => one.number === number);
  if (sending === undefined || look.merchantId !== sending.merchantId) return undefined;
  const known = [
    ...facts.sendings.flatMap(({ key }) => key ?? []),
    ...facts.decisions.flatMap(({ explained, abandoned }) => [...explained, ...abandoned]),
  ];
  const sent = bagOf(sending.lines);
  const candidates = look.orders.filter((row) => {
    const isKnown = known.some((key) => isRowOf(row, key));
    if (row.reference !== sending.reference || isKnown || isElsewhere(sending, answer, row)) return false;
    const held = bagOf(row.lines ?? []);
    return again === true ? [...held.keys()].some((code) => sent.has(code)) : sameBag(held, sent);
  });
  return candidates.find(({ status }) => !isCancelled(status)) ?? candidates[0];
}

/** Its address is another's, or cannot be compared and nothing else says that an earlier attempt made it. */
function isElsewhere({ digests, digestKey }: Sending, { look, again }: Found, row: WarehouseRow): boolean {
  const there = row.digests;
  if (digests === undefined || there === undefined || look.digestKey !== digestKey) return again !== true;
  return !isSameAddress(there, digests);
}

export function lastSending({ sendings }: OrderFacts, { place, reference }: HandOver): Sending | undefined {
  return sendings.findLast((one) => one.place === place && one.reference === reference);
}

/**
 * It may have left, up to now. What a look did not find while it was still to be sent may land all the same; what one found
 * stays found.
 */
export function outcomeUnknown(facts: OrderFacts, number: number | undefined, since: string): OrderFacts {
  const sendings = facts.sendings.map((one) =>
    one.number === number && one.outcome !== 'landed'
      ? ({ ...one, outcome: 'unknown', unknownSince: since } as const)
      : one,
  );
  return { ...facts, sendings };
}

/** Nothing of it left: it says nothing about the warehouse. Its reference stays the place's. */
export function unsentOf(facts: OrderFacts, number: number | undefined): OrderFacts {
  return { ...facts, sendings: facts.sendings.filter((one) => one.number !== number) };
}
