import type { HoldReason } from '../hold-reasons.ts';
import type { DecisionKind } from './decisions.ts';

const routed: readonly DecisionKind[] = ['use-code', 'treat-as-done', 'cancel'];
const lost: readonly DecisionKind[] = ['hand-over-again', 'treat-as-done', 'cancel'];
const ended: readonly DecisionKind[] = ['treat-as-done', 'cancel'];

/** What a person can decide about each finding so that the order goes on. What is not here, only its remedy ends. */
export const decisionsAbout: Record<HoldReason, readonly DecisionKind[]> = {
  'shipping-method-not-linked': routed,
  'ambiguous-link': routed,
  'shipping-code-refused': routed,
  'pickup-point-missing': ['use-pickup-point', ...routed],
  'cash-on-delivery-undecided': ended,
  'cash-on-delivery-impossible': ended,
  'comment-undecided': ['forward-words', 'drop-words', ...ended],
  'sku-missing': ended,
  'product-not-in-myogo': ended,
  'address-incomplete': routed,
  'rejected-by-myogo': ended,
  'rejected-by-bigcommerce': ['treat-as-done'],
  'reference-conflict': lost,
  'duplicate-in-warehouse': ended,
  'cancel-refused': ended,
  'cancelled-in-warehouse': lost,
  'short-shipped': lost,
  substituted: lost,
  'vanished-in-warehouse': lost,
  'shipped-to-other-address': lost,
  'stopped-in-warehouse': ended,
  'other-merchant': lost,
  'status-forbids-sending': ended,
  reopened: ['hand-over-again', 'treat-as-done'],
  'undone-by-hand': ['treat-as-done'],
  'changed-after-hand-over': ended,
  'unexpected-response': ended,
  'scope-missing': ['cancel'],
  'integration-paused': ended,
  'integration-gone': ended,
};

/** Decisions about a reason; `undefined` where a newer worker holds for one that this client does not know. */
export function decisionsFor(reason: string): readonly DecisionKind[] | undefined {
  const known: Readonly<Partial<Record<string, readonly DecisionKind[]>>> = decisionsAbout;
  return known[reason];
}

/** False where no hold of the reason takes the decision; whether this one does, its order says. */
export function mayAnswer(reason: string, kind: DecisionKind): boolean {
  // Pieces that moved here from another address, or came beside a refund, may be sent all the same.
  const moved = reason === 'changed-after-hand-over' && kind === 'hand-over-again';
  return moved || decisionsFor(reason)?.includes(kind) !== false;
}
