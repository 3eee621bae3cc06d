import type { LegsSeen } from '../../contract/integration/health.ts';
import type { HoldReason } from '../../contract/hold-reasons.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { EarlierIntegration } from '../../contract/integration.ts';
import type { ScheduleSeen } from '../../contract/integration/schedules-memo.ts';
import type { AccessReport, TestOutcome } from '../../contract/integration/access.ts';
import type { Answer, AnsweredQuestion, DueReport } from '../../contract/integration/questions.ts';
import type { SettingsPatch } from '../../contract/settings.ts';
import type { ShippingLink } from '../../contract/shipping.ts';
import { patchSettings } from './settings.ts';
import { afterAnswer, afterReport, beginsWith } from './questions.ts';
import { leftOfPause, pausedOnceMore } from './pauses.ts';
import { afterFall, zerosFalling } from './questions/fallen-zeros.ts';
import { shownQuestion } from './questions/shown-question.ts';
import { type Begin, type IntegrationSnapshot } from './integration-snapshot.ts';
import { afterTest } from './after-test.ts';
import { afterLegs } from './attention.ts';
import { keptView, refusedZeros, takenOver } from './earlier-integration.ts';
import { accessHolds, linkHolds, merchantHolds, settingHolds } from './holds-ended.ts';
import { afterEnsuring, afterMissing, afterSeeing, type WantedSchedules } from './integration-schedules.ts';
import { HookedRecord } from './hooked-record.ts';
import { defined } from '../../contract/defined.ts';

/** The most changes that are kept for people to read. */
const MAX_KEPT = 50;

export interface IntegrationStateOptions {
  readonly storeHash: StoreHash;
  /** ISO time. */
  readonly now: () => string;
  readonly carried?: IntegrationSnapshot | undefined;
  readonly continues?: EarlierIntegration | undefined;
  /** What fails, or is tried again, is not polled more rarely. */
  readonly heedsTrouble?: boolean;
}

/** What may happen to an integration, and what each change brings with it. */
export class IntegrationState extends HookedRecord {
  /** Held runs to release, by reason; the entity's loop does it. */
  readonly release: Set<HoldReason>;
  /** Runs to start, which a person's answer asked for; the entity's loop does it as soon as stock and orders may flow. */
  readonly begin: Set<Begin>;
  /** A 401 or 403 that is still to be confirmed. */
  unconfirmed: AccessReport | undefined;
  /** Somebody has a reason to have the credentials tested now. */
  testNow: boolean;
  #continues: EarlierIntegration | undefined;
  /** What was left at the end. */
  #left: EarlierIntegration | undefined;

  constructor({ storeHash, now, carried, continues, heedsTrouble = false }: IntegrationStateOptions) {
    super(storeHash, now, carried);
    if (heedsTrouble) this.note({ heedsTrouble });
    this.#continues = continues;
    const { pending } = this.snapshot;
    this.release = new Set(pending?.release ?? []);
    this.begin = new Set(pending?.begin ?? []);
    this.unconfirmed = pending?.unconfirmed;
    this.testNow = pending?.testNow ?? false;
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
    this.change({ connected: true, merchantId, credentials: { sealed, version } });
    this.tested(outcome);
    if (continues !== undefined) {
      this.change(takenOver(continues, merchantId));
      const another = continues.merchantId !== merchantId;
      if (another) this.patch({ ordersFrom: continues.endedAt }, 'connect');
      this.#releaseAll([...accessHolds, ...(another ? merchantHolds : [])]);
    }
    if (settings !== undefined) this.patch(settings, 'connect');
  }

  /** What a later integration of this store goes on with. */
  leaves(): EarlierIntegration | undefined {
    const s = this.snapshot;
    if (this.#left !== undefined || !s.connected) return this.#left ?? this.#continues;
    return { ...keptView(s, this.now()), ...refusedZeros(s.questions) };
  }

  rotate(sealed: string, outcome: TestOutcome): void {
    const version = (this.snapshot.credentials?.version ?? 0) + 1;
    this.change({ credentials: { sealed, version } });
    this.unconfirmed = undefined;
    this.tested(outcome);
  }

  reseal(sealed: string): void {
    if (this.snapshot.credentials !== undefined) this.change({ credentials: { ...this.snapshot.credentials, sealed } });
  }

  /** Takes a test's outcome: it alone opens and closes the circuit. */
  tested(outcome: TestOutcome): void {
    const { change, opens } = afterTest(this.snapshot, outcome);
    this.change(change);
    if (opens) this.#releaseAll(accessHolds);
  }

  /** A pattern of the store's own: which of two settings changed is told by name. */
  patch(patch: SettingsPatch, by: string): readonly string[] {
    const result = patchSettings(this.snapshot.settings, patch, { now: this.now() });
    if ('problem' in result || result.fields.length === 0) return [];
    const change = { at: this.now(), by, fields: result.fields };
    this.change({
      settings: result.settings,
      settingsVersion: this.snapshot.settingsVersion + 1,
      settingsChanges: [...this.snapshot.settingsChanges, change].slice(-MAX_KEPT),
    });
    for (const field of result.fields) this.#releaseAll(settingHolds[field] ?? []);
    return result.fields;
  }

  setLinks(links: readonly ShippingLink[]): void {
    this.change({ links, linksVersion: this.snapshot.linksVersion + 1 });
    this.#releaseAll(linkHolds);
  }

  /**
   * Goods switch latest changes on, unless a person has switched them off.
   * @param merchantId whose goods they are: those of a merchant that the store was connected with before are not ours
   */
  goodsHaveArrived(merchantId = this.snapshot.merchantId): void {
    if (merchantId !== this.snapshot.merchantId) return;
    const { settings, disabled, wasEnabled } = this.snapshot;
    const enables = disabled === undefined && (settings.enableLatestChanges === 'when-in-stock' || wasEnabled);
    const change = { goodsArrived: true, ...(enables ? { wanted: true, live: true } : {}) };
    if (!this.snapshot.goodsArrived || (enables && !this.snapshot.wanted)) this.change(change);
  }

  /** A person's word. */
  enable(): void {
    this.change({ wanted: true, live: true, disabled: undefined, mendSchedules: true });
  }

  /** A person's word. */
  disable(by?: string): void {
    // Disabled once more it is since the first time, by whoever did it.
    const disabled = this.snapshot.disabled ?? { at: this.now(), ...defined({ by }) };
    this.change({ wanted: false, disabled, wasEnabled: false });
  }

  /** @param anew true while somebody ends the pause of before */
  pause(reason: string, by?: string, anew?: boolean): void {
    const said = { reason, at: this.now(), ...defined({ by }) };
    this.change({ paused: pausedOnceMore(this.snapshot.paused, said, anew) });
  }

  /**
   * Ends a pause. What the circuit closed is opened by a test alone.
   * @param seen how it stood when somebody wanted its end: whoever paused it since meant it
   */
  resume(seen: Pick<IntegrationSnapshot, 'paused'> = this.snapshot): void {
    const paused = leftOfPause(this.snapshot.paused, seen.paused);
    this.change({ paused, ...(paused === undefined ? { mendSchedules: true } : {}) });
    if (paused !== undefined) return;
    if (this.closed === undefined) this.#releaseAll(accessHolds);
  }

  disconnect(): void {
    this.#left = this.leaves();
    this.change({ disconnected: true, credentials: undefined, wanted: false });
  }

  /** A report of an older version says nothing about the present credentials. */
  takeAccessReport(report: AccessReport): void {
    if (report.credentialsVersion === this.snapshot.credentials?.version && this.closed === undefined)
      this.unconfirmed = report;
  }

  /** What a run has seen of what waits for a person's word. */
  reportDue(report: DueReport): void {
    const questions = afterReport(this.snapshot.questions, report, this.now());
    if (questions !== this.snapshot.questions) this.change({ questions });
    const { falls = [] } = this.snapshot;
    const fallen = afterFall(falls, report, this.now());
    if (fallen !== falls) this.change({ falls: fallen });
  }

  get zerosFalling(): number {
    return zerosFalling(this.snapshot.falls ?? [], this.snapshot.questions, this.now());
  }

  /** @returns `undefined` where nothing is asked under this id any more */
  answer(questionId: string, decision: Answer['decision'], by?: string): AnsweredQuestion | undefined {
    const answer = { decision, at: this.now(), ...defined({ by }) };
    const after = afterAnswer(this.snapshot.questions, questionId, answer);
    if (after === undefined) return undefined;
    const { kept: questions, answered, isNew } = after;
    if (isNew) {
      this.change({ questions });
      // Refusing a first import means: only what comes from now on.
      if (answered.kind === 'first-import' && decision === 'refuse')
        this.patch({ ordersFrom: answered.askedAt }, 'answer');
      if (decision === 'approve') this.begin.add(beginsWith(answered));
    }
    return { ...shownQuestion(answered), ...defined({ earlier: after.earlier }) };
  }

  lookedForGoods(): void {
    this.change({ lookForGoods: false });
  }

  copied(copyIs: string): void {
    this.change({ copyIs });
  }

  schedulesEnsured(as: WantedSchedules, pausedByPerson: string | undefined, mend = false): void {
    this.change(afterEnsuring(as, pausedByPerson, mend));
  }

  schedulesMissed(as: WantedSchedules): void {
    this.change(afterMissing(as));
  }

  scheduleSeen({ pausedByPerson, hooksPlace }: ScheduleSeen): void {
    this.hooksPlaced(hooksPlace);
    const change = afterSeeing(this.snapshot, pausedByPerson);
    if (change !== undefined) this.change(change);
  }

  legsSeen(seen: LegsSeen): void {
    const change = afterLegs(this.snapshot, seen);
    if (change !== undefined) this.change(change);
  }

  #releaseAll(reasons: readonly HoldReason[]): void {
    for (const reason of reasons) this.release.add(reason);
  }
}
