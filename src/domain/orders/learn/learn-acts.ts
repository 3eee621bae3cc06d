import { many } from '../../../contract/runs/many.ts';
import { defined } from '../../../contract/defined.ts';
import { triesOf } from '../steps/obstacles.ts';
import type { CorrectionAnswer, MatchAnswer, ShipAnswer, StepFailure, StoreWriteAnswer } from './answers.ts';
import { correctionsSeen, withoutSurplus } from './corrections.ts';
import { bagOf, piecesOf } from '../facts/bag.ts';
import { withCodes } from '../facts/codes.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { takeChangeFailure, withAnswer, withoutChanging } from './changing.ts';
import { asForeign } from './late-parts.ts';
import { takeLook, takeRows } from './learn-warehouse.ts';
import { takeOwnWrite, takeReading, takeShipments, addToStory } from './learn-store.ts';
import { lastSending, outcomeUnknown, unsentOf } from './learn-hand-over.ts';
import { blocked, later, triesInARow, without } from './learn-obstacles.ts';
import { trackingLinkFor } from '../../shipping/tracking-link.ts';
import type { Act, ActOf } from '../steps/steps.ts';

/** Corrections in a row that may meet another order than expected before somebody has to look. */
const MAX_MOVED = 5;

export function takeMatch(facts: OrderFacts, act: ActOf<'match'>, result: MatchAnswer): OrderFacts {
  const { place, method, country, fresh } = act;
  const others = facts.matches.filter((one) => one.place !== place);
  return without({ ...facts, matches: [...others, { place, method, country, result, fresh }] }, act.key);
}

/** What a cancel or an edit gave: the look before it, what was taken, and the read-back. */
export function takeCorrection(
  facts: OrderFacts,
  act: ActOf<'cancel'> | ActOf<'edit'>,
  answer: CorrectionAnswer,
  now: string,
): OrderFacts {
  const { before, look, refused, moved, codes = [] } = answer;
  const corrections = correctionsSeen(act, answer);
  const corrected = corrections.map(({ key }) => key);
  // Earlier changes of which nobody knew what came of them are seen in the look before this one.
  const asFound = takeRows(withAnswer(facts, act, corrected), before, now);
  let next = withCodes(takeLook(withoutChanging(asFound, corrected), look, now), codes);
  if (codes.length > 0) {
    const what = `Its goods are called ${codes.map(({ code }) => code).join(', ')} in myOGO now.`;
    next = addToStory(next, { at: now, place: act.place, kind: 'decision', what });
    // Once it is simply sent by the other code; what goes on and on is tried after growing pauses, and then held.
    if (!facts.codes.some(({ line }) => codes.some((one) => one.line === line))) return without(next, act.key);
  }
  for (const seen of corrections) {
    const one = withoutSurplus(asFound, seen);
    next = { ...next, corrections: [...next.corrections, { ...one, at: now }] };
    const reference = next.warehouse.find(({ key }) => key === one.key)?.reference ?? one.key;
    const what =
      one.kind === 'cancel' ? `cancelled in myOGO: ${reference}` : `the change was sent to myOGO: ${reference}`;
    next = addToStory(next, { at: now, place: act.place, kind: 'effect', what });
  }
  const reason = act.kind === 'cancel' ? ('cancel-refused' as const) : ('changed-after-hand-over' as const);
  if (refused === undefined || moved === true) {
    if (corrections.length > 0) return without(next, act.key);
    // It taught nothing, perhaps: the very same is not tried again without a pause.
    const message = 'The warehouse’s order was another than expected.';
    const tries = triesInARow(next, act.key, message) + 1;
    const pause = { message, tries, at: now, until: later(now, tries), stands: tries >= MAX_MOVED };
    return blocked(next, { key: act.key, basis: act.basis, reason, ...pause });
  }
  const tries = triesOf(next, act.key, act.basis) + 1;
  return blocked(next, { key: act.key, basis: act.basis, reason, message: refused, tries, at: now, stands: true });
}

export function takeShipping(facts: OrderFacts, act: ActOf<'ship'>, answer: ShipAnswer, now: string): OrderFacts {
  const { shipments, own, trackingNumber, trackingUrl, written, updated, reading, store } = answer;
  const settled = facts.unsettled.filter(({ key }) => key !== act.order);
  let next = takeReading({ ...facts, unsettled: settled }, reading, facts.merchantId ?? '', now);
  if (answer.waits === true) return without(takeShipments(next, shipments, store.version), act.key);
  next = takeOwnWrite(takeOwnWrite(next, reading), store);
  next = takeShipments(next, shipments, store.version);
  // An attempt that failed may have written some of them: only earlier tellings say what is told.
  const named = new Set(facts.tellings.flatMap(({ key, shipmentIds: ids }) => (key === act.order ? ids : [])));
  const shipmentIds = own.map(({ id }) => id);
  const pieces = piecesOf(bagOf(own.filter(({ id }) => !named.has(id)).flatMap((one) => one.pieces)));
  const telling = { key: act.order, trackingNumber, trackingUrl, pieces, shipmentIds, version: store.version, at: now };
  next = { ...next, tellings: [...next.tellings, telling].slice(-200) };
  const tracking = trackingNumber === '' ? '' : ' with tracking';
  const says = (what: string) => addToStory(next, { at: now, place: act.place, kind: 'effect', what });
  const leftOut = leftOutWords(trackingUrl, answer.refused ?? []);
  if (written > 0) next = says(`${many(written, 'shipment')} written into the store${tracking}${leftOut}`);
  if (updated > 0) next = says(`tracking added to the shipment in the store${leftOut}`);
  if (written + updated === 0 && leftOut !== '') next = says(`nothing new for the shipment in the store${leftOut}`);
  return without(next, act.key);
}

/** What of the tracking the store does not have, and why: a shipment is written without it rather than not at all. */
function leftOutWords(url: string, refused: NonNullable<ShipAnswer['refused']>): string {
  const link = trackingLinkFor(url);
  const unusable = link.kind === 'link' || link.why === 'empty' ? '' : `; its tracking link was left out: ${link.why}`;
  const words = refused.map((field) => `; its tracking ${field} was left out: the store refused it`);
  return [unusable, ...words].join('');
}

export function takeNote(
  facts: OrderFacts,
  act: ActOf<'note'>,
  { after, before }: StoreWriteAnswer,
  now: string,
): OrderFacts {
  const next = takeOwnWrite(withNote(facts, act, now), after, before);
  const what = `noted on the store’s order: ${act.text}`;
  return without(addToStory(next, { at: now, kind: 'effect', what }), act.key);
}

/** A note for an order that the store no longer has: nothing is left that could take it, so the story keeps it. */
export function takeUnheardNote(facts: OrderFacts, act: ActOf<'note'>, now: string): OrderFacts {
  const what = `The store has no such order to note it on: ${act.text}`;
  return without(addToStory(withNote(facts, act, now), { at: now, kind: 'decision', what }), act.key);
}

function withNote(facts: OrderFacts, act: ActOf<'note'>, at: string): OrderFacts {
  const { text, pieces, order: key, foreign } = act;
  const note = { text, pieces, at, ...defined({ key, foreign }) };
  return { ...asForeign(facts, act), notes: [...facts.notes, note] };
}

/** Our move of the status, or our cancel, of the store's order. */
export function takeStatusWrite(
  facts: OrderFacts,
  act: ActOf<'move-status'> | ActOf<'cancel-in-store'>,
  { after, before }: StoreWriteAnswer,
  now: string,
): OrderFacts {
  const moved = after.status !== before.status;
  const moves = moved ? [...facts.moves, after].slice(-20) : facts.moves;
  const next = takeOwnWrite({ ...facts, moves }, after, before);
  const what = act.kind === 'move-status' ? `status ${after.status} in the store` : 'cancelled in the store';
  return without(
    moved ? addToStory(next, { at: now, kind: 'effect', what }) : { ...next, readDue: next.readDue ?? 'again' },
    act.key,
  );
}

export function takeCreated(
  facts: OrderFacts,
  act: ActOf<'create-products'>,
  outcomes: readonly string[],
  now: string,
): OrderFacts {
  let next: OrderFacts = {
    ...facts,
    productsMissing: facts.productsMissing.filter(({ place }) => place !== act.place),
  };
  for (const what of outcomes) next = addToStory(next, { at: now, place: act.place, kind: 'effect', what });
  return without(next, act.key);
}

/** A step that failed: for now, or until something changes. A sending that may have left stays unknown. */
export function takeFailure(facts: OrderFacts, act: Act, failure: StepFailure, now: string): OrderFacts {
  let next = facts;
  if (act.kind === 'hand-over') {
    const number = lastSending(facts, act)?.number;
    const sent = failure.kind === 'again' && failure.mayHaveSent;
    next = sent ? outcomeUnknown(facts, number, now) : unsentOf(facts, number);
  }
  if (act.kind === 'cancel' || act.kind === 'edit')
    next = takeChangeFailure(next, act, failure.kind === 'again' && failure.mayHaveSent, now);
  if (act.kind === 'ship' && failure.kind === 'again' && failure.mayHaveSent) {
    const others = facts.unsettled.filter(({ key }) => key !== act.order);
    const tries = (facts.unsettled.find(({ key }) => key === act.order)?.tries ?? 0) + 1;
    return { ...facts, unsettled: [...others, { key: act.order, since: now, tries }] };
  }
  const tries = triesOf(facts, act.key) + 1;
  const { message, detail } = failure;
  const common = {
    key: act.key,
    basis: act.basis,
    message,
    tries,
    at: now,
    ...(detail === undefined ? {} : { detail }),
  };
  if (failure.kind === 'again') return blocked(next, { ...common, until: later(now, tries), stands: false });
  return blocked(next, { ...common, reason: failure.reason, stands: act.fresh });
}

// One door for the loop, which learns from every act.
export { noteSending, takeHandOver } from './learn-hand-over.ts';
