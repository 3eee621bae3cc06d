import type { HoldReason } from '../../../contract/hold-reasons.ts';
import { decisionsAbout } from '../../../contract/runs/decisions-about.ts';
import type { DecisionKind } from '../../../contract/orders.ts';
import { isClosed, type PlaceAccount } from '../account/account.ts';
import { isEmpty } from '../facts/bag.ts';
import { returned } from './returned.ts';
import { again } from './raises.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { Finding } from '../steps/findings.ts';
import { isAboutRaise } from '../steps/unclear-raise.ts';

/** Findings of the order as a whole that a decision can answer: the others say that it cannot even be read. */
const wholeOrder: readonly HoldReason[] = ['reopened', 'undone-by-hand', 'rejected-by-bigcommerce'];

/** True where this decision about this finding leads on. */
export function leadsOn(facts: OrderFacts, place: PlaceAccount, kind: DecisionKind, found: Finding): boolean {
  if (found.place === undefined && !wholeOrder.includes(found.reason)) return false;
  // Pieces that moved here from another address may be sent all the same.
  const moved = found.reason === 'changed-after-hand-over' && found.stopsSending === true;
  const mayGo = moved || isAboutRaise(found);
  if (!decisionsAbout[found.reason].includes(kind) && !(mayGo && kind === 'hand-over-again')) return false;
  switch (kind) {
    case 'use-code':
      // Another method does not complete an address that none can do without.
      return !isEmpty(place.unsent) && (found.reason !== 'address-incomplete' || ofMethod(found));
    case 'use-pickup-point':
    case 'drop-words':
      return !isEmpty(place.unsent);
    case 'forward-words':
      // What does not fit is not sent by being sent once more.
      return !isEmpty(place.unsent) && found.remedy !== 'words-too-long';
    case 'hand-over-again':
      return again(facts, { place, findings: [found] }) !== undefined;
    case 'treat-as-done':
      return true;
    case 'cancel':
      // Nothing of a raise that nobody is sure of is open.
      return !isAboutRaise(found) && mayCancel(place);
  }
}

/** What another method may do without. */
function ofMethod({ remedy }: Finding): boolean {
  return remedy === 'needed-by-link' || remedy === 'too-heavy';
}

export function mayCancel({ open, placed, unknown }: PlaceAccount): boolean {
  return !isEmpty(open) || !isEmpty(placed) || !isEmpty(unknown);
}

/** What came back may be handed over again, although nothing is held. */
export function mayReturn(facts: OrderFacts, place: PlaceAccount): boolean {
  return !isEmpty(returned(facts, place)) && isEmpty(place.placed);
}

/** Why nothing may be handed over once more although nothing is held: by the order, or by what still stands in the warehouse. */
export function whyNotAgain(facts: OrderFacts, places: readonly PlaceAccount[]): NotAgain | undefined {
  if (isClosed(facts)) {
    const words = 'The store’s order is cancelled, refunded, archived or gone: nothing of it is handed over again.';
    return { words, expected: 'an order that the store still wants' };
  }
  // What came back may go out beside the rest, and nobody could tell the two apart.
  if (!places.some((place) => !isEmpty(returned(facts, place)))) return undefined;
  const words = 'What came back can be handed over again when the rest of it has left the warehouse.';
  return { words, expected: 'an order of which nothing is in the warehouse any more' };
}

interface NotAgain {
  readonly words: string;
  readonly expected: string;
}
