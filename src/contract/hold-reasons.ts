/** Why a run waits for a person or an event. Each lets go by itself when its remedy happens. */
export const holdReasons = [
  'shipping-method-not-linked',
  'ambiguous-link',
  'shipping-code-refused',
  'pickup-point-missing',
  'cash-on-delivery-undecided',
  'cash-on-delivery-impossible',
  'comment-undecided',
  'sku-missing',
  'product-not-in-myogo',
  'address-incomplete',
  'rejected-by-myogo',
  'rejected-by-bigcommerce',
  'reference-conflict',
  'duplicate-in-warehouse',
  'cancel-refused',
  'cancelled-in-warehouse',
  'short-shipped',
  'substituted',
  'vanished-in-warehouse',
  'stopped-in-warehouse',
  'shipped-to-other-address',
  'other-merchant',
  'status-forbids-sending',
  'reopened',
  'undone-by-hand',
  'changed-after-hand-over',
  'unexpected-response',
  'scope-missing',
  'integration-paused',
  'integration-gone',
] as const;

export type HoldReason = (typeof holdReasons)[number];

/** What to do about each hold, in the words of the people who can do it. */
export const holdRemedies: Record<HoldReason, string> = {
  'shipping-method-not-linked':
    'Link this shipping method to a myOGO shipping code: the order then goes on by itself. Or release it with use-code, or treat-as-done.',
  'ambiguous-link':
    'Two links fit equally well: make one of them more exact, or remove one. Or release it with use-code.',
  'shipping-code-refused':
    'Correct the link’s myOGO shipping code, or have the method enabled in myOGO, then retry. Or release it with use-code.',
  'pickup-point-missing':
    'Correct the link, so that it says where the store keeps the pick-up point: the order then goes on by itself. Or release it with use-pickup-point and the code that the shopper chose. Or with use-code, treat-as-done or cancel.',
  'cash-on-delivery-undecided':
    'Say once whether this payment method is paid at the door, by the setting cashOnDelivery: the order then goes on by itself. Or collect the money yourself and release with treat-as-done. Or cancel.',
  'cash-on-delivery-impossible':
    'Correct the setting cashOnDelivery: the order then goes on by itself. Or ship it yourself and release with treat-as-done. Or cancel.',
  'comment-undecided':
    'Say once what becomes of such words, by the settings customerMessage, giftWords and lineOptions: the order then goes on by itself. Or release this order alone with forward-words or with drop-words. Or with treat-as-done or cancel.',
  'sku-missing':
    'An ordered line keeps the SKU that it was bought with. Ship it yourself and release this with treat-as-done, or refund it in the store: the rest is then handed over. Or cancel.',
  'product-not-in-myogo':
    'Read why the product was not created, correct it in the store, then retry. Or release with treat-as-done: the rest is then handed over. Or cancel.',
  'address-incomplete': 'Complete the address on the store’s order: the order then goes on by itself.',
  'rejected-by-myogo': 'Read the warehouse’s words, correct the cause, then retry. Or release it with treat-as-done.',
  'rejected-by-bigcommerce': 'Read the store’s words, correct the cause, then retry. Or release it with treat-as-done.',
  'reference-conflict':
    'Other goods stand in myOGO under this reference. Release with hand-over-again to send ours under a further reference, or with treat-as-done.',
  'duplicate-in-warehouse':
    'More orders of this reference are on their way than are wanted: cancel one in myOGO, and this goes on by itself. Or release with treat-as-done to let them ship.',
  'cancel-refused':
    'Ask the warehouse’s people to cancel it: this then goes on by itself. Or release with cancel to ask once more, or with treat-as-done to let it ship.',
  'cancelled-in-warehouse':
    'Release with hand-over-again to send these pieces once more, with treat-as-done, or with cancel.',
  'short-shipped':
    'The warehouse shipped less than it was sent. Release with hand-over-again to send the missing pieces, with treat-as-done, or refund them in the store.',
  substituted:
    'The warehouse has other goods in place of these. Release with hand-over-again to send the ordered ones, or with treat-as-done to leave it so.',
  'vanished-in-warehouse':
    'myOGO no longer lists the order. Ask its people, then release with hand-over-again, or with treat-as-done.',
  'stopped-in-warehouse':
    'The order stands still in myOGO and does not go on by itself: edit and release it there. Or release this with cancel.',
  'shipped-to-other-address':
    'What moved to this address had left for another one. Release with hand-over-again to send it here as well, with treat-as-done to leave it at that, or with cancel. Undoing the change in the store ends this, too.',
  'other-merchant':
    'The order is at another myOGO merchant, which this integration cannot ask. Settle it there, then release with treat-as-done, or with hand-over-again to send it to the present merchant.',
  'status-forbids-sending':
    'The store’s status says not to ship. Set it to one that ships, or cancel; or release with treat-as-done to let it ship.',
  reopened:
    'Everything was done when the store’s order was set back. Release with hand-over-again to send it once more, or with treat-as-done.',
  'undone-by-hand': 'Somebody undid twice what was done here. Release with treat-as-done to leave it so.',
  'changed-after-hand-over':
    'Make the change in myOGO, then release with treat-as-done. Undoing the change in the store ends this, too.',
  'unexpected-response':
    'An answer did not have its documented shape. Where the field named is of the store’s order, correct it there; else whoever runs the side that answered must. Then retry.',
  'scope-missing':
    'Give the API account the missing permission in BigCommerce, then test the connection: the order then goes on by itself. Or make an account that has it and rotate the credentials to its token.',
  'integration-paused':
    'Resume the integration where a person paused it, or rotate its credentials where a side refuses them: the order then goes on by itself.',
  'integration-gone': 'Connect the store again: the order then goes on by itself.',
};

/** What to do in a case that needs other words than its reason has. */
export const caseRemedies = {
  'needed-by-link': {
    reason: 'address-incomplete',
    words:
      'Complete the address on the store’s order: the order then goes on by itself. Or take from the link or the setting methodNeeds what the method does not need: it then goes on, too. Or release with use-code and the code of another method, with treat-as-done or with cancel.',
  },
  'customs-data': {
    reason: 'address-incomplete',
    words:
      'Give the product its HS code, country of origin and description for customs in the store, or in myOGO: the order then goes on by itself. Or correct what asks for it, the settings warehouseCountry and methodNeeds or the link: it then goes on, too. Or release with treat-as-done: the rest is then handed over. Or cancel.',
  },
  'too-heavy': {
    reason: 'address-incomplete',
    words:
      'Link another method, or correct what the link or the setting methodNeeds takes at most (maxWeight): the order then goes on by itself. Or release with use-code and the code of a method that takes it, with treat-as-done or with cancel.',
  },
  'several-pickup-points': {
    reason: 'pickup-point-missing',
    words:
      'Ask the shopper which one is meant, then release with use-pickup-point. Or correct the link, so that it no longer looks where the wrong one stands: the order then goes on by itself. Or with use-code, treat-as-done or cancel.',
  },
  'words-too-long': {
    reason: 'comment-undecided',
    words:
      'Shorten the customer’s message in the store: the order then goes on by itself. Or release with drop-words. Or with treat-as-done or cancel.',
  },
  'perhaps-ours': {
    reason: 'reference-conflict',
    words:
      'Look at it in myOGO. If it is this order’s, let it ship and release with treat-as-done: its shipment is then noted on the store’s order. If not, release with hand-over-again to send ours under a further reference. Cancelled there, this is held as cancelled-in-warehouse.',
  },
  'code-of-another-product': {
    reason: 'product-not-in-myogo',
    words:
      'Have the codes changed in myOGO, so that each product has the SKU that it has in the store: the order then goes on by itself. If what was ordered is no longer in the store, ship it yourself and release with treat-as-done, and the rest is handed over. Or cancel.',
  },
  'code-of-several-products': {
    reason: 'product-not-in-myogo',
    words:
      'Ask the warehouse’s people to merge them, then retry. Or release with treat-as-done: the rest is then handed over.',
  },
  'impossible-code': {
    reason: 'product-not-in-myogo',
    words:
      'The line keeps the SKU that it was bought with: ship it yourself and release with treat-as-done, and the rest is handed over. Or cancel.',
  },
  'not-a-store-product': {
    reason: 'product-not-in-myogo',
    words:
      'Have the warehouse’s people create a product of this code, then retry. Or release with treat-as-done: the rest is then handed over.',
  },
  'unknown-product': {
    reason: 'product-not-in-myogo',
    words:
      'Create the product in myOGO (products create): the order then goes on by itself. If its SKU was changed, change it back or have its code changed in myOGO: then the order goes on, too.',
  },
  'shipped-before-first-sight': {
    reason: 'status-forbids-sending',
    words: 'Use orders.fulfil to hand over what is left, or release with treat-as-done.',
  },
  'whose-address-unknown': {
    reason: 'reference-conflict',
    words:
      'Look at it in myOGO. If it is for this address, release with treat-as-done; if not, release with hand-over-again to send this address its own.',
  },
  'perhaps-unwanted': {
    reason: 'reference-conflict',
    words:
      'Look at it in myOGO. If it is this order’s, cancel it there: this then goes on by itself. If not, or to let it ship, release with treat-as-done.',
  },
  'wanted-by-nobody': {
    reason: 'reference-conflict',
    words: 'Cancel it in myOGO, or let it ship: this then goes on by itself.',
  },
  'moved-between-addresses': {
    reason: 'changed-after-hand-over',
    words:
      'Settle the other address first: this then goes on by itself. Or release with hand-over-again to send it here all the same, or with treat-as-done.',
  },
  'fewer-wanted': {
    reason: 'changed-after-hand-over',
    words:
      'Take the pieces out of the order in myOGO: this then goes on by itself. Or release with treat-as-done to let them ship.',
  },
  'refunded-and-raised': {
    reason: 'changed-after-hand-over',
    words:
      'Release with hand-over-again to send these pieces, or with treat-as-done if they are not to be sent. Taking them out of the store’s order ends this, too. A piece on a line of its own is always sent.',
  },
  'warehouse-must-answer': {
    reason: 'rejected-by-myogo',
    words: 'Read the warehouse’s words, correct the cause, then retry.',
  },
  'store-must-answer': {
    reason: 'rejected-by-bigcommerce',
    words: 'Read the store’s words, correct the cause, then retry.',
  },
  'store-silent': {
    reason: 'rejected-by-bigcommerce',
    words: 'Nothing, if the store is away: this goes on by itself. Else ask BigCommerce, then retry.',
  },
  'of-another-build': {
    reason: 'unexpected-response',
    words:
      'Whoever runs the worker must start the newer build, then retry. Where none wrote it, delete it, then retry.',
  },
} as const satisfies Record<string, { readonly reason: HoldReason; readonly words: string }>;

export type RemedyCase = keyof typeof caseRemedies;

/** The remedy as it is shown. */
export function remedyWords(reason: HoldReason, of?: RemedyCase): string {
  // A newer build may have noted a case that this one does not know.
  const own: { readonly words: string } | undefined = of === undefined ? undefined : caseRemedies[of];
  return own?.words ?? holdRemedies[reason];
}

/** A hold as it is shown everywhere. */
export interface Hold {
  readonly reason: HoldReason;
  /** What happened, in one sentence, free of personal data and secrets. */
  readonly message: string;
  readonly remedy: string;
  /** ISO time. */
  readonly since: string;
  /** Stands for what was shown: a decision names it, so that it is not taken for something else. */
  readonly finding?: string;
}
