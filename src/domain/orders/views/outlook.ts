import type { OrderStory } from '../../../contract/orders.ts';
import type { Settings } from '../../../contract/settings.ts';
import { bagOf, bagWords } from '../facts/bag.ts';
import { statusMeaning, type NotTaken, type OrderRowFacts, type Taking } from '../eligibility.ts';
import type { Act, Step } from '../steps/steps.ts';

/** Why nothing may flow now, and when latest changes look next. */
export interface Flow {
  /** Nothing may be written: a pause, or refused credentials. */
  readonly paused?: string;
  /** The same in a sentence, since when, and what ends it. */
  readonly pausedWords?: string;
  /** New orders are not taken by themselves now. */
  readonly stopped?: string;
  /** ISO time of the next poll. */
  readonly nextPoll?: string;
  /** It may come before that. */
  readonly nextIsLatest?: true;
  /** ISO time at which the last run began that has had time to read what changed before it. */
  readonly lastRun?: string;
}

/** A store's order that no run is open for, as far as it decides what would take it. */
export interface Unmanaged {
  readonly orderId: number;
  readonly row: OrderRowFacts;
  readonly taking: Taking;
  readonly settings: Pick<Settings, 'importStatuses' | 'waitingStatuses' | 'ordersFrom'>;
  /** ISO time: orders placed before it wait for a person's answer about a first import. */
  readonly importWaitsBefore?: string;
  readonly ended?: EndedRun;
  /** ISO time of its last change in the store. */
  readonly changedAt?: string;
  /** Something stands in the warehouse under its number. */
  readonly isThere?: boolean;
}

/** An earlier run of an order. */
export interface EndedRun {
  /** ISO time. */
  readonly at: string;
  /** It ended by itself, not from outside. */
  readonly complete: boolean;
  /** Both sides show what its account knows. */
  readonly isExplained: boolean;
}

/** The first sentence about an order that no run is open for: whether it would be taken, by what and when, or why not. */
export function outlookWords(order: Unmanaged, flow: Flow): string {
  const { taking, ended, isThere } = order;
  if (ended !== undefined) return endedWords(order, ended, flow);
  if (taking.kind === 'leave') {
    const there = isThere === true ? 'No run is open for it, and myOGO has it: its next change there begins one. ' : '';
    return there + leaveWords(taking.why, order, flow);
  }
  const stopped = stoppedWords(flow);
  if (stopped !== undefined) return `No run has taken it: ${lower(stopped)}`;
  return passedOverWords(order, flow) ?? `No run has taken it yet: latest changes do${nextWords(flow)}.`;
}

/** Both clocks may differ by so much. */
const CLOCKS_MS = 5_000;

/**
 * Latest changes ask for what changed: what they would take only since a setting was changed does not come up again before
 * somebody compares everything.
 */
function passedOverWords(order: Unmanaged, flow: Flow): string | undefined {
  const { changedAt } = order;
  const { lastRun } = flow;
  if (changedAt === undefined || lastRun === undefined) return undefined;
  if (!(Date.parse(changedAt) + CLOCKS_MS < Date.parse(lastRun))) return undefined;
  return (
    `No run has taken it yet, and it has not changed since ${changedAt}, before the last run of latest changes (${lastRun}): ` +
    `the daily comparison takes it, and the next run only where the last one could not read it; ${byHand(order)}.`
  );
}

function endedWords(order: Unmanaged, { at, complete, isExplained }: EndedRun, flow: Flow): string {
  if (!complete)
    return `Its run was ended from outside at ${at}: its next change begins one that goes on; ${byHand(order)}.`;
  if (isExplained) return `Its run ended at ${at}, and nothing has changed since.`;
  const changed = `Its run ended at ${at}, and something has changed since: `;
  const stopped = stoppedWords(flow);
  if (stopped !== undefined) return `${changed}no run goes on with it yet. ${stopped}`;
  return `${changed}latest changes begin one that goes on with it${nextWords(flow)}.`;
}

/** Why nothing may be written now, and what ends that. */
export function pausedWords({ paused, pausedWords: words }: Flow): string | undefined {
  return words ?? (paused === undefined ? undefined : `The integration is paused (${paused}).`);
}

function stoppedWords(flow: Flow): string | undefined {
  const { stopped } = flow;
  const paused = pausedWords(flow);
  if (paused !== undefined) return paused;
  return stopped === undefined || stopped.endsWith('.') ? stopped : `${stopped}.`;
}

function nextWords({ nextPoll, nextIsLatest }: Flow): string {
  return nextPoll === undefined ? '' : `, next ${nextIsLatest === true ? 'by' : 'at'} ${nextPoll}`;
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** The question was asked then, of all that is older. */
function sinceWords({ importWaitsBefore }: Unmanaged): string {
  return importWaitsBefore === undefined ? '' : ` since ${importWaitsBefore}`;
}

const byHand = ({ orderId }: Unmanaged) => `orders.fulfil(${orderId}) takes it all the same`;

function leaveWords(why: NotTaken, order: Unmanaged, flow: Flow): string {
  const { statusId, dateCreated } = order.row;
  const { ordersFrom } = order.settings;
  switch (why) {
    case 'cart':
      return `The store has it at status ${statusId}: a cart, or a payment that is not through. It is no order yet.`;
    case 'archived':
      return 'The store’s order is archived: it is not taken. Restore it in the store first.';
    case 'before-orders-from':
      return `It was placed at ${dateCreated}, before ordersFrom (${ordersFrom}): it is not taken by itself; ${byHand(order)}.`;
    case 'first-import':
      return `It waits${sinceWords(order)} for the answer to the question about the first import; ${byHand(order)}.`;
    case 'status':
      return statusWords(order, flow);
  }
}

/** Its status is not taken; and where another one would not do either, that is said, too. */
function statusWords(order: Unmanaged, flow: Flow): string {
  const { row, settings, importWaitsBefore } = order;
  const { statusId, dateCreated } = row;
  const created = Date.parse(dateCreated);
  const old = created < Date.parse(settings.ordersFrom);
  const waits = importWaitsBefore !== undefined && created <= Date.parse(importWaitsBefore);
  const taken = settings.importStatuses.join(' or ');
  const has = `The store has it at status ${statusId}`;
  const before = `it was placed at ${dateCreated}, before ordersFrom (${settings.ordersFrom})`;
  switch (statusMeaning(statusId, settings)) {
    case 'stopped':
      return `${has}: cancelled, declined or refunded. Nothing of it is handed over.`;
    case 'shipped':
      return `${has}, as shipped: it is not taken by itself; ${byHand(order)}.`;
    case 'awaiting-payment': {
      if (old) return `${has}, which waits, and ${before}: it is not taken by itself; ${byHand(order)}.`;
      const answered = waits ? ', and the question about the first import is answered' : '';
      const stopped = stoppedWords(flow);
      return `${has}, which waits: it is taken when it is at ${taken}${answered}.${stopped === undefined ? '' : ` ${stopped}`}`;
    }
    default:
      return old
        ? `${has}, which is not taken by itself, and ${before}; ${byHand(order)}.`
        : `${has}, which is not taken by itself (${taken} is); ${byHand(order)}.`;
  }
}

/** What would happen if it were taken now: from the same steps that a run would go by. */
export function wouldWords(steps: readonly Step[], { summary }: Pick<OrderStory, 'summary'>): string {
  const [finding] = steps.flatMap((step) => (step.kind === 'hold' ? step.findings : []));
  if (finding !== undefined) return `It would be held: ${finding.message}`;
  const acts = steps.flatMap((step) => (step.kind === 'act' ? actWords(step.act) : []));
  return acts.length > 0 ? `It would be ${acts.join('; and ')}.` : summary;
}

function actWords(act: Act): readonly string[] {
  switch (act.kind) {
    case 'hand-over':
      return [`handed over as ${act.reference} with ${act.code}: ${bagWords(bagOf(act.lines))}`];
    case 'create-products':
      return [`handed over when these products are created: ${act.products.map(({ sku }) => sku).join(', ')}`];
    case 'cancel':
      return [`cancelled in myOGO: ${act.orders.map(({ reference }) => reference).join(', ')}`];
    case 'edit':
      return [`changed in myOGO: ${act.order.reference} to ${bagWords(bagOf(act.pieces))}`];
    case 'ship':
      return [`written into the store as shipped: ${bagWords(bagOf(act.goods))}`];
    case 'note':
      return [`noted on the store’s order: ${act.text}`];
    case 'move-status':
      return ['set to the status after hand-over in the store'];
    case 'cancel-in-store':
      return ['cancelled in the store'];
    default:
      return [];
  }
}

/** Every order that the warehouse has of it, by name. */
export function warehouseWords({ addresses, otherOrders = [] }: OrderStory): string | undefined {
  const all = [...addresses.flatMap(({ orders = [] }) => orders), ...otherOrders];
  if (all.length === 0) return undefined;
  const names = all.map(({ reference, id, status, note }) => {
    const about = [...(all.length > 1 && id !== undefined ? [id] : []), status, ...(note === undefined ? [] : [note])];
    return `${reference} (${about.join(', ')})`;
  });
  return `In myOGO: ${names.join('; ')}.`;
}
