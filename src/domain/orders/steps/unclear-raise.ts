import type { RemedyCase } from '../../../contract/hold-reasons.ts';
import type { OrderAccount, PlaceAccount } from '../account/account.ts';
import { unclearRaises } from '../account/lines.ts';
import { bagWords, isEmpty, total } from '../facts/bag.ts';
import { finding, type Finding } from './findings.ts';

/** The case of pieces of which nobody can tell whether they are to be sent. */
const RAISED = 'refunded-and-raised' satisfies RemedyCase;

export function isAboutRaise({ remedy }: Pick<Finding, 'remedy'>): boolean {
  return remedy === RAISED;
}

/** What a line got more, and refunds or what was settled take: in the store it is one number whether that is still to be sent. */
export function raiseFindings(
  { facts, closed }: Pick<OrderAccount, 'facts' | 'closed'>,
  { place, lines }: PlaceAccount,
): readonly Finding[] {
  const pieces = closed ? new Map<string, number>() : unclearRaises(facts, lines);
  if (isEmpty(pieces)) return [];
  const are = total(pieces) === 1 ? 'it is' : 'they are';
  const message = `${bagWords(pieces)} came to a line of which others were refunded, or left out, since some had left: whether ${are} still to be sent cannot be told from the store’s order.`;
  const about = [[...pieces].sort(), lines.map(({ id, ordered, refunded }) => [id, ordered, refunded])];
  return [finding('changed-after-hand-over', message, { place: place.number, remedy: RAISED, about })];
}
