/** The decisions that there are. */
export const decisionKinds = [
  'use-code',
  'use-pickup-point',
  'forward-words',
  'drop-words',
  'hand-over-again',
  'treat-as-done',
  'cancel',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/**
 * What a person decides about something that is held.
 * `addressId`: this address alone. `finding`: what the person was shown; the decision is refused where it is no longer so.
 */
export type ReleaseDecision = (
  | { readonly kind: 'use-code'; readonly code: string }
  /** `code`: the carrier's code of the point, as text. */
  | { readonly kind: 'use-pickup-point'; readonly code: string }
  | { readonly kind: 'forward-words' }
  | { readonly kind: 'drop-words' }
  | { readonly kind: 'hand-over-again' }
  | { readonly kind: 'treat-as-done' }
  | { readonly kind: 'cancel' }
) & { readonly addressId?: number; readonly finding?: string };
