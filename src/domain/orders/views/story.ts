import { defined } from '../../../contract/defined.ts';
import type { HoldReason } from '../../../contract/hold-reasons.ts';
import type { AddressStatus, OrderStage, OrderStory } from '../../../contract/orders.ts';
import { accountOf, type PlaceAccount } from '../account/account.ts';
import { addressView, holdsOf, otherOrders, waitingOf } from './address-view.ts';
import type { FirstSeen, OrderFacts } from '../facts/facts.ts';
import { addToStory } from '../learn/learn-store.ts';
import { nextSteps } from '../next-steps.ts';
import { orderStage, placeStage } from './stage.ts';
import type { Finding } from '../steps/findings.ts';
import type { Step } from '../steps/steps.ts';
import { summaryOf } from './summary.ts';
import type { SkippedLines } from '../facts/store-facts.ts';

/** An order as people see it, with its decisions and effects. A view of the account: it cannot disagree with it. */
export function storyOf(facts: OrderFacts, now: number, steps: readonly Step[] = nextSteps(facts, now)): OrderStory {
  const account = accountOf(facts);
  const whole = steps.find(({ place }) => place === undefined);
  const addresses = account.places.map((place) => addressView(account, place, stepOf(steps, place), now));
  const lines = (kind: 'decision' | 'effect') => facts.story.filter((line) => line.kind === kind);
  const skipped = facts.order === undefined ? undefined : leftOutWords(facts.order.skipped);
  const decisions = lines('decision').map(({ at, what, place, candidates }) => ({
    at,
    what,
    ...addressOf(facts, place),
    ...(candidates === undefined ? {} : { candidates }),
  }));
  const others = otherOrders(account);
  return {
    orderId: facts.orderId,
    stage: stageOf(facts, whole, addresses),
    summary: summaryOf(account, steps, addresses),
    ...holdsOf(facts, whole, now),
    ...waitingOf(whole),
    addresses,
    ...(others.length === 0 ? {} : { otherOrders: others }),
    decisions: skipped === undefined ? decisions : [{ at: facts.order?.version ?? '', what: skipped }, ...decisions],
    effects: lines('effect').map(({ at, what, place }) => ({ at, what, ...addressOf(facts, place) })),
  };
}

/** What saved queries find the run by: its stage, and the first reason that it is held for. */
export function searchAttributesOf(
  facts: OrderFacts,
  steps: readonly Step[],
): { readonly stage: OrderStage; readonly reason?: HoldReason } {
  const whole = steps.find(({ place }) => place === undefined);
  const addresses = accountOf(facts).places.map((place) => ({ stage: placeStage(facts, place, stepOf(steps, place)) }));
  const [first] = steps.flatMap((step) => (step.kind === 'hold' ? step.findings : []));
  return { stage: stageOf(facts, whole, addresses), ...(first === undefined ? {} : { reason: first.reason }) };
}

function stepOf(steps: readonly Step[], { place }: PlaceAccount): Step | undefined {
  return steps.find((step) => step.place === place.number);
}

function stageOf(
  facts: OrderFacts,
  whole: Step | undefined,
  addresses: readonly Pick<AddressStatus, 'stage'>[],
): OrderStage {
  if (whole?.kind === 'hold') return 'held';
  // Whoever asks before the order was read must not hear that nothing is to be shipped.
  if (facts.order === undefined && facts.gone === 0) return 'ready';
  // Nor where the store has none such: what it was told of is nothing that is merely not shipped.
  if (facts.order === undefined && facts.unfound !== undefined) return 'cancelled';
  // An answer that contradicts itself says nothing of what is to be shipped.
  if (facts.order?.problem !== undefined && addresses.length === 0) return 'ready';
  const stage = orderStage(addresses.map((address) => address.stage));
  // Nor that it waits for a payment, while an earlier run's hand-over may still land.
  return stage === 'awaiting-payment' && whole?.kind === 'wait' && whole.wait.for === 'outcome' ? 'ready' : stage;
}

function addressOf({ places }: OrderFacts, number: number | undefined): { addressId?: number } {
  const place = places.find((one) => one.number === number);
  return place === undefined ? {} : { addressId: place.addressId };
}

/** Records when each finding was first seen, so that a hold keeps its age, and forgets those that are gone. */
export function seeFindings(facts: OrderFacts, steps: readonly Step[], at: string): OrderFacts {
  const found = steps.flatMap((step) => (step.kind === 'hold' ? step.findings : []));
  const prints = [...new Set(found.map(({ fingerprint }) => fingerprint))];
  // What is being judged anew, or cannot be judged now, may hold again: it is the same hold then, and as old.
  const judging = steps.some(
    (step) => step.kind === 'act' || (step.kind === 'wait' && (step.wait.for === 'again' || step.wait.for === 'store')),
  );
  const known = facts.firstSeen.filter(({ fingerprint }) => judging || prints.includes(fingerprint));
  const added = prints
    .filter((fingerprint) => !known.some((one) => one.fingerprint === fingerprint))
    .flatMap((fingerprint) => found.find((other) => other.fingerprint === fingerprint) ?? []);
  if (added.length === 0 && known.length === facts.firstSeen.length) return facts;
  const seen = added.map((one): FirstSeen => {
    const { fingerprint, matter } = one;
    return { fingerprint, at: heldSince(facts, one, prints) ?? at, ...defined({ matter }) };
  });
  // What is held in other words now is not to be found under the earlier ones as well.
  const retold = (one: FirstSeen) => seen.some(({ matter }) => matter !== undefined && matter === one.matter);
  let next: OrderFacts = {
    ...facts,
    firstSeen: [...known.filter((one) => prints.includes(one.fingerprint) || !retold(one)), ...seen],
  };
  for (const { place, reason, message } of added) {
    next = addToStory(next, {
      at,
      kind: 'decision',
      what: `Held as ${reason}: ${message}`,
      ...(place === undefined ? {} : { place }),
    });
  }
  return next;
}

/** Since when the same matter is held, where that was told in other words before, and nobody has decided about it since. */
function heldSince(
  { firstSeen, decisions }: OrderFacts,
  { place, matter }: Finding,
  prints: readonly string[],
): string | undefined {
  if (matter === undefined) return undefined;
  const before = firstSeen.find((one) => one.matter === matter && !prints.includes(one.fingerprint));
  if (before === undefined) return undefined;
  const isDecided = decisions.some(
    (one) => one.at > before.at && (place === undefined || one.place === undefined || one.place === place),
  );
  return isDecided ? undefined : before.at;
}

/** The lines of an order that are not shipped and why, in one sentence; `undefined` where there are none. */
function leftOutWords({ digital, refunded, pickup, elsewhere = 0 }: SkippedLines): string | undefined {
  const kinds = [
    [digital, 'not physical'],
    [refunded, 'refunded'],
    [pickup, 'picked up'],
    [elsewhere, 'not kept at the warehouse'],
  ] as const;
  const words = kinds.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  return words.length === 0 ? undefined : `Lines that are not shipped: ${words.join(', ')}.`;
}
