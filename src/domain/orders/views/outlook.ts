import type { OrderStory } from '../../../contract/orders.ts';
import type { Settings } from '../../../contract/settings.ts';
import { bagOf, bagWords } from '../facts/bag.ts';
import { statusMeaning, type NotTaken, type OrderRowFacts, type Taking } from '../eligibility.ts';
import type { Act, Step } from '../steps/steps.ts';

/** Why nothing may flow now, and when latest changes look next. */
export interface Flow {
  /** Nothing may be written: a pause, or refused credentials. */
  readonly paused?: string;
  /** New orders are not taken by themselves now. */
  readonly stopped?: string;
  /** ISO time of the next poll. */
  readonly nextPoll?: string;
}

/** A store's order that no run is open for, as far as it decides what would take it. */
export interface Unmanaged {
  readonly row: OrderRowFacts;
  readonly taking: Taking;
  readonly settings: Pick<Settings, 'importStatuses' | 'waitingStatuses' | 'ordersFrom'>;
  /** ISO time at which an earlier run of it ended. */
  readonly endedAt?: string;
}

/** The first sentence about an order that no run is open for: whether it would be taken, by what and when, or why not. */
export function outlookWords({ row, taking, settings, endedAt }: Unmanaged, flow: Flow): string {
  const before = endedAt === undefined ? '' : ` An earlier run of it ended at ${endedAt}.`;
  if (taking.kind === 'leave') return leaveWords(taking.why, row, settings) + before;
  if (flow.paused !== undefined) return `No run has taken it: the integration is paused (${flow.paused}).${before}`;
  if (flow.stopped !== undefined) return `No run has taken it: ${lower(flow.stopped)}${before}`;
  const when = flow.nextPoll === undefined ? '' : `, next at ${flow.nextPoll}`;
  return `No run has taken it yet: latest changes do${when}.${before}`;
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

const BY_HAND = 'orders.fulfil takes it all the same';

function leaveWords(
  why: NotTaken,
  { statusId, dateCreated }: OrderRowFacts,
  { ordersFrom, ...rules }: Unmanaged['settings'],
): string {
  const taken = rules.importStatuses.join(' or ');
  switch (why) {
    case 'cart':
      return `The store has it at status ${statusId}: a cart, or a payment that is not through. It is no order yet.`;
    case 'archived':
      return 'The store’s order is archived: it is not taken. Restore it in the store first.';
    case 'before-orders-from':
      return `It was placed at ${dateCreated}, before ordersFrom (${ordersFrom}): it is not taken by itself; ${BY_HAND}.`;
    case 'first-import':
      return `It waits for the answer to the question about the first import; ${BY_HAND}.`;
    case 'status':
      switch (statusMeaning(statusId, rules)) {
        case 'stopped':
          return `The store has it at status ${statusId}: cancelled, declined or refunded. Nothing of it is handed over.`;
        case 'shipped':
          return `The store has it at status ${statusId}, as shipped: it is not taken by itself; ${BY_HAND}.`;
        case 'awaiting-payment':
          return `The store has it at status ${statusId}, which waits: it is taken when it is at ${taken}.`;
        default:
          return `The store has it at status ${statusId}, which is not taken by itself (${taken} is); ${BY_HAND}.`;
      }
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
