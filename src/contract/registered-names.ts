// Names and shapes that running stores keep. From version 1.0.0 on all of them are fixed: a run that began with one version
// is gone on with by the next. What may be added is a name, and a field that may be absent; what is renamed, removed or
// given another meaning needs a second name beside the first, or `patched` in the workflow. The tests
// `test/unit/contract/registered-names.test.ts` and its neighbour `stored-shapes.test.ts` have every one of them in their text.
//
// Names: workflow types, task queues and search attributes (`temporal.ts`), ids of workflows and schedules (`ids.ts`),
// signals, updates and queries (`messages.ts`), activities (`worker/activities.ts`), failure types (`failures.ts`), hold
// reasons (`hold-reasons.ts`), and the memos and the store's fields below.
//
// Shapes: what `test/unit/contract/stored-shapes.test.ts` lists: what continues as new, what a schedule hands to its next run, what is
// kept on the store's order, how sealed text looks (`integration/sealed-text.ts`), how a shipment is marked (`shipmentMarker`) and
// an order is named in myOGO (`orderReference`).

/** Keys of memos. */
export const Memo = {
  /** On `integration`: the merchant, so that stores which share one find each other. */
  merchant: 'merchantId',
  /** On `integration`: failing legs and open questions, which a list of all stores shows. */
  attention: 'attention',
  /** On `integration`: what its schedules were made, so that a list shows whether they still are. */
  schedules: 'schedules',
  /** On the schedule of the comparison: what outlives the integration's run. */
  keptIntegration: 'keptIntegration',
  /** On a comparison that does not read everything: who wants the whole does not join it. */
  catchUp: 'catchUp',
  /** On `createProducts`: tells one selection from another. */
  selection: 'selection',
  /** On `createProduct`: myOGO did not have the product when it began, and its first goods are awaited. */
  awaitsGoods: 'awaitsGoods',
  /** On an order's run: under which references the warehouse must list it, where its stage alone does not say so. */
  references: 'references',
} as const;

/** New choices of running workflows: a history that began before one goes on without it. */
export const Patch = {
  /** On `integration`: a refusal that is found during a pause raises an alert as well. */
  alertInPause: 'alert-in-pause',
  /** On `integration`: a refusal of the other side's token that a rotation finds raises an alert. */
  alertOfRotation: 'alert-of-rotation',
  /** On `integration`: a refusal that a person's test finds raises an alert. */
  alertOfTest: 'alert-of-test',
  /** On `fulfilOrder`: what looks like a part of an order without an account counts for the address that it goes to. */
  askedAddresses: 'asked-addresses',
  /** On `integration`: a store that is connected again awaits what it awaited, also where it has goods in stock. */
  awaitsAgain: 'awaits-again',
  anotherMerchant: 'another-merchant',
  /** On `createProducts`: one that is cancelled while it renews itself ends. */
  cancelledRenewal: 'cancelled-renewal',
  /** On `fulfilOrder`: what a reading tells beside the one before it (kept elsewhere since, raised beside a refund, fewer under a closing status). */
  comparedReadings: 'compared-readings',
  /** On `fulfilOrder`: a reference is named once for each of the warehouse's orders under it. */
  countedReferences: 'counted-references',
  /** On `integration`: webhooks that could not be looked at are looked at again after a growing pause. */
  growingLook: 'growing-look',
  /** On `integration`: a leg that fails, or what is tried again, is not polled more rarely because webhooks are trusted. */
  heedsTrouble: 'heeds-trouble',
  /** On `fulfilOrder`: fewer wanted pieces are fewer settled or missing ones, so that what is wanted once more is handed over. */
  heededFall: 'heeded-fall',
  /**
   * On `integration`: what somebody says while something else is under way is heeded after it: disabled while enabled, paused
   * while resumed, schedules taken back while made, disconnected while made.
   */
  laterWord: 'later-word',
  /** On `fulfilOrder`: what is not handed over yet goes by the links of now. */
  linksOfNow: 'links-of-now',
  /** On `owedLedger`: it takes itself off the integration's list before it ends. */
  listedOwed: 'listed-owed',
  /** On `hints`: it stays for what its own readings set off. */
  lingeringHints: 'lingering-hints',
  /** On `goodsIn`: what parts did not hand on in time is found again, and is waited for once. */
  lostWithParts: 'lost-with-parts',
  /** On `integration`: a required permission that a test found missing is shown as what fails, before a run has met it. */
  missingPermissions: 'missing-permissions',
  /** On `fulfilOrder`: an order that was never read is asked for again, although the store says twice that it has none such. */
  unfoundAskedOn: 'unfound-asked-on',
  /** On `fulfilOrder`: the warehouse is looked through before goods that were sent for another address go to this one. */
  searchedBeforeSending: 'searched-before-sending',
  /** On `latestChanges`: it tells the integration whether something is tried again. */
  triesAgain: 'tries-again',
  /** On `hints`: what could not be read is told to the integration. */
  unreadHints: 'unread-hints',
  /** On `integration`: what is due wakes it by its timer alone, and never beside an update that was refused. */
  wokenByRecord: 'woken-by-record',
} as const;

/** The metafield of the store's order that keeps what both sides cannot tell. */
export const DecisionsField = { namespace: 'ogoship', key: 'decisions' } as const;
