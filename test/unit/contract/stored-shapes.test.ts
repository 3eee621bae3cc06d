import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

// What continues as new, what a schedule hands to its next run, and what is kept on the store's order: see
// registered-names.ts of the contract. A field that may be absent (`?`) may be added; the rest stays.

const storedShapes = {
  'src/contract/changes.ts': ['LatestChangesInput', 'ReconcileInput', 'LatestChangesReport', 'DriftReport'],
  'src/contract/goods.ts': [
    'HoldsAwaited',
    'MerchantGoodsInput',
    'AwaitedPartInput',
    'AwaitedPartSnapshot',
    'HandOn',
    'PartSeen',
  ],
  'src/contract/integration.ts': ['IntegrationInput', 'EarlierIntegration', 'Disabled', 'Paused', 'SettingsChange'],
  'src/contract/integration/access.ts': ['SealedCredentials', 'StoreProfile', 'TestReport', 'AccessRefused'],
  'src/contract/integration/hooks.ts': [
    'HintsCarried',
    'HintsInput',
    'HintsReport',
    'HooksKept',
    'PlacedHook',
    'SourceTrust',
    'WaitingHint',
  ],
  'src/contract/integration/questions.ts': ['KeptQuestion'],
  'src/contract/lookup.ts': ['LookupInput'],
  'src/contract/orders.ts': ['FulfilOrderInput'],
  'src/contract/products.ts': ['CreateProductsInput', 'CreateProductInput', 'BringProductInput', 'GoodsInInput'],
  'src/contract/runs/changes-watch.ts': ['ChangesWatchInput', 'LookBase', 'WatchedStore', 'WatchSnapshot'],
  'src/contract/settings.ts': ['Settings'],
  'src/contract/shipping.ts': ['ShippingLink'],
  'src/contract/stock.ts': ['OwedLedgerInput', 'KeptLevel', 'StockCarry'],
  'src/domain/integration/integration-snapshot.ts': ['IntegrationSnapshot', 'MissingPermission'],
  'src/domain/orders/facts/decision-facts.ts': ['Decision', 'KeptDocument', 'Match', 'Obstacle', 'WrittenOff'],
  'src/domain/orders/facts/facts.ts': ['FirstSeen', 'OrderFacts'],
  'src/domain/orders/facts/store-facts.ts': [
    'Compared',
    'LinePieces',
    'Place',
    'StatusRead',
    'StoreReading',
    'StoreShipment',
  ],
  'src/domain/orders/facts/warehouse-facts.ts': [
    'Changing',
    'Correction',
    'Note',
    'Sending',
    'Telling',
    'WarehouseOrder',
  ],
  'src/domain/products/create-products-snapshot.ts': ['CreateProductsSnapshot'],
  'src/domain/stock/goods-in-snapshot.ts': ['GoodsInSnapshot'],
  'src/domain/stock/owed-ledger.ts': ['OwedSnapshot'],
};

function shapesOf(path: string, names: readonly string[]): readonly (readonly [string, string])[] {
  const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return names.map((name) => {
    const found = source.statements.filter(ts.isInterfaceDeclaration).find((shape) => shape.name.text === name);
    if (found === undefined) throw new Error(`${path} has no interface ${name}`);
    const bases = found.heritageClauses?.map((clause) => clause.getText(source)) ?? [];
    const fields = found.members.filter(ts.isPropertySignature).map((field) => {
      const mark = field.questionToken === undefined ? '' : '?';
      return `${field.name.getText(source)}${mark}: ${field.type?.getText(source).replace(/\s+/g, ' ') ?? ''}`;
    });
    return [name, [...bases, ...fields].join('; ')];
  });
}

test('stored shapes keep their fields', () => {
  const shapes = Object.entries(storedShapes).flatMap(([path, names]) => shapesOf(path, names));
  expect(Object.fromEntries(shapes)).toMatchInlineSnapshot(`
    {
      "AccessRefused": "side: Side; type: FailureType; unopened?: string",
      "AwaitedPartInput": "storeHash: StoreHash; shard: number; after?: string",
      "AwaitedPartSnapshot": "awaited: string; received: number; message: number; handsOn?: readonly HandOn[]",
      "BringProductInput": "extends CreateProductInput; before?: 'nothing' | 'settled' | 'unknown'",
      "ChangesWatchInput": "group: string",
      "Changing": "key: string; kind: 'cancel' | 'edit'; pieces: readonly Pieces[]; since: string; lost?: true",
      "Compared": "elsewhere?: readonly LinePieces[]; raised?: readonly LinePieces[]; lowered?: { readonly since: string; readonly lines: readonly LinePieces[] }",
      "Correction": "key: string; kind: 'cancel' | 'edit'; before: readonly Pieces[]; after: readonly Pieces[]; content?: SentContent; editTime?: string; again?: readonly Pieces[]; at: string",
      "CreateProductInput": "storeHash: StoreHash; sku: string; productId: number; variantId: number; readAfter?: number; judged?: true; replaces?: number; again?: true",
      "CreateProductsInput": "storeHash: StoreHash; selection: ProductSelection; onlyKnown?: true; window?: number; continueAfter?: number",
      "CreateProductsSnapshot": "startedAt: number; position: number; end: boolean; todo: readonly ProductToBring[]; rows: number | null; created: number; updated: number; unchanged: number; refused: readonly RefusedProduct[]; refusedCount: number; received: boolean; receivedTold: boolean",
      "Decision": "kind: ReleaseDecision['kind'] | 'settled-by-status' | 'cancel-order'; place?: number; reasons: readonly HoldReason[]; fingerprints: readonly string[]; at: string; by?: string; version: string; code?: string; spent?: true; way?: Way; pointByHand?: PointByHand; words?: readonly WordsKind[]; settled: readonly Settled[]; writtenOff: readonly WrittenOff[]; again: readonly Pieces[]; unsettles?: true; closed?: true; accepted: readonly { readonly key: string; readonly pieces: readonly Pieces[] }[]; abandoned: readonly string[]; explained: readonly string[]; content?: string; leaves: readonly string[]; leftAs: readonly { readonly key: string; readonly status: MyOgoStatus }[]; insists?: true",
      "Disabled": "at: string; by?: string",
      "DriftReport": "startedAt: string; finishedAt: string; stock: { readonly compared: number; readonly repaired: number; readonly left: number }; orders: { readonly compared: number; readonly started: number; readonly left: number }; products: { readonly compared: number; readonly differing: number; readonly missingInStore: number }; notes: readonly string[]; failures?: readonly { readonly type: string; readonly message: string }[]; health?: LegHealth; levels?: Pick<StockLegResult, 'changed' | 'due' | 'odd'>; oddProducts?: Listed<OddStockRow>; productRows?: readonly ComparedProduct[]; kept?: KeptRows; trend?: readonly DriftPoint[]",
      "EarlierIntegration": "merchantId: string; merchantSince?: string; endedAt: string; live: boolean; enabled?: boolean; disabled?: Disabled; paused?: Paused; refused?: readonly KeptQuestion[]; settings: Settings; links: readonly ShippingLink[]; versions: Versions",
      "FirstSeen": "fingerprint: string; at: string; matter?: string",
      "FulfilOrderInput": "storeHash: StoreHash; orderId: number; byHand?: boolean; follows?: { readonly runId: string }; historyLimit?: number",
      "GoodsInInput": "storeHash: StoreHash; lost?: true; after?: string",
      "GoodsInSnapshot": "awaited: string; received: number; gateOpened: boolean; cursor: string | null; fullLookAt: number; every: string; parts?: readonly PartSeen[]; merchantId?: string; dropped?: readonly string[]; lost?: true; foundAgain?: number; next?: GoodsInSnapshot; left?: readonly LeftAwaited[]; looksFirst?: true",
      "HandOn": "to: StoreHash | null",
      "HintsCarried": "report: HintsReport; waiting: readonly WaitingHint[]; putOff: readonly { readonly source: ChangeSource; readonly since: number; readonly at: number }[]",
      "HintsInput": "storeHash: StoreHash",
      "HintsReport": "hints: number; readings: number; passedOn: number; notes: readonly string[]",
      "HoldsAwaited": "storeHash: StoreHash; inParts: boolean",
      "HooksKept": "extends Omit<HooksChecked, 'created' | 'reactivated' | 'updated' | 'outdated'>; checkedAt: string; oldestSecret: number; oldestSecrets?: { readonly [S in Side]?: number }; isDoubted?: true; heedsFrom?: string; trust: { readonly [S in ChangeSource]?: SourceTrust }",
      "IntegrationInput": "storeHash: StoreHash; continues?: EarlierIntegration",
      "IntegrationSnapshot": "connected: boolean; disconnected: boolean; merchantId: string; credentials: SealedCredentials | undefined; settings: Settings; settingsVersion: number; settingsChanges: readonly SettingsChange[]; links: readonly ShippingLink[]; linksVersion: number; live: boolean; wanted: boolean; disabled?: Disabled | undefined; goodsArrived: boolean; lookForGoods: boolean; merchantSince?: string; wasEnabled: boolean; refusedBy: Side | undefined; unopened?: string | undefined; missingCapabilities: readonly string[]; missingRequired?: readonly MissingPermission[] | undefined; paused: Paused | undefined; store: StoreProfile | undefined; lastTest: TestReport | undefined; questions: readonly KeptQuestion[]; falls?: readonly Fall[]; failing?: readonly FailingLeg[] | undefined; triesAgain?: true | undefined; heedsTrouble?: true; schedulesAre?: WantedSchedules | undefined; scheduleNote: string | undefined; schedulesUnknown?: boolean; mendSchedules: boolean; copyIs: string; since: string; hooksPlace?: string | undefined; hooks?: HooksKept | undefined; stretch?: Stretch | undefined; owedParts?: readonly number[] | undefined; pending?: PendingWork | undefined",
      "KeptDocument": "format: 1; decisions: readonly Decision[]; places: readonly Place[]; successors: OrderFacts['successors']",
      "KeptLevel": "extends DueLevel; tries: number; wait: number",
      "KeptQuestion": "id: string; kind: QuestionKind; askedAt: string; askedBy?: string; items: readonly string[]; beyond?: number; oldest?: string; answer?: Answer",
      "LatestChangesInput": "storeHash: StoreHash; everyMs?: number; watch?: string; versions?: { readonly settings: number; readonly credentials: number }",
      "LatestChangesReport": "startedAt: string; cursors: Cursors; sinceProducts: number; productsAt?: string; legs: { readonly [S in ChangeSource]?: LegOutcome }; stock?: StockLegResult; due?: Listed<DueLevel>; oddProducts?: Listed<OddStockRow>; orders?: { readonly started: number; readonly signalled: number; readonly unknownReferences: number }; stockOrdersSince?: string; stockProductsSince?: string; stockSettings?: string; leftLocations?: readonly number[]; leftPause?: { readonly tries: number; readonly wait: number }; stockCarry?: StockCarry; health?: LegsHealth; triesAgain?: true; note?: string",
      "LinePieces": "line: number; pieces: number",
      "LookBase": "run: string; cursors: Cursors; stockOrdersSince?: string; stockProductsSince?: string; stockSettings: string; estimate?: string; productsAt: string",
      "LookupInput": "storeHash: StoreHash; request: LookupRequest",
      "Match": "place: number; method: string; country: string; result: | { readonly kind: 'code'; readonly code: string } | { readonly kind: 'ignore' } | { readonly kind: 'none' } | { readonly kind: 'tie'; readonly links: readonly string[] }; fresh: boolean",
      "MerchantGoodsInput": "merchantId: string; after?: string",
      "MissingPermission": "capability: string; since: string",
      "Note": "text: string; foreign?: true; key?: string; pieces: readonly Pieces[]; at: string",
      "Obstacle": "key: string; reason?: HoldReason; message: string; remedy?: RemedyCase; codes?: readonly string[]; detail?: FailureDetail; tries: number; at: string; until?: string; stands: boolean; basis: string",
      "OrderFacts": "format: typeof FACTS_FORMAT; storeHash: StoreHash; orderId: number; order?: StoreReading; statuses: readonly StatusRead[]; gone: number; unfound?: { readonly since: string; readonly readings: number }; places: readonly Place[]; successors: readonly (readonly [number, number])[]; removed?: readonly RemovedLine[]; codes: readonly LineCode[]; namesOnly: readonly number[]; shipments: readonly StoreShipment[]; sendings: readonly Sending[]; warehouse: readonly WarehouseOrder[]; corrections: readonly Correction[]; changing: readonly Changing[]; tellings: readonly Telling[]; notes: readonly Note[]; decisions: readonly Decision[]; givenUp?: readonly GivenUp[]; compared?: Compared; obstacles: readonly Obstacle[]; matches: readonly Match[]; closing?: Closing; moves: readonly StatusRead[]; firstSeen: readonly FirstSeen[]; merchantId?: string; unread?: { readonly of: string; readonly format?: number; readonly account: unknown }; byHand: boolean; byHandSince?: string; unsureUntil?: string; searchDue: boolean; lookDue: readonly string[]; readDue?: 'again' | 'fresh'; heard?: string; kept?: string; shipmentsVersion?: string; shipmentsFor?: string; searched: readonly string[]; own: readonly string[]; readAs?: string; unsettled: readonly { readonly key: string; readonly since: string; readonly tries: number }[]; owed?: { readonly revision: number; readonly pieces: Readonly<Record<string, number>> }; owedUnsure?: true; productsMissing: readonly { readonly place: number; readonly products: readonly MissingProduct[] }[]; story: readonly StoryLine[]",
      "OwedLedgerInput": "storeHash: StoreHash; shard: number; rebuild?: boolean",
      "OwedSnapshot": "shape: 1; rows: readonly OwedReport[]; gone: readonly (readonly [orderId: number, revision: number, at: number, bought?: OwedReport['bought']])[]; complete: boolean; touched: readonly string[]",
      "PartSeen": "shard: number; message: number; left: number; received: number; begun?: true",
      "Paused": "reason: string; at: string; by?: string; also?: readonly Omit<Paused, 'also'>[]",
      "Place": "number: number; addressId: number; references: readonly Reference[]",
      "PlacedHook": "extends HookPlan; id?: string | number; active: boolean",
      "ReconcileInput": "storeHash: StoreHash; catchUp?: CatchUp; leftLocations?: readonly number[]",
      "SealedCredentials": "sealed: string; version: number",
      "Sending": "extends SentContent; number: number; place: number; reference: Reference; merchantId: string; lines: readonly SentLine[]; code: string; at: string; outcome: SendingOutcome; unknownSince?: string; key?: string; elsewhere?: readonly Pieces[]",
      "Settings": "importStatuses: readonly number[]; waitingStatuses: readonly number[]; statusAfterHandOver: number; graceMinutes: number; ordersFrom: string; stockBuffer: number; brakeShare: number; locationId: number | null; languageCode: string; ordersEditable: boolean; createMissingProducts: boolean; waitForTrackingMinutes: number; cashOnDelivery: CashOnDelivery | null; customerMessage: WordsRule; giftWords: WordsRule | null; lineOptions: WordsRule | null; notAtWarehouse: readonly string[]; warehouseCountry: string | null; methodNeeds: readonly MethodNeeds[]; enableLatestChanges: 'when-in-stock' | 'by-hand'; every: string | null; goodsInEvery: string",
      "SettingsChange": "at: string; by: string; fields: readonly string[]",
      "ShippingLink": "method: string; code: string; country?: string; trackingCarrier?: string; pickUpPoint?: PickUpNeed; where?: readonly PickUpSource[]; needs?: readonly AddressNeed[]; maxWeight?: number",
      "SourceTrust": "announced: number; since: string; told: readonly (readonly [id: number | string, at: string, since?: string])[]; lastDelivery?: string; quietFrom?: string; longestQuietMs: number; doubt?: string; silentAt?: string; floodedAt?: string; lags: readonly (readonly [at: string, seconds: number, polled: boolean])[]; hours?: readonly (readonly [hour: string, announced: number, polled: number])[]",
      "StatusRead": "status: number; version: string",
      "StockCarry": "shape: 1; due: readonly KeptLevel[]; dueMore: number; compareIn?: number; compareTries?: number; open: string; openMore: number; estimate: string; levels?: string; unsettledUntil?: string",
      "StoreProfile": "name?: string; currency?: string; weightUnit?: string; dimensionUnit?: string; timeZone?: string; defaultLocationId?: number; locationIds?: readonly number[]; updateStockBehavior?: 'order_placed' | 'order_completed_or_shipped'; inventoryScope: boolean",
      "StoreReading": "extends StatusRead; placed: string; itemsTotal: number; archived: boolean; dateShipped: boolean; counts: boolean; places: readonly ReadPlace[]; problem?: { readonly field: string; readonly message: string }; agreed: number; versions: Versions; rules: OrderRules; skipped: SkippedLines; cash?: CashRead; digestKey?: string; graceEnds?: string; settleMs: number",
      "StoreShipment": "id: number; addressId: number; trackingNumber: string; trackingLink?: string; marks?: string; lines: readonly { readonly line: number; readonly quantity: number; readonly product?: number }[]",
      "Telling": "key: string; trackingNumber: string; trackingUrl: string; pieces: readonly Pieces[]; shipmentIds: readonly number[]; version: string; at: string",
      "TestReport": "ok: boolean; checks: readonly Check[]; at: string; notes?: readonly string[]; oddRows?: Listed<OddStockRow>; refused?: AccessRefused; refusedToo?: AccessRefused; unreachable?: readonly Side[]",
      "WaitingHint": "source: ChangeSource; id?: number | string; isEcho: boolean; first: number; last: number",
      "WarehouseOrder": "key: string; reference: string; merchantId: string; status: MyOgoStatus; pieces: readonly Pieces[]; trackingNumber?: string; trackingUrl?: string; editTime: string; since: string; digests?: AddressDigests; digestKey?: string; shows?: ShownTravels; missed: readonly string[]; left: boolean; owedThen?: readonly Pieces[]; goneThen?: readonly Pieces[]; asked?: true; takenUp?: string; adopted?: Adopted",
      "WatchSnapshot": "stores: readonly WatchedStore[]",
      "WatchedStore": "extends JoinWatch; lookedAt: number; base?: LookBase",
      "WrittenOff": "reference: string; pieces: readonly Pieces[]; from?: readonly string[]",
    }
  `);
});
