import type { Side } from '../contract/failures.ts';
import type { HoldReason } from '../contract/hold-reasons.ts';
import type { StoreHash } from '../contract/ids.ts';
import type {
  AccessReport,
  Connection,
  HeldNotice,
  IntegrationStage,
  IntegrationStatus,
  Question,
  QuestionAsked,
  SealedCredentials,
  SettingsChange,
  StoreProfile,
  TestOutcome,
  TestReport,
} from '../contract/integration.ts';
import { defaultSettings, type Settings, type SettingsPatch } from '../contract/settings.ts';
import type { ShippingLink } from '../contract/shipping.ts';
import { patchSettings } from '../domain/settings.ts';

/** What continues as new: the credentials stay sealed. */
export interface IntegrationSnapshot {
  readonly connected: boolean;
  readonly disconnected: boolean;
  readonly merchantId: string;
  readonly credentials: SealedCredentials | undefined;
  readonly settings: Settings;
  readonly settingsVersion: number;
  readonly settingsChanges: readonly SettingsChange[];
  readonly links: readonly ShippingLink[];
  readonly linksVersion: number;
  readonly live: boolean;
  readonly wanted: boolean;
  readonly goodsArrived: boolean;
  readonly refusedBy: Side | undefined;
  readonly missingCapabilities: readonly string[];
  readonly paused: { readonly reason: string; readonly at: string } | undefined;
  readonly store: StoreProfile | undefined;
  readonly lastTest: TestReport | undefined;
  readonly questions: readonly Question[];
  readonly schedulesAre: string;
  readonly scheduleNote: string | undefined;
  readonly since: string;
}

/** The most changes and questions that are kept for people to read. */
const MAX_KEPT = 50;

/** Holds that end when the integration itself is well again. */
const accessHolds: readonly HoldReason[] = ['integration-paused', 'integration-gone', 'scope-missing'];
const linkHolds: readonly HoldReason[] = ['shipping-method-not-linked', 'ambiguous-link', 'shipping-code-refused'];

/** The rules of one integration's life; knows nothing of Temporal. */
export class IntegrationState {
  readonly storeHash: StoreHash;
  #s: IntegrationSnapshot;
  /** Held runs to release, by reason; the entity's loop does it. */
  readonly release = new Set<HoldReason>();
  /** A 401 or 403 that is still to be confirmed. */
  unconfirmed: AccessReport | undefined;
  /** Grows with every change. */
  revision = 0;
  readonly #now: () => string;

  constructor(storeHash: StoreHash, now: () => string, carried?: IntegrationSnapshot) {
    this.storeHash = storeHash;
    this.#now = now;
    this.#s = carried ?? {
      connected: false,
      disconnected: false,
      merchantId: '',
      credentials: undefined,
      settings: defaultSettings(now()),
      settingsVersion: 1,
      settingsChanges: [],
      links: [],
      linksVersion: 1,
      live: false,
      wanted: false,
      goodsArrived: false,
      refusedBy: undefined,
      missingCapabilities: [],
      paused: undefined,
      store: undefined,
      lastTest: undefined,
      questions: [],
      schedulesAre: '',
      scheduleNote: undefined,
      since: now(),
    };
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
    const s = this.#s;
    if (s.disconnected) return 'disconnected';
    if (!s.connected) return 'connecting';
    if (s.paused !== undefined) return 'paused';
    if (s.refusedBy !== undefined) return 'needs-credentials';
    return s.live ? 'live' : 'awaiting-goods';
  }

  connect(merchantId: string, sealed: string, outcome: TestOutcome, settings: SettingsPatch | undefined): void {
    this.#change({ connected: true, merchantId, credentials: { sealed, version: 1 } });
    this.tested(outcome);
    if (settings !== undefined) this.patch(settings, 'connect');
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
    const result = patchSettings(this.#s.settings, patch);
    if ('problem' in result || result.fields.length === 0) return [];
    const change = { at: this.#now(), by, fields: result.fields };
    this.#change({
      settings: result.settings,
      settingsVersion: this.#s.settingsVersion + 1,
      settingsChanges: [...this.#s.settingsChanges, change].slice(-MAX_KEPT),
    });
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

  pause(reason: string): void {
    this.#change({ paused: { reason, at: this.#now() } });
  }

  resume(): void {
    this.#change({ paused: undefined });
    this.#releaseAll(accessHolds);
  }

  disconnect(): void {
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
    return answered;
  }

  /** Why no run may touch the outside now. */
  get closed(): Connection['closed'] {
    const s = this.#s;
    if (s.disconnected) return { by: 'disconnected', reason: 'it is disconnected' };
    if (s.paused !== undefined) return { by: 'person', reason: s.paused.reason };
    if (s.refusedBy !== undefined) {
      const side = s.refusedBy === 'bigcommerce' ? 'BigCommerce' : 'myOGO';
      return { by: 'circuit', reason: `${side} refuses the credentials` };
    }
    return undefined;
  }

  /** Whether the schedules run: derived, never toggled. */
  get schedules(): { readonly running: boolean; readonly every: string | null; readonly why?: string } {
    const { wanted, settings } = this.#s;
    const why = !wanted ? 'latest changes are not enabled' : this.closed?.reason;
    return { running: why === undefined, every: settings.every, ...(why === undefined ? {} : { why }) };
  }

  /** True where the schedules in Temporal are not what they should be. Before the first enabling there are none. */
  get schedulesDiffer(): boolean {
    return this.#s.live && JSON.stringify(this.schedules) !== this.#s.schedulesAre;
  }

  schedulesEnsured(as: string, note: string | undefined): void {
    this.#change({ schedulesAre: as, scheduleNote: note });
  }

  get connection(): Connection {
    const s = this.#s;
    const closed = this.closed;
    return {
      storeHash: this.storeHash,
      merchantId: s.merchantId,
      credentials: s.credentials,
      stage: this.stage,
      ...(closed === undefined ? {} : { closed }),
      settings: s.settings,
      settingsVersion: s.settingsVersion,
      links: s.links,
      linksVersion: s.linksVersion,
      store: s.store,
    };
  }

  get status(): IntegrationStatus {
    const s = this.#s;
    const { running, why } = this.schedules;
    const note = s.scheduleNote ?? why;
    return {
      storeHash: this.storeHash,
      merchantId: s.merchantId,
      stage: this.stage,
      since: s.since,
      summary: this.#summary(),
      settings: s.settings,
      settingsChanges: s.settingsChanges,
      links: s.links,
      latestChanges: {
        wanted: s.wanted,
        running: running && s.scheduleNote === undefined,
        every: s.settings.every,
        ...(note === undefined ? {} : { why: note }),
      },
      store: s.store,
      lastTest: s.lastTest,
      credentialsVersion: s.credentials?.version,
      missingCapabilities: s.missingCapabilities,
      ...(s.paused === undefined ? {} : { paused: s.paused }),
      questions: s.questions,
    };
  }

  #summary(): string {
    const s = this.#s;
    switch (this.stage) {
      case 'connecting':
        return 'Is being connected.';
      case 'disconnected':
        return 'Disconnected. Delete the API account in BigCommerce: that alone revokes its token.';
      case 'paused':
        return `Paused: ${s.paused?.reason ?? ''}`;
      case 'needs-credentials':
        return `Needs new credentials: ${this.closed?.reason ?? ''}. Nothing is lost; everything goes on after rotateCredentials.`;
      case 'awaiting-goods':
        return s.goodsArrived
          ? 'Goods are in stock: it is time to enable latest changes.'
          : 'Waits for goods in stock; then latest changes are enabled.';
      case 'live':
        return s.wanted ? 'Live: stock and orders flow.' : 'Latest changes are disabled.';
    }
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
