import { READINGS_THAT_AGREE, type OrderAccount } from '../account/account.ts';
import { bagOf, bagWords, isEmpty, plus } from '../facts/bag.ts';
import { calledShippedSince, importedSince, settledByStatus, isOver, statusSince } from '../eligibility.ts';
import { unreadWords } from '../facts/begin.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { StoreReading } from '../facts/store-facts.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';
import { finding, type Finding } from './findings.ts';
import { foreignNote } from './shipping-step.ts';
import { isIgnored } from './hand-over-step.ts';
import { triesOf, unfoundBasis, unlessStopped } from './obstacles.ts';
import { namedByShipments, shippedCounts } from '../facts/places.ts';
import type { Verdict } from './steps.ts';
import { straysBeside, unwantedStrays } from '../account/ownerless.ts';
import { isStopped } from '../../shared/store-status.ts';
import { callsOff, keptDocument } from '../facts/decision-facts.ts';
import { allowingForClocks, furthestBack } from '../../shared/look-back.ts';
import { StoreStatus } from '../../../contract/orders.ts';
import { fingerprint } from '../../../contract/runs/short-digest.ts';

/** Readings that contradict themselves before it is a person's matter. */
const UNUSABLE_READINGS = 3;

/** What the store's order as a whole needs, and what it waits for. */
export function wholeOrderStep(account: OrderAccount, now: number): Verdict {
  return (
    beforeAnyPlace(account, now) ??
    cancelInStoreStep(account, now) ??
    moveStatusStep(account, now) ??
    straysStep(account, now) ??
    reopenedStep(account) ?? { kind: 'done' }
  );
}

/**
 * What must be known or kept before anything is done for a place, whether it is done now, waits or is held: an order whose
 * earlier sendings nobody has looked for must not be handed over.
 */
export function beforeAnyPlace(account: OrderAccount, now: number): Verdict | undefined {
  const { facts } = account;
  return (
    unreadStep(facts) ??
    readStep(facts, now) ??
    keepDecisionsStep(facts, now) ??
    earlierRunStep(facts, now) ??
    readShipmentsStep(facts, now) ??
    settleByStatusStep(account, now)
  );
}

/** Nothing ends this but a worker that can read it: not even a retry. */
function unreadStep({ unread }: OrderFacts): Verdict | undefined {
  if (unread === undefined) return undefined;
  const of = { remedy: 'of-another-build', about: [unread.format] } as const;
  return { kind: 'hold', findings: [finding('unexpected-response', unreadWords(unread), of)] };
}

function readStep(facts: OrderFacts, now: number): Verdict | undefined {
  const { order, gone, readDue } = facts;
  const body = { kind: 'read-order' } as const;
  const asked = unlessStopped(facts, now, 'read', '', body);
  if (readDue !== undefined)
    return asked.kind === 'act' && readDue === 'fresh' ? { kind: 'act', act: { ...asked.act, fresh: true } } : asked;
  if (gone > 0 && gone < READINGS_THAT_AGREE) return unlessStopped(facts, now, 'read', `gone ${gone}`, body);
  if (gone >= READINGS_THAT_AGREE) return undefined;
  if (order === undefined && facts.unfound !== undefined)
    return unlessStopped(facts, now, 'read', unfoundBasis(facts), body);
  if (order === undefined) return asked;
  if (order.problem === undefined) return undefined;
  const again = unlessStopped(facts, now, 'read', 'problem', body);
  if (again.kind === 'wait' && again.wait.for === 'again' && triesOf(facts, 'read') >= UNUSABLE_READINGS) {
    const { field, message } = order.problem;
    return { kind: 'hold', findings: [finding('unexpected-response', message, { about: [field, order.version] })] };
  }
  return again;
}

/** What both sides cannot tell is written to the store's order before it takes effect. */
function keepDecisionsStep(facts: OrderFacts, now: number): Verdict | undefined {
  const document = keptDocument(facts);
  if (document === undefined) return undefined;
  const print = fingerprint(document);
  if (facts.kept === print) return undefined;
  const step = unlessStopped(facts, now, 'keep', print, { kind: 'keep-decisions', fingerprint: print });
  // A store that takes no metafields must not keep a person's decision from taking effect: the run's own result has it.
  return step.kind === 'hold' ? undefined : step;
}

/** What an earlier run may have left on its way, and what the warehouse must be asked before anything else. */
function earlierRunStep(facts: OrderFacts, now: number): Verdict | undefined {
  if (facts.unsureUntil !== undefined && Date.parse(facts.unsureUntil) > now) {
    const words = 'What an earlier run may have sent can still land: nothing is sent before that is over.';
    return { kind: 'wait', wait: { for: 'outcome', until: facts.unsureUntil, words } };
  }
  if (facts.order === undefined) return undefined;
  if (facts.searchDue) {
    return unlessStopped(facts, now, 'search', 'all', { kind: 'search', since: searchedSince(facts.order) });
  }
  const [...references] = facts.lookDue;
  if (references.length > 0)
    return unlessStopped(facts, now, 'look', fingerprint(references), { kind: 'look', references });
  return undefined;
}

function searchedSince({ placed, version }: StoreReading): string {
  return new Date(Math.max(allowingForClocks(placed), furthestBack(Date.parse(version)))).toISOString();
}

/** The store's lines count as shipped what no shipment that we know explains, or its status says so, whatever is left of them. */
function readShipmentsStep(facts: OrderFacts, now: number): Verdict | undefined {
  const { order, shipmentsVersion, shipmentsFor } = facts;
  if (order === undefined) return undefined;
  const isOfThen = shipmentsVersion !== undefined && Date.parse(order.version) <= Date.parse(shipmentsVersion);
  // Of before that was noted nothing is known.
  if (isOfThen && (shipmentsFor ?? shippedCounts(order)) === shippedCounts(order)) return undefined;
  const named = namedByShipments(facts);
  const lines = order.places.flatMap((place) => place.lines);
  const isUnexplained = order.status === StoreStatus.partiallyShipped && shipmentsVersion === undefined;
  if (!isUnexplained && lines.every(({ id, shipped }) => (named.get(id) ?? 0) === shipped)) return undefined;
  return unlessStopped(facts, now, 'read shipments', order.version, { kind: 'read-shipments' });
}

/** The store says that all is shipped, and we did not: what is not on its way is settled. */
function settleByStatusStep({ facts, places }: OrderAccount, now: number): Verdict | undefined {
  const version = calledShippedSince(facts);
  if (version === undefined || facts.lookDue.length > 0) return undefined;
  // What may turn out to be on its way is none of it.
  if (places.some(({ unknown, orders }) => !isEmpty(unknown) || orders.some(({ unclear }) => unclear)))
    return undefined;
  if (places.every((place) => settledByStatus(facts, place, version).length === 0)) return undefined;
  return unlessStopped(facts, now, 'settle', version, { kind: 'settle-by-status', version });
}

/** A person cancelled the whole order: the store must not go on to believe that it will be shipped. */
function cancelInStoreStep({ facts, places, closed }: OrderAccount, now: number): Verdict | undefined {
  const { order } = facts;
  if (order === undefined || closed || facts.gone > 0 || places.length === 0) return undefined;
  const cancelled = places.every(({ place }) =>
    facts.decisions.some((one) => callsOff(one) && (one.place === place.number || one.kind === 'cancel-order')),
  );
  if (!cancelled || isOver(order.status, order.rules)) return undefined;
  const idle = places.every(({ open, placed, unknown, shipped, byHand }) =>
    [open, placed, unknown, shipped, byHand].every(isEmpty),
  );
  if (!idle || facts.decisions.some(({ leaves }) => leaves.includes('cancel in store'))) return undefined;
  // What we wrote there since, somebody has undone: to be handed over, which a person is asked about (`reopenedStep`); or else.
  const decided = Date.parse(facts.decisions.findLast(callsOff)?.version ?? order.version);
  const written = facts.moves.filter(
    ({ status, version }) => isStopped(status) && Date.parse(version) >= decided,
  ).length;
  const since = statusSince(facts) ?? '';
  if (written > 0 && order.rules.importStatuses.includes(order.status)) return undefined;
  if (facts.decisions.some(({ reasons, version }) => reasons.includes('undone-by-hand') && version >= since))
    return undefined;
  if (written > 1) {
    const message = `The store’s order was set to status ${order.status} twice after a person cancelled it here.`;
    return { kind: 'hold', findings: [finding('undone-by-hand', message, { about: [since] })] };
  }
  return unlessStopped(facts, now, 'cancel in store', order.version, { kind: 'cancel-in-store' });
}

/** All that is to be handed over was, and the store does not know. */
function moveStatusStep(account: OrderAccount, now: number): Verdict | undefined {
  const { facts, places } = account;
  const { order } = facts;
  if (order === undefined || account.closed || !order.rules.importStatuses.includes(order.status)) return undefined;
  const onItsWay = places.some(({ placed, untold }) => !isEmpty(placed) || !isEmpty(untold));
  const rest = places.some((place) => !isEmpty(place.unknown) || (!isEmpty(place.unsent) && !isIgnored(facts, place)));
  if (!onItsWay || rest) return undefined;
  const moved = facts.moves.filter(({ status }) => status === order.rules.statusAfterHandOver).length;
  const since = statusSince(facts) ?? '';
  const isLeft = facts.decisions.some(
    ({ reasons, leaves, version }) =>
      version >= since && (reasons.includes('undone-by-hand') || leaves.includes('move status')),
  );
  if (isLeft) return undefined;
  if (moved < 2) return unlessStopped(facts, now, 'move status', order.version, { kind: 'move-status' });
  const message = `The store’s status was set back to ${order.status} twice after hand-over.`;
  return { kind: 'hold', findings: [finding('undone-by-hand', message, { about: [since] })] };
}

/** What stands under the order's number and is no place's: nobody may overlook it. */
function straysStep(account: OrderAccount, now: number): Verdict | undefined {
  const unwanted = unwantedStrays(account);
  if (unwanted.length > 0) return { kind: 'hold', findings: [unwantedFinding(unwanted)] };
  const rows = straysBeside(account);
  return rows.map((order) => foreignNote(account.facts, order, bagOf(order.pieces), now)).find((step) => step);
}

function unwantedFinding(orders: readonly WarehouseOrder[]): Finding {
  const words = orders.map(({ reference, pieces }) => `${reference} holds ${bagWords(bagOf(pieces))}`);
  const message = `${words.join('; ')}, and the store’s order has nothing to ship: whether it is ours cannot be told.`;
  const about = orders.map(({ key, pieces }) => [key, pieces]);
  return finding('reference-conflict', message, { remedy: 'wanted-by-nobody', about });
}

function reopenedStep(account: OrderAccount): Verdict | undefined {
  const found = reopened(account);
  return found === undefined ? undefined : { kind: 'hold', findings: [found] };
}

/** The order was set to an import status again when nothing of it was open. */
function reopened({ facts, places, closed }: OrderAccount): Finding | undefined {
  const imported = importedSince(facts);
  if (imported === undefined || closed || places.length === 0) return undefined;
  const idle = places.every(({ open, placed, unknown }) => isEmpty(open) && isEmpty(placed) && isEmpty(unknown));
  if (!idle) return undefined;
  const closings = [
    ...facts.moves.map(({ version }) => version),
    ...facts.tellings.map(({ version }) => version),
    ...facts.decisions.map(({ version }) => version),
  ].sort();
  const last = closings.at(-1);
  const { since } = imported;
  // Of one second: what was read in between, under another status, tells that the import status came last.
  const closing = Date.parse(last ?? '');
  if (!(closing < Date.parse(since) || closing <= Date.parse(imported.before))) return undefined;
  const settled = plus(...places.map((place) => place.settled));
  const isCalledShipped = facts.decisions.at(-1)?.kind === 'settled-by-status' && !isEmpty(settled);
  const after = isCalledShipped
    ? `it was called shipped there: ${bagWords(settled)} was not sent from here`
    : 'everything was done';
  const message = `The store’s order was set back to status ${facts.order?.status} after ${after}.`;
  return finding('reopened', message, { about: [since] });
}
