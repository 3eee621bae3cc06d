import { decisionKinds, type ReleaseDecision } from '../../../contract/orders.ts';
import { accountOf } from '../account/account.ts';
import { bagWords, isEmpty, plus } from '../facts/bag.ts';
import {
  elsewhereKeys,
  mayBeForeign,
  emptyDecision,
  livingPieces,
  movedAccepted,
  openLines,
  wayOf,
  type Target,
} from './decision-effects.ts';
import { again, answered, doneWith } from './raises.ts';
import { leadsOn, mayCancel, mayReturn, whyNotAgain } from './decision-table.ts';
import { invalid, refused, UNREAD, type Refusal } from './refusal.ts';
import { codeWords, decidedBefore, NO_DECISION, refusals, withKind } from './decision-words.ts';
import { settledByStatus } from '../eligibility.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { wordsDecided } from '../facts/travels/words.ts';
import { addToStory } from '../learn/learn-store.ts';
import { nextSteps } from '../next-steps.ts';
import type { Finding } from '../steps/findings.ts';
import type { Step } from '../steps/steps.ts';
import { cancelledBy, type Decision, keptDocument } from '../facts/decision-facts.ts';
import { fingerprint } from '../../../contract/runs/short-digest.ts';

/** What is held: each place with its findings, those of the whole order with every place. */
function targets(facts: OrderFacts, now: number, addressId: number | undefined): readonly Target[] {
  const account = accountOf(facts);
  const found = foundOf(nextSteps(facts, now));
  const whole = found(undefined);
  return account.places
    .filter(({ place }) => addressId === undefined || place.addressId === addressId)
    .map((place) => ({ place, findings: [...whole, ...found(place.place.number)] }))
    .filter(({ place, findings }) => findings.length > 0 || mayReturn(facts, place));
}

const foundOf = (steps: readonly Step[]) => (place: number | undefined) =>
  steps.flatMap((step) => (step.kind === 'hold' && step.place === place ? step.findings : []));

/** What of a target a decision concerns: the finding that was shown, or else all that it answers. */
function concerned(
  facts: OrderFacts,
  { place, findings }: Target,
  { kind, finding }: ReleaseDecision,
  now: number,
): Target | undefined {
  const shown = findings.filter(
    (one) => (finding === undefined || one.fingerprint === finding) && isAnswer(facts, place, kind, one, now),
  );
  if (shown.length > 0) return { place, findings: shown };
  const answers = kind === 'hand-over-again' && finding === undefined && mayReturn(facts, place);
  return answers ? { place, findings: [] } : undefined;
}

/**
 * True where a decision about this finding leads on. What became of a failed step must be gone although the step would fail
 * once more: else a person decides in a circle.
 */
function isAnswer(
  facts: OrderFacts,
  place: Target['place'],
  kind: ReleaseDecision['kind'],
  found: Finding,
  now: number,
): boolean {
  if (!leadsOn(facts, place, kind, found)) return false;
  if (found.stopsSending === true || (found.step === undefined && !isCancelOfNothing(place, kind, found))) return true;
  const target = { place, findings: [found] };
  const taken = decisionOf(facts, target, withKind({ kind: 'cancel' }, kind), new Date(now).toISOString());
  if (taken === undefined) return false;
  const after: OrderFacts = { ...facts, decisions: [...facts.decisions, taken] };
  const document = keptDocument(after);
  const kept = document === undefined ? after : { ...after, kept: fingerprint(document) };
  return !nextSteps(kept, now).some(
    (step) => step.kind === 'hold' && step.findings.some((one) => one.fingerprint === found.fingerprint),
  );
}

/** Nothing of it is open any more: only where the warehouse refused the cancel, it is asked once more. */
function isCancelOfNothing({ open }: Target['place'], kind: ReleaseDecision['kind'], { reason }: Finding): boolean {
  return kind === 'cancel' && isEmpty(open) && reason !== 'cancel-refused' && reason !== 'duplicate-in-warehouse';
}

/** Judges a person's decision before anything is changed. */
export function refusalOf(facts: OrderFacts, decision: ReleaseDecision, now: number): Refusal | undefined {
  const { addressId } = decision;
  if (addressId !== undefined && !facts.places.some((place) => place.addressId === addressId)) {
    const known = facts.places.map((place) => place.addressId).join(', ');
    return invalid('addressId', `The order has no address ${addressId}.`, `one of ${known || 'none'}`);
  }
  const held = targets(facts, now, addressId);
  // An order that nobody could read yet has no places, and is held all the same.
  const whole = held.length > 0 ? [] : foundOf(nextSteps(facts, now))(undefined);
  const findings = [...whole, ...held.flatMap((one) => one.findings)];
  if (decision.finding !== undefined && !findings.some((one) => one.fingerprint === decision.finding)) {
    const [now_] = findings;
    const what =
      now_ === undefined
        ? `Nothing is held any more${decidedBefore(facts, addressId)}.`
        : `It is now: ${now_.message} (${now_.fingerprint})`;
    return refused('finding', `What was decided about is no longer so. ${what}`, now_?.fingerprint ?? 'no decision');
  }
  if (whole.length > 0) return refused('kind', NO_DECISION, 'the remedy of what is held');
  const here = accountOf(facts).places.filter(({ place }) => addressId === undefined || place.addressId === addressId);
  const why = held.length === 0 && decision.kind === 'hand-over-again' ? whyNotAgain(facts, here) : undefined;
  if (why !== undefined) return refused('kind', why.words, why.expected);
  if (held.length === 0) {
    const words = `Nothing of this order is held${decidedBefore(facts, addressId)}.`;
    return refused('orderId', words, 'an order that is held');
  }
  if (held.some((one) => concerned(facts, one, decision, now) !== undefined)) return undefined;
  const others = decisionKinds.filter((kind) =>
    held.some((one) => concerned(facts, one, withKind(decision, kind), now) !== undefined),
  );
  // Where a pause stops all, what else is held, and what is missing, is not known now.
  if (others.length === 0) return refused('kind', NO_DECISION, 'the remedy of what is held');
  return refused('kind', refusals[decision.kind], others.join(', '));
}

/** What a person may decide now; with an address where the order has several. The code is a person's to fill in. */
export function possibleDecisions(facts: OrderFacts, now: number): readonly ReleaseDecision[] {
  const several = facts.places.length > 1;
  return targets(facts, now, undefined).flatMap((target) => {
    const where = several ? { addressId: target.place.place.addressId } : {};
    return decisionKinds.flatMap((kind) => {
      const about = target.findings.find((one) => isAnswer(facts, target.place, kind, one, now));
      const shown = about === undefined ? {} : { finding: about.fingerprint };
      const decision = withKind({ kind: 'cancel', ...where, ...shown }, kind);
      return concerned(facts, target, decision, now) === undefined ? [] : [decision];
    });
  });
}

/** Takes a person's decision about what is held, for one place or for all of them. */
export function decide(facts: OrderFacts, decision: ReleaseDecision, at: string, by?: string): OrderFacts {
  const now = Date.parse(at);
  const held = targets(facts, now, decision.addressId);
  let next = facts;
  for (const one of held) {
    const target = concerned(facts, one, decision, now);
    if (target === undefined) continue;
    const taken = decisionOf(facts, target, decision, at);
    if (taken === undefined) continue;
    const what = `A person decided: ${decision.kind}${codeWords(decision)}.`;
    next = addToStory(
      { ...next, decisions: [...next.decisions, { ...taken, ...(by === undefined ? {} : { by }) }] },
      { at, place: target.place.place.number, kind: 'decision', what },
    );
    next = {
      ...answered(next, target),
      obstacles: next.obstacles.filter(({ key }) => !concerns(key, target)),
      matches:
        decision.kind === 'hand-over-again'
          ? next.matches.filter(({ place }) => place !== target.place.place.number)
          : next.matches,
    };
  }
  return next;
}

/** A step that is tried anew after the decision: one of the place, or of the order where that was decided about. */
function concerns(key: string, { place: { place, orders }, findings }: Target): boolean {
  const words = key.split(' ');
  if (words.includes(String(place.number)) || orders.some(({ order }) => words.includes(order.key))) return true;
  return words[0] === 'note' || (key !== 'read' && findings.some((one) => one.place === undefined));
}

function decisionOf(
  facts: OrderFacts,
  target: Target,
  { kind, ...rest }: ReleaseDecision,
  at: string,
): Decision | undefined {
  const { place, findings } = target;
  const base = emptyDecision(facts, kind, at, place.place.number, findings);
  switch (kind) {
    case 'use-code':
    case 'use-pickup-point': {
      if (isEmpty(place.unsent) || !('code' in rest)) return undefined;
      const code = rest.code.trim();
      const chosen = { ...base, ...wayOf(place) };
      if (kind === 'use-code') return { ...chosen, code };
      return { ...chosen, pointByHand: { point: code, seen: place.read?.pickUp?.codes ?? [] } };
    }
    case 'forward-words':
    case 'drop-words': {
      const words = place.read === undefined ? [] : wordsDecided(facts, place.read);
      return isEmpty(place.unsent) ? undefined : { ...base, words };
    }
    case 'hand-over-again': {
      const over = again(facts, target);
      return over === undefined ? undefined : { ...base, ...over };
    }
    case 'treat-as-done':
      return { ...base, ...doneWith(facts, target) };
    case 'cancel': {
      const refusedHere = findings.some(
        ({ reason }) => reason === 'cancel-refused' || reason === 'duplicate-in-warehouse',
      );
      return {
        ...base,
        settled: openLines(place),
        abandoned: elsewhereKeys(facts, place),
        explained: place.orders.filter(mayBeForeign).map(({ order }) => order.key),
        accepted: [...movedAccepted(facts, target), ...(refusedHere ? livingPieces(place) : [])],
        ...(refusedHere ? { insists: true as const } : {}),
      };
    }
  }
}

/** A person cancels the order: all that is open is settled, and what is on its way becomes too much. */
export function cancelOrder(facts: OrderFacts, at: string, by?: string): OrderFacts {
  const account = accountOf(facts);
  const all = account.places.map((place): Decision => ({
    ...emptyDecision(facts, 'cancel-order', at, place.place.number),
    ...(by === undefined ? {} : { by }),
    settled: openLines(place),
  }));
  const next = {
    ...facts,
    decisions: [...facts.decisions, ...all],
    obstacles: facts.obstacles.filter(({ key }) => cancelledBy(key).length === 0),
  };
  return addToStory(next, { at, kind: 'decision', what: 'A person cancelled the order.' });
}

/** Why an order cannot be cancelled. */
export function cancelRefusal(facts: OrderFacts): Refusal | undefined {
  const account = accountOf(facts);
  // A decision is about places, and none is known: what is read later would be handed over all the same.
  if (account.places.length === 0 && facts.order === undefined) return UNREAD;
  if (account.places.length === 0 || account.places.some(mayCancel)) return undefined;
  const left = bagWords(plus(...account.places.map(({ shipped }) => shipped)));
  const why = left === '' ? decidedBefore(facts) : `: ${left} left the warehouse`;
  const words = `Nothing of this order can be cancelled any more${why}.`;
  return refused('orderId', words, 'an order that is not shipped or cancelled yet');
}

/** The store closed the order by its status: what is not on its way, of the lines as they were then, is settled. */
export function settleByStatus(facts: OrderFacts, version: string, at: string): OrderFacts {
  const account = accountOf(facts);
  const settled = account.places.flatMap((place) => settledByStatus(facts, place, version));
  const decision: Decision = { ...emptyDecision(facts, 'settled-by-status', at), version, settled };
  const what = `The store’s order is at status ${facts.order?.status}: what was not sent is settled there.`;
  return addToStory({ ...facts, decisions: [...facts.decisions, decision] }, { at, kind: 'decision', what });
}
