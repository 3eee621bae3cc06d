import type { QueryDefinition, SignalDefinition, UpdateDefinition } from '@temporalio/common';
import type {
  AskedVariants,
  AwaitedVariants,
  HandOn,
  HoldsAwaited,
  KeepAwaited,
  KeptAwaited,
  PartReport,
} from './goods.ts';
import type { ReportRows } from './changes.ts';
import type { LegsSeen } from './integration/health.ts';
import type { FoundChange, Hint, HooksSeen } from './integration/hooks.ts';
import type { StoreHash } from './ids.ts';
import type {
  ConnectRequest,
  Connection,
  DisconnectReport,
  EarlierIntegration,
  GoodsArrived,
  IntegrationStatus,
  PauseReport,
  ResumeReport,
  RotatedStatus,
} from './integration.ts';
import type { ScheduleSeen } from './integration/schedules-memo.ts';
import type { AccessReport, RotateRequest, TestReport } from './integration/access.ts';
import type { AnsweredQuestion, DueReport, KeptQuestion } from './integration/questions.ts';
import type { JoinWatch, LastLook } from './runs/changes-watch.ts';
import type { MyOgoOrderChanged, OrderStory, ReleaseDecision, StoreOrderChanged } from './orders.ts';
import type { CatalogueReport, AwaitGoods, ProductsProgress } from './products.ts';
import type { SettingsChanged } from './integration/setting-effects.ts';
import type { SettingsPatch } from './settings.ts';
import type { LinkResult, ShippingLink } from './shipping.ts';
import type { OwedKept, OwedPage, OwedReport } from './stock.ts';

// The SDK's definitions are plain `{ type, name }` objects whose brands exist in types only, so building them here
// keeps one vocabulary for workflows and clients without importing the workflow runtime into clients.
const signal = <Args extends unknown[]>(name: string) => ({ type: 'signal', name }) as SignalDefinition<Args>;
const query = <Result, Args extends unknown[] = []>(name: string) =>
  ({ type: 'query', name }) as QueryDefinition<Result, Args>;
const update = <Result, Args extends unknown[]>(name: string) =>
  ({ type: 'update', name }) as UpdateDefinition<Result, Args>;

/**
 * Messages of the integration entity. What a person asks is an update: it is validated, it answers, and it can be
 * refused. What other runs report is a signal: they must not wait.
 */
export const integrationMessages = {
  connect: update<IntegrationStatus, [ConnectRequest]>('connect'),
  test: update<TestReport, []>('test'),
  rotateCredentials: update<RotatedStatus, [RotateRequest]>('rotateCredentials'),
  changeSettings: update<SettingsChanged, [{ patch: SettingsPatch; by: string }]>('changeSettings'),
  linkShippingMethod: update<LinkResult, [ShippingLink]>('linkShippingMethod'),
  unlinkShippingMethod: update<LinkResult, [{ method: string; country?: string }]>('unlinkShippingMethod'),
  enableLatestChanges: update<IntegrationStatus, [{ every?: string; force?: boolean }]>('enableLatestChanges'),
  disableLatestChanges: update<IntegrationStatus, [{ by?: string }]>('disableLatestChanges'),
  answer: update<AnsweredQuestion, [{ questionId: string; decision: 'approve' | 'refuse'; by?: string }]>('answer'),
  pause: update<PauseReport, [{ reason: string; by?: string }]>('pause'),
  resume: update<ResumeReport, []>('resume'),
  disconnect: update<DisconnectReport, []>('disconnect'),
  /** The key ring changed: open with any key, seal with the first. */
  reseal: update<number, []>('reseal'),
  status: query<IntegrationStatus>('status'),
  connection: query<Connection>('connection'),
  /** Every question that is open or whose answer stands, with all its items. */
  questions: query<readonly KeptQuestion[]>('questions'),
  /** How many zeros fall together now: let through within the last ten minutes by any run, or asked about. */
  zerosFalling: query<number>('zerosFalling'),
  /** What connecting again would go on with; `undefined` where nothing was ever connected. Also asked of a run that ended. */
  kept: query<EarlierIntegration | undefined>('kept'),
  goodsArrived: signal<[GoodsArrived]>('goodsArrived'),
  accessRefused: signal<[AccessReport]>('accessRefused'),
  /** What waits for a person's word, and what does not any more. */
  reportDue: signal<[DueReport]>('reportDue'),
  /** How the schedule of latest changes was found: paused by a person in Temporal, or not. */
  scheduleSeen: signal<[ScheduleSeen]>('scheduleSeen'),
  /** Which legs of its runs fail. Sent where that has changed. */
  legsSeen: signal<[LegsSeen]>('legsSeen'),
  /** What webhooks told of. */
  hooksSeen: signal<[HooksSeen]>('hooksSeen'),
  /** What a poll found: whether webhooks had told of it shows how far they can be trusted. */
  pollFound: signal<[readonly FoundChange[]]>('pollFound'),
  /** Which parts of the store's ledger are there: one that is not there any more was deleted. */
  owedKept: signal<[OwedKept]>('owedKept'),
  /** Test the credentials now: the worker's keys may have changed. */
  testNow: signal<[]>('testNow'),
} as const;

export const orderMessages = {
  storeOrderChanged: signal<[StoreOrderChanged]>('storeOrderChanged'),
  myOgoOrderChanged: signal<[MyOgoOrderChanged]>('myOgoOrderChanged'),
  /** `byHand`: a person asks for the order (`orders.fulfil`): it is taken whatever its age, and its status if paid. */
  retry: signal<[{ readonly byHand?: boolean; readonly look?: boolean }?]>('retry'),
  release: update<OrderStory, [ReleaseDecision]>('release'),
  cancel: update<OrderStory, []>('cancel'),
  status: query<OrderStory>('status'),
  /** All that the run knows of the order: for the run that follows it. */
  account: query<unknown>('account'),
} as const;

/** A part of the ledger of exceptions of a store. */
export const owedMessages = {
  report: signal<[readonly OwedReport[]]>('report'),
  rows: query<OwedPage, [after?: number]>('rows'),
  /** Asked of an order's run: how its unreserved pieces differ from the estimate. A lost part is rebuilt from it. */
  ofOrder: query<OwedReport>('owed'),
} as const;

export const productMessages = {
  progress: query<ProductsProgress>('progress'),
  /** How far the catalogue is read, while that takes long. */
  catalogueRead: signal<[CatalogueReport]>('catalogueRead'),
} as const;

export const goodsInMessages = {
  awaitGoods: signal<[AwaitGoods]>('awaitGoods'),
  /** Look now instead of at the next interval. */
  lookNow: signal<[]>('lookNow'),
  /** Of some SKUs, those that have never been received; without an argument the first 1,000 of all. */
  awaited: query<readonly string[], [skus?: readonly string[]]>('awaited'),
  /** Those that know their variant, as they are called there; see {@link AskedVariants}. */
  awaitedVariants: query<AwaitedVariants, [asked: AskedVariants]>('awaitedVariants'),
  /** Codes whose goods somebody has seen: they are awaited no more, for ever. */
  goodsCame: signal<[readonly string[]]>('goodsCame'),
  /** SKUs that a part need not await any more, although no goods came. */
  drop: signal<[readonly string[]]>('dropAwaited'),
  /** A part tells what is left in it. */
  partReport: signal<[PartReport]>('partReport'),
  /** SKUs for a part to keep. */
  keepAwaited: signal<[KeepAwaited]>('keepAwaited'),
  /** All that a run keeps, also one that has ended: for the one that follows it. */
  kept: query<KeptAwaited<unknown>>('keptAwaited'),
  /** Told to a part whose store is gone. */
  handOn: signal<[HandOn]>('handOn'),
} as const;

/** The run that gathers a store's webhooks. */
export const hintMessages = {
  hint: signal<[Hint]>('hint'),
} as const;

/** A comparison. */
export const comparisonMessages = {
  /** Rows beyond those that its report lists: they stay in its history, for whoever reads the whole. */
  reportRows: signal<[ReportRows]>('reportRows'),
} as const;

/** The run that knows which stores of a merchant await goods. */
export const merchantGoodsMessages = {
  awaits: signal<[HoldsAwaited]>('awaits'),
  awaitsNoMore: signal<[StoreHash]>('awaitsNoMore'),
  /** Told where it could not be found out who awaits them: they are passed on to all. */
  goodsCame: signal<[readonly string[]]>('goodsCame'),
  who: query<readonly HoldsAwaited[]>('who'),
} as const;

/** The run that looks whether anything moved in many stores. */
export const watchMessages = {
  /** A store to look at from now on. One that is there already stays as it is. */
  join: signal<[JoinWatch]>('join'),
  /** Look at all of them now instead of at their next time. */
  lookNow: signal<[]>('lookNow'),
  stores: query<readonly StoreHash[]>('stores'),
  lastLook: query<LastLook | undefined, [storeHash: StoreHash]>('lastLook'),
} as const;
