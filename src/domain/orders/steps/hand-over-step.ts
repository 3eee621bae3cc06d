import { many } from '../../../contract/runs/many.ts';
import type { OrderAccount, PlaceAccount } from '../account/account.ts';
import { movedHere, type MovedPieces } from '../account/moved.ts';
import { bagOf, bagWords, isEmpty, least, minus, plus, total } from '../facts/bag.ts';
import { travelsWith } from '../account/travels.ts';
import { contentOf } from '../facts/content.ts';
import { mayHandOver } from '../eligibility.ts';
import { sentLine } from '../facts/codes.ts';
import { isOfWay, type Decision, type Way } from '../facts/decision-facts.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { SentLine, WarehouseOrder } from '../facts/warehouse-facts.ts';
import { inDoubt, takeBackStep } from './excess-step.ts';
import { conflicting, atAnotherMerchant, finding, isDecided, type Finding } from './findings.ts';
import { goodsLines, unsentLines } from '../account/lines.ts';
import { unlessStopped } from './obstacles.ts';
import { travelFindings, undecidedCash } from './travel-findings.ts';
import { referenceFor } from '../facts/references.ts';
import type { Verdict } from './steps.ts';
import { straysHere } from '../account/ownerless.ts';
import { fingerprint } from '../../../contract/runs/short-digest.ts';

/** What becomes of a place's unsent pieces: handed over, or why not yet. `undefined` where there are none. */
export function handOverStep(account: OrderAccount, place: PlaceAccount, now: number): Verdict | undefined {
  const step = stepOfUnsent(account, place, now);
  if (step?.kind !== 'hold') return step;
  return { kind: 'hold', findings: step.findings.map((one) => ({ ...one, stopsSending: true })) };
}

function stepOfUnsent(account: OrderAccount, place: PlaceAccount, now: number): Verdict | undefined {
  const { facts } = account;
  const { unsent, read } = place;
  const order = facts.order;
  if (isEmpty(unsent) || read === undefined || order === undefined) return undefined;
  const verdict = mayHandOver(facts);
  const undecided = undecidedCash(facts, read, verdict);
  if (undecided !== undefined) return { kind: 'hold', findings: [undecided] };
  if (verdict.kind === 'waits') {
    const words =
      verdict.for === 'payment'
        ? 'Waits until the store’s order is paid.'
        : `Waits for a status of the store’s order that is handed over (it is ${order.status}).`;
    return { kind: 'wait', wait: { for: verdict.for, words } };
  }
  const number = place.place.number;
  if (verdict.kind === 'unclear') {
    const message = `The store’s order was at status ${order.status} with a shipping date when it was first seen: part of it was shipped by status alone.`;
    const of = { place: number, remedy: 'shipped-before-first-sight' } as const;
    return { kind: 'hold', findings: [finding('status-forbids-sending', message, of)] };
  }
  // Foreign goods under our reference: nothing of the place goes out while they are unexplained. Nor while it cannot be told
  // whether an order at another merchant is ours.
  if (conflicting(facts, place).length > 0 || atAnotherMerchant(facts, place).some(({ unclear }) => unclear))
    return undefined;
  const stray = straysHere(facts, place);
  if (stray.length > 0) return { kind: 'hold', findings: [strayFinding(number, stray)] };
  const rival = account.places.find((other) => other !== place && !isEmpty(least(unsent, other.excess)));
  if (rival !== undefined) {
    const pieces = bagWords(least(unsent, rival.excess));
    const words = `Waits until ${pieces} of the other address ${rival.place.addressId} is taken back.`;
    const there = takeBackStep(account, rival, now);
    // Nothing of what nobody knows yet can be taken back: its outcome is waited for there.
    const isUnknown =
      there === undefined && !isEmpty(least(unsent, least(rival.excess, plus(rival.unknown, inDoubt(facts, rival)))));
    if (isUnknown || (there !== undefined && there.kind !== 'hold'))
      return { kind: 'wait', wait: { for: 'another-place', words } };
    const message = `${pieces} moved here from address ${rival.place.addressId}, and the warehouse did not take it back there.`;
    const found = finding('changed-after-hand-over', message, { place: number, remedy: 'moved-between-addresses' });
    if (!isDecided(facts, found)) return { kind: 'hold', findings: [found] };
  }
  const moved = movedHere(account, place);
  if (moved.length > 0) return { kind: 'hold', findings: moved.map((one) => movedFinding(number, one)) };
  if (read.missing.length > 0) {
    const message = `The address lacks: ${read.missing.join(', ')}.`;
    return { kind: 'hold', findings: [finding('address-incomplete', message, { place: number })] };
  }
  const nameless = goodsLines(facts, number).filter(({ id, sku }) => sku === '' && openOf(place, id) > 0);
  if (nameless.length > 0) {
    const message = `${many(nameless.length, 'ordered line has', 'ordered lines have')} no SKU.`;
    return {
      kind: 'hold',
      findings: [finding('sku-missing', message, { place: number, codes: [''], about: nameless.map(({ id }) => id) })],
    };
  }
  const graceEnds = facts.byHand ? undefined : order.graceEnds;
  if (graceEnds !== undefined && Date.parse(graceEnds) > now) {
    return {
      kind: 'wait',
      wait: {
        for: 'grace',
        until: graceEnds,
        words: `Waits until ${graceEnds} before it is handed over (grace period).`,
      },
    };
  }
  return withShippingCode(account, place, now);
}

function strayFinding(place: number, orders: readonly WarehouseOrder[]): Finding {
  const words = orders.map(({ reference, pieces }) => `${reference} holds ${bagWords(bagOf(pieces))}`);
  const message = `${words.join('; ')}: which address of this order it is for cannot be told.`;
  return finding('reference-conflict', message, {
    place,
    remedy: 'whose-address-unknown',
    about: orders.map(({ key, pieces }) => [key, pieces]),
  });
}

function movedFinding(place: number, { from, pieces }: MovedPieces): Finding {
  const it = total(pieces) === 1 ? 'is' : 'are';
  const has = isEmpty(minus(pieces, plus(from.shipped, from.byHand))) ? 'left' : 'may leave';
  const message = `${bagWords(pieces)} ${has} the warehouse for address ${from.place.addressId}, and ${it} now wanted here and no longer there.`;
  return finding('shipped-to-other-address', message, { place, codes: [...pieces.keys()].sort() });
}

function openOf({ lines }: PlaceAccount, id: number): number {
  return lines.find((line) => line.id === id)?.open ?? 0;
}

/** A shipping code is known or looked for; then it goes. */
function withShippingCode(account: OrderAccount, place: PlaceAccount, now: number): Verdict {
  const { facts } = account;
  const number = place.place.number;
  const { method = '', country = '', addressId = 0 } = place.read ?? {};
  // What a decision left out since is not created either. A line goes under the code that its product has today.
  const wanted = new Map(linesToSend(facts, place).map(({ code, sku = code }) => [code, sku]));
  const products = facts.productsMissing
    .flatMap((one) => (one.place === number ? one.products : []))
    .filter(({ sku }) => wanted.has(sku));
  if (products.length > 0) {
    return unlessStopped(
      facts,
      now,
      `create ${number}`,
      fingerprint(products),
      { kind: 'create-products', place: number, products },
      { place: number, codes: products.map(({ sku }) => wanted.get(sku) ?? sku) },
    );
  }
  const code = codeByHand(facts, number, { method, country });
  if (code !== undefined) return send(account, place, now, addressId, code);
  const match = facts.matches.find((one) => one.place === number && one.method === method && one.country === country);
  const name = method.trim() === '' ? '(no method)' : `“${method}”`;
  const ask = (): Verdict =>
    unlessStopped(
      facts,
      now,
      `match ${number}`,
      fingerprint(method, country),
      { kind: 'match', place: number, method, country },
      { place: number },
    );
  if (match === undefined) return ask();
  const { result } = match;
  if (result.kind === 'code') return send(account, place, now, addressId, result.code);
  if (result.kind === 'ignore') return { kind: 'done' };
  // Judged once more with a fresh connection before it stands.
  if (!match.fresh) {
    const again = unlessStopped(
      facts,
      now,
      `match ${number}`,
      '',
      { kind: 'match', place: number, method, country },
      { place: number },
    );
    return again.kind === 'act' ? { kind: 'act', act: { ...again.act, fresh: true } } : again;
  }
  // Which links there are, and which codes were refused, tells it in other words: it is held as before.
  const of = { place: number, matter: [method, country] };
  if (result.kind === 'tie') {
    const message = `Shipping method ${name} is matched equally well by ${result.links.join(', ')}.`;
    return { kind: 'hold', findings: [finding('ambiguous-link', message, of)] };
  }
  const message = `No link matches the shipping method ${name} to ${country}${refusedCode(facts, number)}.`;
  return { kind: 'hold', findings: [finding('shipping-method-not-linked', message, of)] };
}

/** Whoever chose a code must read that it was refused, and not only that there is still no link. */
function refusedCode({ decisions }: OrderFacts, place: number): string {
  const spent = decisions.findLast((one) => one.place === place && one.kind === 'use-code' && one.spent === true);
  return spent?.code === undefined ? '' : `, and myOGO refused the code ${spent.code}`;
}

/** The code that a person chose for this method, unless the warehouse has refused it. */
function codeByHand({ decisions }: OrderFacts, place: number, of: Way): string | undefined {
  const chosen = (one: Decision) => one.place === place && one.kind === 'use-code' && one.spent !== true;
  return decisions.findLast((one) => chosen(one) && isOfWay(one, of))?.code;
}

function send(account: OrderAccount, place: PlaceAccount, now: number, addressId: number, code: string): Verdict {
  const { facts } = account;
  const number = place.place.number;
  const { read } = place;
  const against = read === undefined ? [] : travelFindings(facts, place, read, code);
  if (against.length > 0) return { kind: 'hold', findings: against };
  const travels = read === undefined ? {} : travelsWith(facts, place, read, code);
  const lines = linesToSend(facts, place);
  const reference = referenceFor(facts, place.place);
  const basis = fingerprint(
    reference,
    lines,
    code,
    read === undefined ? '' : contentOf(read),
    travels.pickUpPoint,
    travels.cash,
    travels.words,
  );
  const moveStatus = isLast(account, place);
  const body = { kind: 'hand-over', place: number, addressId, reference, lines, code, moveStatus, travels } as const;
  return unlessStopped(facts, now, `hand-over ${number}`, basis, body, { place: number });
}

/** Which lines the unsent pieces are: those that were never sent before those that were. */
function linesToSend(
  facts: OrderFacts,
  { place, unsent, lines }: Pick<PlaceAccount, 'place' | 'unsent' | 'lines'>,
): readonly SentLine[] {
  const found = unsentLines({ unsent, lines }).map(({ line, quantity }) => sentLine(facts, line, quantity));
  const known = new Set(goodsLines(facts, place.number).map(({ id }) => id));
  return found.filter(({ line }) => known.has(line)).sort((a, b) => a.line - b.line);
}

/** True where the status may move on with this hand-over: nothing else of the order is still to be handed over. */
function isLast({ facts, places }: OrderAccount, place: PlaceAccount): boolean {
  if (facts.order === undefined || !facts.order.rules.importStatuses.includes(facts.order.status)) return false;
  return places.every(
    (other) => other === place || (isEmpty(other.unknown) && (isEmpty(other.unsent) || isIgnored(facts, other))),
  );
}

/** Marked by a link as not ours to ship. */
export function isIgnored(facts: OrderFacts, { place, read }: PlaceAccount): boolean {
  return facts.matches.some(
    (one) =>
      one.place === place.number &&
      one.method === read?.method &&
      one.country === read.country &&
      one.result.kind === 'ignore',
  );
}
