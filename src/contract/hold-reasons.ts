/** Why a run waits for a person or an event. Each lets go by itself when its remedy happens. */
export const holdReasons = [
  'shipping-method-not-linked',
  'ambiguous-link',
  'shipping-code-refused',
  'sku-missing',
  'product-not-in-myogo',
  'address-incomplete',
  'rejected-by-myogo',
  'rejected-by-bigcommerce',
  'reference-conflict',
  'duplicate-in-warehouse',
  'cancel-refused',
  'cancelled-in-warehouse',
  'changed-after-hand-over',
  'unexpected-response',
  'scope-missing',
  'integration-paused',
  'integration-gone',
] as const;

export type HoldReason = (typeof holdReasons)[number];

/** What to do about each hold, in the words of the people who can do it. */
export const holdRemedies: Record<HoldReason, string> = {
  'shipping-method-not-linked': 'Link this shipping method to a myOGO shipping code; the order then goes on by itself.',
  'ambiguous-link': 'Two links fit equally well: make one of them more exact, or remove one.',
  'shipping-code-refused': 'Correct the link’s myOGO shipping code, or have the method enabled in myOGO.',
  'sku-missing': 'Give the ordered item a SKU in the store, or release with a decision.',
  'product-not-in-myogo': 'Create the product in myOGO (sync webshop products); the order then goes on by itself.',
  'address-incomplete': 'Complete the address on the store’s order; the order then goes on by itself.',
  'rejected-by-myogo': 'Read the warehouse’s words, mend the cause, then retry.',
  'rejected-by-bigcommerce': 'Read the store’s words, mend the cause, then retry.',
  'reference-conflict': 'Another order with this reference and other goods is in myOGO: settle it there, then retry.',
  'duplicate-in-warehouse': 'Two orders in myOGO carry this reference: cancel one there, then retry.',
  'cancel-refused': 'The warehouse did not cancel: ask its people, then release as done or cancelled.',
  'cancelled-in-warehouse': 'Cancelled in myOGO: hand over again, or cancel the order in the store.',
  'changed-after-hand-over':
    'The store’s order changed after hand-over: make the change in myOGO, then release as done.',
  'unexpected-response': 'An answer did not have its documented shape: see the field named, then retry.',
  'scope-missing': 'Give the API account the missing permission and rotate the credentials.',
  'integration-paused': 'Resume the integration, or rotate its credentials; the order then goes on by itself.',
  'integration-gone': 'Connect the store again; then retry.',
};

/** A hold as it is shown everywhere. */
export interface Hold {
  readonly reason: HoldReason;
  /** What happened, in one sentence, free of personal data and secrets. */
  readonly message: string;
  readonly remedy: string;
  /** ISO time. */
  readonly since: string;
}
