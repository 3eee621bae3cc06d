import type { ReleaseDecision } from '../../../contract/orders.ts';
import type { OrderFacts } from '../facts/facts.ts';

/** Why a decision does not answer what is held. */
export const refusals: Record<ReleaseDecision['kind'], string> = {
  'use-code': 'No shipping code is missing: where it is already in myOGO, change its shipping code there.',
  'use-pickup-point': 'No pick-up point is missing: where it is already in myOGO, change it there.',
  'forward-words': 'No words of it are to be decided about.',
  'drop-words': 'No words of it are to be decided about.',
  'hand-over-again': 'The warehouse still has this order, or it is not the hand-over that stopped it.',
  'treat-as-done': 'It cannot be counted as done: only its remedy ends this.',
  cancel: 'Nothing of it can be cancelled any more.',
};

/** What is held goes on by its remedy alone. */
export const NO_DECISION = 'No decision ends this: only its remedy does.';

/** The same about the same, of another kind. The code is a person's to fill in. */
export function withKind({ addressId, finding }: ReleaseDecision, kind: ReleaseDecision['kind']): ReleaseDecision {
  const of = { ...(addressId === undefined ? {} : { addressId }), ...(finding === undefined ? {} : { finding }) };
  return kind === 'use-code' || kind === 'use-pickup-point' ? { kind, code: 'CODE', ...of } : { kind, ...of };
}

/** The code that a decision brings, behind its kind. */
export function codeWords(decision: ReleaseDecision): string {
  return 'code' in decision ? ` ${decision.code.trim()}` : '';
}

/** What was decided last: whoever decides a moment later hears of it. Empty where nobody did. */
export function decidedBefore({ decisions, places }: OrderFacts, addressId?: number): string {
  const here = new Set(places.filter((place) => place.addressId === addressId).map(({ number }) => number));
  const last = decisions.findLast(({ place }) => addressId === undefined || place === undefined || here.has(place));
  if (last === undefined) return '';
  switch (last.kind) {
    case 'settled-by-status':
      return `: the store closed it by its status, known since ${last.at}`;
    case 'cancel-order':
      return `: a person cancelled the order at ${last.at}`;
    default:
      return `: a person decided ${last.kind}${last.code === undefined ? '' : ` ${last.code}`} at ${last.at}`;
  }
}
