import type { HoldReason } from '../../contract/hold-reasons.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type {
  AccessReport,
  Answer,
  Connection,
  DueReport,
  EarlierIntegration,
  IntegrationStage,
  IntegrationStatus,
  KeptQuestion,
  Question,
  SealedCredentials,
  TestOutcome,
} from '../../contract/integration.ts';
import type { Settings, SettingsPatch } from '../../contract/settings.ts';
import type { ShippingLink } from '../../contract/shipping.ts';
import { WorkflowType } from '../../contract/temporal.ts';
import { patchSettings } from './settings.ts';
import { shortDigest } from '../shared/short-digest.ts';
import { afterAnswer, afterReport, shownQuestion } from './questions.ts';
import { emptySnapshot, type Begin, type IntegrationSnapshot } from './integration-snapshot.ts';
import {
  closedBy,
  connectionView,
  keptView,
  schedulesFollowed,
  schedulesOf,
  stageOf,
  statusView,
} from './integration-view.ts';

/** The most changes that are kept for people to read. */
const MAX_KEPT = 50;

/** Holds that end when the integration itself is well again. */
const accessHolds: readonly HoldReason[] = ['integration-paused', 'integration-gone', 'scope-missing'];
const linkHolds: readonly HoldReason[] = ['shipping-method-not-linked', 'ambiguous-link', 'shipping-code-refused'];
/** Holds that another value of a setting may end. */
const settingHolds: { readonly [K in keyof Settings]?: readonly HoldReason[] } = {
  createMissingProducts: ['product-not-in-myogo'],
  ordersEditable: ['changed-after-hand-over'],
  // What waits for a status is judged by these.
  importStatuses: ['status-forbids-sending'],
  waitingStatuses: ['status-forbids-sending'],
  statusAfterHandOver: ['status-forbids-sending'],
};

export interface IntegrationStateOptions {
  readonly storeHash: StoreHash;
  /** ISO time. */
  readonly now: () => string;
  readonly carried?: IntegrationSnapshot | undefined;
  readonly continues?: EarlierIntegration | undefined;
}

/** The rules of one integration's life; knows nothing of Temporal. */
export class IntegrationState {
  readonly storeHash: StoreHash;
  #s: IntegrationSnapshot;
  /** Held runs to release, by reason; the entity's loop does it. */
  readonly release: Set<HoldReason>;
  /** Runs to start, which a person's answer asked for; the entity's loop does it as soon as stock and orders may flow. */
  readonly begin: Set<Begin>;
  /** A 401 or 403 that is still to be confirmed. */
  unconfirmed: AccessReport | undefined;
  /** Somebody has a reason to have the credentials tested now. */
  testNow: boolean;
  /** Grows with every change. */
  revision = 0;
  readonly #now: () => string;
  #continues: EarlierIntegration | undefined;
  /** What was left at the end. */
  #left: EarlierIntegration | undefined;

  constructor({ storeHash, now, carried, continues }: IntegrationStateOptions) {
    this.storeHash = storeHash;
    this.#now = now;
    this.#continues = continues;
    this.#s = carried ?? emptySnapshot(now());
    const { pending } = this.#s;
    this.release = new Set(pending?.release ?? []);
    this.begin = new Set(pending?.begin ?? []);
    this.unconfirmed = pending?.unconfirmed;
    this.testNow = pending?.testNow ?? false;
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

  /** @param continues what the client found of an earlier integration; default: what the run was started with */
  connect(
    merchantId: string,
    sealed: string,
    outcome: TestOutcome,
    settings: SettingsPatch | undefined,
    continues = this.#continues,
  ): void {
    this.#continues = continues;
    const version = (continues?.versions.credentials ?? 0) + 1;
    this.#change({ connected: true, merchantId, credentials: { sealed, version } });
    this.tested(outcome);
    if (continues !== undefined) this.#continue(continues);
    if (settings !== undefined) this.patch(settings, 'connect');
  }

  /**
   * Goes on where an earlier integration ended. With the same merchant everything is as it was, so that orders which came
   * meanwhile are taken. Another merchant's codes and habits are not known: only what was placed since the end is new
   * there, and what was handed over to the first merchant must not be sent to the second. What a person forbade is
   * forbidden still, with either.
   */
  #continue({
    merchantId,
    endedAt,
    live,
    enabled,
    disabled,
    paused,
    settings,
    links,
    versions,
  }: EarlierIntegration): void {
    const same = merchantId === this.#s.merchantId;
    this.#change({
      settingsVersion: versions.settings + 1,
      linksVersion: versions.links + 1,
      disabled,
      paused,
      ...(same ? { settings, links, lookForGoods: live, wasEnabled: enabled ?? false } : {}),
    });
    if (!same) this.patch({ ordersFrom: endedAt }, 'connect');
    this.#releaseAll(accessHolds);
  }

  /** What a later integration of this store goes on with. */
  leaves(): EarlierIntegration | undefined {
    const s = this.#s;
    if (this.#left !== undefined || !s.connected) return this.#left ?? this.#continues;
    return keptView(s, this.#now());
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
    const { refused } = report;
    const missing = report.checks
      .filter(({ ok, side }) => ok === false && side === 'bigcommerce')
      .map(({ capability }) => capability);
    const wasClosed = this.#s.refusedBy !== undefined;
    const wasMissing = this.#s.missingCapabilities.length;
    this.#change({
      lastTest: report,
      store: store ?? this.#s.store,
      refusedBy: refused?.side,
      unopened: refused?.unopened,
      // A token that is refused says nothing of single permissions.
      missingCapabilities: refused === undefined ? missing : this.#s.missingCapabilities,
    });
    if (refused === undefined && (wasClosed || missing.length < wasMissing)) this.#releaseAll(accessHolds);
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
    for (const field of result.fields) this.#releaseAll(settingHolds[field] ?? []);
    return result.fields;
  }

  setLinks(links: readonly ShippingLink[]): void {
    this.#change({ links, linksVersion: this.#s.linksVersion + 1 });
    this.#releaseAll(linkHolds);
  }

  /** Goods switch latest changes on, unless a person has switched them off. */
  goodsHaveArrived(): void {
    const { settings, disabled, wasEnabled } = this.#s;
    const enables = disabled === undefined && (settings.enableLatestChanges === 'when-in-stock' || wasEnabled);
    const change = { goodsArrived: true, ...(enables ? { wanted: true, live: true } : {}) };
    if (!this.#s.goodsArrived || (enables && !this.#s.wanted)) this.#change(change);
  }

  /** A person's word. */
  enable(): void {
    this.#change({ wanted: true, live: true, disabled: undefined, mendSchedules: true });
  }

  /** A person's word. */
  disable(by?: string): void {
    const disabled = { at: this.#now(), ...(by === undefined ? {} : { by }) };
    this.#change({ wanted: false, disabled, wasEnabled: false });
  }

  pause(reason: string, by?: string): void {
    this.#change({ paused: { reason, at: this.#now(), ...(by === undefined ? {} : { by }) } });
  }

  /** Ends a pause. What the circuit closed is opened by a test alone. */
  resume(): void {
    this.#change({ paused: undefined, mendSchedules: true });
    if (this.closed === undefined) this.#releaseAll(accessHolds);
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

  /** What a run has seen of what waits for a person's word. */
  reportDue(report: DueReport): void {
    const questions = afterReport(this.#s.questions, report, this.#now());
    if (questions !== this.#s.questions) this.#change({ questions });
  }

  /** @returns `undefined` where nothing is asked under this id any more */
  answer(questionId: string, decision: Answer['decision'], by?: string): Question | undefined {
    const answer = { decision, at: this.#now(), ...(by === undefined ? {} : { by }) };
    const after = afterAnswer(this.#s.questions, questionId, answer);
    if (after === undefined) return undefined;
    const { kept: questions, answered, isNew } = after;
    if (isNew) {
      this.#change({ questions });
      // Refusing a first import means: only what comes from now on.
      if (answered.kind === 'first-import' && decision === 'refuse')
        this.patch({ ordersFrom: answered.askedAt }, 'answer');
      if (decision === 'approve') this.begin.add(beginsWith(answered));
    }
    return shownQuestion(answered);
  }

  get closed(): Connection['closed'] {
    return closedBy(this.#s);
  }

  /** True where a circuit that is closed may be probed: a person's pause is no reason to ask anybody. */
  get probes(): boolean {
    return this.closed?.by === 'circuit' && this.credentials !== undefined;
  }

  get mustLookForGoods(): boolean {
    return this.#s.lookForGoods && this.connected && this.closed === undefined;
  }

  lookedForGoods(): void {
    this.#change({ lookForGoods: false });
  }

  /** True where stock and orders may flow: what an answer starts waits for it. */
  get flows(): boolean {
    return this.#s.live && this.schedules.running;
  }

  get schedules(): ReturnType<typeof schedulesOf> {
    return schedulesOf(this.#s);
  }

  /** True where the schedules in Temporal are not what they should be. Before the first enabling there may be none. */
  get schedulesDiffer(): boolean {
    return this.#s.live && (this.#s.mendSchedules || !schedulesFollowed(this.#s));
  }

  /** What survives this run, and which state of it that is. */
  get copy(): { readonly is: string; readonly kept: EarlierIntegration } {
    const kept = keptView(this.#s, this.#s.since);
    return { is: shortDigest(JSON.stringify(kept)), kept };
  }

  get copyDiffers(): boolean {
    return this.connected && !this.disconnected && this.#s.copyIs !== this.copy.is;
  }

  copied(copyIs: string): void {
    this.#change({ copyIs });
  }

  schedulesEnsured(as: string, pausedByPerson: string | undefined): void {
    this.#change({ schedulesAre: as, scheduleNote: pausedByPerson, schedulesUnknown: false, mendSchedules: false });
  }

  /** They were not brought up to date in the time that was given for it: `maintain` does it. */
  schedulesMissed(as: string): void {
    this.#change({ schedulesAre: as, scheduleNote: undefined, schedulesUnknown: true, mendSchedules: false });
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
function beginsWith({ kind, askedBy, beyond }: KeptQuestion): Begin {
  if (kind === 'first-import') return 'compare-orders';
  return askedBy === WorkflowType.reconcile || beyond !== undefined ? 'compare-stock' : 'latest-changes';
}
