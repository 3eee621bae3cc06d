import type { HoldReason } from '../contract/hold-reasons.ts';
import type { StoreHash } from '../contract/ids.ts';
import type {
  AccessReport,
  Connection,
  EarlierIntegration,
  HeldNotice,
  IntegrationStage,
  IntegrationStatus,
  Question,
  QuestionAsked,
  SealedCredentials,
  TestOutcome,
} from '../contract/integration.ts';
import type { Settings, SettingsPatch } from '../contract/settings.ts';
import type { ShippingLink } from '../contract/shipping.ts';
import { WorkflowType } from '../contract/temporal.ts';
import { patchSettings } from '../domain/settings.ts';
import { emptySnapshot, type Begin, type IntegrationSnapshot } from './integration-snapshot.ts';
import { closedBy, connectionView, schedulesFollowed, schedulesOf, stageOf, statusView } from './integration-view.ts';

/** The most changes and questions that are kept for people to read. */
const MAX_KEPT = 50;

/** Holds that end when the integration itself is well again. */
const accessHolds: readonly HoldReason[] = ['integration-paused', 'integration-gone', 'scope-missing'];
const linkHolds: readonly HoldReason[] = ['shipping-method-not-linked', 'ambiguous-link', 'shipping-code-refused'];
/** Holds that another value of a setting may end. */
const settingHolds: { readonly [K in keyof Settings]?: readonly HoldReason[] } = {
  createMissingProducts: ['product-not-in-myogo'],
  ordersEditable: ['changed-after-hand-over'],
};

export interface IntegrationStateOptions {
  readonly storeHash: StoreHash;
  /** ISO time. */
  readonly now: () => string;
  readonly carried?: IntegrationSnapshot | undefined;
  readonly continues?: EarlierIntegration | undefined;
  /** False for a run that began with code which did not look after held runs when a setting changed. */
  readonly settingsRelease: boolean;
}

/** The rules of one integration's life; knows nothing of Temporal. */
export class IntegrationState {
  readonly storeHash: StoreHash;
  #s: IntegrationSnapshot;
  /** Held runs to release, by reason; the entity's loop does it. */
  readonly release = new Set<HoldReason>();
  /** Runs to start, which a person's answer asked for; the entity's loop does it. */
  readonly begin = new Set<Begin>();
  /** Connected again: whether goods are in stock is looked at once. */
  mustLookForGoods = false;
  /** A 401 or 403 that is still to be confirmed. */
  unconfirmed: AccessReport | undefined;
  /** Grows with every change. */
  revision = 0;
  readonly #now: () => string;
  readonly #continues: EarlierIntegration | undefined;
  /** What was left at the end. */
  #left: EarlierIntegration | undefined;
  readonly #settingsRelease: boolean;

  constructor({ storeHash, now, carried, continues, settingsRelease }: IntegrationStateOptions) {
    this.storeHash = storeHash;
    this.#now = now;
    this.#continues = continues;
    this.#settingsRelease = settingsRelease;
    this.#s = carried ?? emptySnapshot(now());
  }

  get snapshot(): IntegrationSnapshot {
    return this.#s;
  }

  get connected(): boolean {
    return this.#s.connected;
  }

  get disconnected(): boolean {
    return this.#s.disconnected;
  }

  get credentials(): SealedCredentials | undefined {
    return this.#s.credentials;
  }

  get stage(): IntegrationStage {
    return stageOf(this.#s);
  }

  connect(merchantId: string, sealed: string, outcome: TestOutcome, settings: SettingsPatch | undefined): void {
    const version = (this.#continues?.versions.credentials ?? 0) + 1;
    this.#change({ connected: true, merchantId, credentials: { sealed, version } });
    this.tested(outcome);
    if (this.#continues !== undefined) this.#continue(this.#continues);
    if (settings !== undefined) this.patch(settings, 'connect');
  }

  /**
   * Goes on where an earlier integration ended. With the same merchant everything is as it was, so that orders which came
   * meanwhile are taken. Another merchant's codes and habits are not known: only what was placed since the end is new
   * there, and what was handed over to the first merchant must not be sent to the second.
   */
  #continue({ merchantId, endedAt, live, settings, links, versions }: EarlierIntegration): void {
    const same = merchantId === this.#s.merchantId;
    this.#change({
      settingsVersion: versions.settings + 1,
      linksVersion: versions.links + 1,
      ...(same ? { settings, links } : {}),
    });
    if (!same) this.patch({ ordersFrom: endedAt }, 'connect');
    this.mustLookForGoods = same && live;
    this.#releaseAll(accessHolds);
  }

  /** What a later integration of this store goes on with. */
  leaves(): EarlierIntegration | undefined {
    const s = this.#s;
    if (this.#left !== undefined || !s.connected) return this.#left ?? this.#continues;
    return {
      merchantId: s.merchantId,
      endedAt: this.#now(),
      live: s.live,
      settings: s.settings,
      links: s.links,
      versions: { credentials: s.credentials?.version ?? 0, links: s.linksVersion, settings: s.settingsVersion },
    };
  }

  rotate(sealed: string, outcome: TestOutcome): void {
    const version = (this.#s.credentials?.version ?? 0) + 1;
    this.#change({ credentials: { sealed, version } });
    this.unconfirmed = undefined;
    this.tested(outcome);
  }

  reseal(sealed: string): void {
    if (this.#s.credentials !== undefined) this.#change({ credentials: { ...this.#s.credentials, sealed } });
  }

  /** Takes a test's outcome: it alone opens and closes the circuit. */
  tested({ report, store }: TestOutcome): void {
    const missing = report.checks
      .filter(({ ok, side }) => ok === false && side === 'bigcommerce')
      .map(({ capability }) => capability);
    const wasClosed = this.#s.refusedBy !== undefined;
    const wasMissing = this.#s.missingCapabilities.length;
    this.#change({
      lastTest: report,
      store: store ?? this.#s.store,
      refusedBy: report.refused?.side,
      missingCapabilities: missing,
    });
    if (report.refused === undefined && (wasClosed || missing.length < wasMissing)) this.#releaseAll(accessHolds);
  }

  /** A pattern of the store's own: which of two settings changed is told by name. */
  patch(patch: SettingsPatch, by: string): readonly string[] {
    const result = patchSettings(this.#s.settings, patch, { now: this.#now() });
    if ('problem' in result || result.fields.length === 0) return [];
    const change = { at: this.#now(), by, fields: result.fields };
    this.#change({
      settings: result.settings,
      settingsVersion: this.#s.settingsVersion + 1,
      settingsChanges: [...this.#s.settingsChanges, change].slice(-MAX_KEPT),
    });
    if (this.#settingsRelease) for (const field of result.fields) this.#releaseAll(settingHolds[field] ?? []);
    return result.fields;
  }

  setLinks(links: readonly ShippingLink[]): void {
    this.#change({ links, linksVersion: this.#s.linksVersion + 1 });
    this.#releaseAll(linkHolds);
  }

  goodsHaveArrived(): void {
    this.#change({ goodsArrived: true });
    if (this.#s.settings.enableLatestChanges === 'when-in-stock') this.enable();
  }

  enable(): void {
    this.#change({ wanted: true, live: true });
  }

  disable(): void {
    this.#change({ wanted: false });
  }

  pause(reason: string, by?: string): void {
    this.#change({ paused: { reason, at: this.#now(), ...(by === undefined ? {} : { by }) } });
  }

  resume(): void {
    this.#change({ paused: undefined });
    this.#releaseAll(accessHolds);
  }

  disconnect(): void {
    this.#left = this.leaves();
    this.#change({ disconnected: true, credentials: undefined, wanted: false });
  }

  /** A report of an older version says nothing about the present credentials. */
  takeAccessReport(report: AccessReport): void {
    if (report.credentialsVersion === this.#s.credentials?.version && this.closed === undefined)
      this.unconfirmed = report;
  }

  /** True where what a held run judged by has moved on since. */
  hasMovedOn(notice: HeldNotice): boolean {
    const s = this.#s;
    if (this.closed !== undefined || this.unconfirmed !== undefined) return false;
    if (notice.linksVersion > 0 && notice.linksVersion < s.linksVersion) return true;
    if (notice.settingsVersion > 0 && notice.settingsVersion < s.settingsVersion) return true;
    if (notice.credentialsVersion > 0 && notice.credentialsVersion < (s.credentials?.version ?? 0)) return true;
    return notice.reasons.includes('integration-paused');
  }

  ask(question: QuestionAsked): void {
    const open = this.#s.questions.find(({ fingerprint }) => fingerprint === question.fingerprint);
    if (open !== undefined) return;
    // A changed list asks again: the older question of its kind is moot.
    const others = this.#s.questions.filter(({ kind, answer }) => kind !== question.kind || answer !== undefined);
    const id = `${question.kind}-${question.fingerprint.slice(0, 8)}`;
    this.#change({ questions: [...others, { ...question, id, askedAt: this.#now() }].slice(-MAX_KEPT) });
  }

  answer(questionId: string, decision: 'approve' | 'refuse'): Question | undefined {
    const question = this.#s.questions.find(({ id }) => id === questionId);
    if (question === undefined) return undefined;
    const answered: Question = { ...question, answer: { decision, at: this.#now() } };
    this.#change({ questions: this.#s.questions.map((other) => (other.id === questionId ? answered : other)) });
    // Refusing a first import means: only what comes from now on.
    if (question.kind === 'first-import' && decision === 'refuse')
      this.patch({ ordersFrom: question.askedAt }, 'answer');
    if (decision === 'approve' && question.answer?.decision !== 'approve') this.begin.add(beginsWith(question));
    return answered;
  }

  get closed(): Connection['closed'] {
    return closedBy(this.#s);
  }

  get schedules(): ReturnType<typeof schedulesOf> {
    return schedulesOf(this.#s);
  }

  /** True where the schedules in Temporal are not what they should be. Before the first enabling there are none. */
  get schedulesDiffer(): boolean {
    return this.#s.live && !schedulesFollowed(this.#s);
  }

  schedulesEnsured(as: string, pausedByPerson: string | undefined): void {
    this.#change({ schedulesAre: as, scheduleNote: pausedByPerson, schedulesUnknown: false });
  }

  /** They were not brought up to date in the time that was given for it: `maintain` does it. */
  schedulesMissed(as: string): void {
    this.#change({ schedulesAre: as, scheduleNote: undefined, schedulesUnknown: true });
  }

  /** How somebody else found the schedule. */
  scheduleSeen(pausedByPerson: string | undefined): void {
    const known = this.#s.schedulesUnknown !== true;
    if (known && this.#s.scheduleNote === pausedByPerson) return;
    this.#change({ scheduleNote: pausedByPerson, schedulesUnknown: false });
  }

  get connection(): Connection {
    return connectionView(this.storeHash, this.#s);
  }

  get status(): IntegrationStatus {
    return statusView(this.storeHash, this.#s);
  }

  #releaseAll(reasons: readonly HoldReason[]): void {
    for (const reason of reasons) this.release.add(reason);
  }

  #change(part: Partial<IntegrationSnapshot>): void {
    const before = this.stage;
    this.#s = { ...this.#s, ...part };
    this.revision += 1;
    if (this.stage !== before) this.#s = { ...this.#s, since: this.#now() };
  }
}

/** The run that makes an approval true. What a full comparison asked about, only a full comparison finds again. */
function beginsWith({ kind, askedBy }: Question): Begin {
  if (kind === 'first-import') return 'compare-orders';
  return askedBy === WorkflowType.reconcile ? 'compare-stock' : 'latest-changes';
}
