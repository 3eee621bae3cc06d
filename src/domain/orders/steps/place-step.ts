import { READINGS_THAT_AGREE, type OrderAccount, type PlaceAccount } from '../account/account.ts';
import { bagWords, isEmpty, plus } from '../facts/bag.ts';
import { contentOf, outdatedOrders } from '../facts/content.ts';
import { basisOf, editOf } from './edit-step.ts';
import { takeBackStep } from './excess-step.ts';
import { cashOff } from '../account/travels.ts';
import { boughtLines } from '../facts/codes.ts';
import { livingUnder } from '../account/one-reference.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import { codeSent, mayBeSent, mayEdit } from './edit-rules.ts';
import { finding, namesOf, placeFindings, standingStill, STOPPED_AFTER_MS, type Finding } from './findings.ts';
import { isShippedStatus } from '../../shared/store-status.ts';
import { handOverStep, isIgnored } from './hand-over-step.ts';
import { obstacleOf, searchedBasis, SECOND_LOOK_MS, settledAt, UNCLEAR, unlessStopped } from './obstacles.ts';
import type { HoldReason } from '../../../contract/hold-reasons.ts';
import { tellStoreStep } from './shipping-step.ts';
import type { Verdict } from './steps.ts';
import { raiseFindings } from './unclear-raise.ts';
import { fingerprint } from '../../../contract/runs/short-digest.ts';

/** What one place needs. In which order, and what a wait or a hold keeps back: `domain/orders/next-steps.ts`. */
export function placeStep(account: OrderAccount, place: PlaceAccount, now: number): Verdict {
  const { facts } = account;
  const asked = unknownOutcomeStep(facts, place, now) ?? lookInWarehouseStep(facts, place, now);
  if (asked?.kind === 'act') return asked;
  // What is known to be too much is taken back, whatever of the others is not known yet.
  const back = takeBackStep(account, place, now);
  if (back?.kind === 'act') return back;
  // What left is told whatever else waits: a shopper's tracking number hangs on nobody's answer.
  const told = tellStoreStep(account, place, now);
  if (told?.kind === 'act') return told;
  const waiting = [asked, back].find((step) => step?.kind === 'wait');
  if (waiting?.kind === 'wait') {
    return { kind: 'wait', wait: { ...waiting.wait, ...soonest([asked, back, told]) } };
  }
  const content = changedContentStep(facts, place, now);
  if (content?.kind === 'act') return content;
  const unsure = unsureChangeStep(facts, place, now);
  if (unsure?.kind === 'act' && asked === undefined && back === undefined && content === undefined) return unsure;
  const handOver = handOverStep(account, place, now);
  if (handOver?.kind === 'act') return handOver;
  const all = [asked, back, told, content, unsure, handOver];
  const findings = all.flatMap((step) => (step?.kind === 'hold' ? step.findings : []));
  const more = [...placeFindings(account, place, now), ...raiseFindings(account, place)];
  if (findings.length + more.length > 0) {
    return { kind: 'hold', findings: unique([...more, ...findings]), ...soonest(all) };
  }
  const wait = [told, unsure, handOver, content].find((step) => step?.kind === 'wait');
  if (wait?.kind === 'wait') return { kind: 'wait', wait: { ...wait.wait, ...soonest(all) } };
  return nothingElseStep(account, place) ?? { kind: 'done' };
}

/** The earliest time that one of several waits and holds names: the others must not sleep through it. */
function soonest(steps: readonly (Verdict | undefined)[]): { readonly until?: string } {
  const times = steps.flatMap((step) => {
    if (step?.kind === 'wait') return step.wait.until ?? [];
    return step?.kind === 'hold' ? (step.until ?? []) : [];
  });
  const [first] = times.sort((one, other) => Date.parse(one) - Date.parse(other));
  return first === undefined ? {} : { until: first };
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    (one, index) => findings.findIndex((other) => other.fingerprint === one.fingerprint) === index,
  );
}

/** What may still land: the settle time first, then a look. */
function lookWhenSettled(
  facts: OrderFacts,
  { place: { number } }: PlaceAccount,
  now: number,
  of: {
    readonly what: string;
    readonly since: readonly string[];
    readonly references: readonly string[];
    readonly about: unknown;
  },
): Verdict {
  const until = Math.max(...of.since.map((at) => settledAt(facts, at)));
  if (until > now) {
    const words = `The outcome of ${of.what} is unknown: it may still land.`;
    return { kind: 'wait', wait: { for: 'outcome', until: new Date(until).toISOString(), words } };
  }
  const body = { kind: 'look', place: number, references: [...new Set(of.references)] } as const;
  return unlessStopped(facts, now, `look ${number}`, fingerprint(of.about), body, { place: number });
}

/** A sending of unknown outcome. */
function unknownOutcomeStep(facts: OrderFacts, place: PlaceAccount, now: number): Verdict | undefined {
  const here = place.unknownSendings.filter((sending) => canBeAsked(facts, sending));
  if (here.length === 0) return undefined;
  return lookWhenSettled(facts, place, now, {
    what: 'the hand-over',
    since: here.map(({ unknownSince, at }) => unknownSince ?? at),
    references: here.map(({ reference }) => reference),
    about: here.map(({ number, unknownSince }) => [number, unknownSince]),
  });
}

/** Orders that must be looked at before anything is done about them. */
function lookInWarehouseStep(facts: OrderFacts, place: PlaceAccount, now: number): Verdict | undefined {
  const number = place.place.number;
  const look = (references: readonly string[], basis: string, key = `look ${number}`) =>
    unlessStopped(
      facts,
      now,
      key,
      basis,
      { kind: 'look', place: number, references: [...new Set(references)] },
      { place: number },
    );
  // At another merchant nobody can look: that is a finding of its own.
  const here = place.orders.filter(({ order }) => canBeAsked(facts, order));
  const unclear = here.filter((order) => order.unclear);
  if (unclear.length > 0) {
    const asked = look(
      unclear.map(({ order }) => order.reference),
      `${UNCLEAR} ${basisOf(unclear)}`,
      `tell ${number}`,
    );
    // Looks that did not tell are a finding of the place, whatever else is due there.
    if (asked.kind !== 'hold' || obstacleStands(facts, `tell ${number}`) !== 'reference-conflict') return asked;
  }
  const missed = here.find(({ order, state }) => state === 'living' && order.missed.length === 1);
  const since = missed?.order.missed[0];
  if (missed !== undefined && since !== undefined) {
    const until = Date.parse(since) + SECOND_LOOK_MS;
    if (until > now) {
      const words = `myOGO did not list ${missed.order.reference}: looked for once more.`;
      return { kind: 'wait', wait: { for: 'again', until: new Date(until).toISOString(), words } };
    }
    return look([missed.order.reference], `missed ${since}`);
  }
  // Fewer pieces than were sent: the rest may be in a part whose reference nobody knows.
  const short = place.orders.filter(({ state }) => state !== 'dead');
  const searched = searchedBasis(number, short);
  const holdsLess = !isEmpty(place.lost) && short.length > 0;
  if (!holdsLess || facts.searched.includes(searched)) return undefined;
  const isForeignThere = short.some(({ foreign }) => !isEmpty(foreign));
  const lines = isForeignThere ? boughtLines(place.read?.lines ?? [], place.lost) : [];
  const from = facts.sendings.find((one) => one.place === number)?.at ?? facts.order?.version ?? '';
  return unlessStopped(
    facts,
    now,
    `search ${number}`,
    searched,
    { kind: 'search', since: from, searched, ...(lines.length === 0 ? {} : { lines }) },
    { place: number },
  );
}

/** A change of ours whose answer was lost, and which nothing calls for any more: it may have landed all the same. */
function unsureChangeStep(facts: OrderFacts, place: PlaceAccount, now: number): Verdict | undefined {
  const unsure = facts.changing.flatMap(({ key, since, lost }) => {
    const one = place.orders.find(({ order, state }) => order.key === key && state === 'living');
    return lost === true && one !== undefined && canBeAsked(facts, one.order) ? [{ one, since }] : [];
  });
  if (unsure.length === 0) return undefined;
  return lookWhenSettled(facts, place, now, {
    what: 'a change in myOGO',
    since: unsure.map(({ since }) => since),
    references: unsure.map(({ one }) => one.order.reference),
    about: unsure.map(({ one, since }) => [one.order.key, since]),
  });
}

function obstacleStands({ obstacles }: OrderFacts, key: string): HoldReason | undefined {
  return obstacles.find((one) => one.key === key && one.stands)?.reason;
}

/** The store changed the address or the words of what is on its way. */
function changedContentStep(facts: OrderFacts, place: PlaceAccount, now: number): Verdict | undefined {
  const { read } = place;
  // What the store no longer has can be read by no edit.
  if (read === undefined || facts.gone >= READINGS_THAT_AGREE) return undefined;
  const [outdated] = outdatedOrders(facts, place, cashOff(facts, place)?.order).filter(
    ({ order, changed }) => mayEdit(facts, order) && mayBeSent(facts, read, order, changed),
  );
  if (outdated === undefined) return undefined;
  const { order, changed } = outdated;
  // The contract's change goes by the reference: beside another order of it, it could hit that one.
  const beside = livingUnder(place.orders, order.order.reference);
  if (beside.length > 1) return { kind: 'hold', findings: [sharedChange(place, beside, changed)] };
  const code = codeSent(facts, order);
  if (code === undefined) return undefined;
  const number = place.place.number;
  const basis = fingerprint(basisOf([order]), contentOf(read));
  // A key of its own: a refused change of pieces must not be forgotten over a refused change of the address.
  const key = `change ${order.order.key}`;
  const stopped = obstacleOf(facts, key, basis);
  const isRefused = stopped?.reason === 'changed-after-hand-over';
  const message = `Changed in the store after hand-over: ${changed.join(', ')}. The change was not made in myOGO: ${stopped?.message ?? ''}`;
  const refused = { reason: 'changed-after-hand-over', message } as const;
  const body = editOf(facts, place, read, { order, code, pieces: plus(order.own, order.foreign) });
  return unlessStopped(facts, now, key, basis, body, { place: number, ...(isRefused ? refused : {}) });
}

function sharedChange(place: PlaceAccount, orders: readonly OwnedOrder[], changed: readonly string[]): Finding {
  const names = namesOf(orders.map(({ order }) => order));
  const message = `Changed in the store after hand-over: ${changed.join(', ')}. ${names} carry one reference: a change could hit the wrong one, so none was sent.`;
  const about = [orders.map(({ order }) => order.key), place.read?.digests];
  return finding('changed-after-hand-over', message, { place: place.place.number, about });
}

/** What is left: the warehouse's work, or goods that nobody may send. */
function nothingElseStep({ facts }: OrderAccount, place: PlaceAccount): Verdict | undefined {
  if (!isEmpty(place.unknown))
    return { kind: 'wait', wait: { for: 'outcome', words: 'Waits for the outcome of the hand-over.' } };
  if (!isEmpty(place.placed)) {
    const [still] = standingStill(facts, place);
    const words = [
      ...new Set(place.orders.filter(({ state }) => state === 'living').map(({ order }) => order.status)),
    ].join(', ');
    if (still !== undefined) {
      const until = new Date(Date.parse(still.order.since) + STOPPED_AFTER_MS).toISOString();
      return {
        kind: 'wait',
        wait: { for: 'standing-still', until, words: `Handed over; the warehouse has it at ${words}.` },
      };
    }
    // By a shipment it would be settled or held; by the status alone nobody can tell whether pieces left another way.
    const already = isShippedStatus(facts.order?.status ?? 0) ? ' The store calls it shipped already.' : '';
    return {
      kind: 'wait',
      wait: { for: 'warehouse', words: `Handed over; waits for the warehouse (${words}).${already}` },
    };
  }
  if (isIgnored(facts, place) || isEmpty(place.unsent)) return undefined;
  // No rule above says what becomes of these: a person must, rather than nobody.
  const message = `${bagWords(place.unsent)} can neither be handed over nor is anything known to stop it.`;
  return {
    kind: 'hold',
    findings: [{ ...finding('unexpected-response', message, { place: place.place.number }), stopsSending: true }],
  };
}
