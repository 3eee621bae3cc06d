import { ActivityFailure, ApplicationFailure, isCancellation, log } from '@temporalio/workflow';
import { FailureType } from '../contract/failures.ts';
import type { HoldReason } from '../contract/hold-reasons.ts';
import type { TestReport } from '../contract/integration.ts';
import {
  awaitGoods,
  beginCatchUp,
  ensureSchedules,
  goodsInStock,
  raiseAlert,
  releaseHeld,
  testCredentials,
  triggerLatestChanges,
} from './integration-activities.ts';
import type { Begin, PendingWork } from './integration-snapshot.ts';
import type { IntegrationState } from './integration-state.ts';

/** A visibility list lags: held runs are looked for a second time. A comparison under way is waited for as well. */
const AGAIN_MS = 60_000;

/** What follows from an integration's state, however that came about. */
export class IntegrationUpkeep {
  readonly #state: IntegrationState;
  readonly #again: Set<HoldReason>;
  readonly #beginAgain: Set<Begin>;
  /** Epoch ms at which held runs are looked for again. */
  #againAt: number | undefined;

  /** Missing permissions that an alert was raised for: one is enough until they are all given. */
  readonly #alerted = new Set<string>();
  readonly #alertsOnce: boolean;
  #ownTest: TestReport | undefined;

  /** @param options.alertsOnce false for a run that began with code which raised one for every refusal */
  constructor(
    state: IntegrationState,
    { pending, alertsOnce }: { pending?: PendingWork | undefined; alertsOnce: boolean },
  ) {
    this.#state = state;
    this.#alertsOnce = alertsOnce;
    this.#again = new Set(pending?.release ?? []);
    this.#beginAgain = new Set(pending?.begin ?? []);
    this.#againAt = pending?.at;
  }

  get hasWork(): boolean {
    const { schedulesDiffer, release, begin, mustLookForGoods, unconfirmed } = this.#state;
    return (
      schedulesDiffer ||
      release.size > 0 ||
      begin.size > 0 ||
      mustLookForGoods ||
      unconfirmed !== undefined ||
      this.#due
    );
  }

  /** Milliseconds until something is due by itself. */
  get waitMs(): number | undefined {
    return this.#againAt === undefined ? undefined : Math.max(1, this.#againAt - Date.now());
  }

  /** What is due later: the next run goes on with it. */
  get pending(): PendingWork | undefined {
    if (this.#againAt === undefined) return undefined;
    return { release: [...this.#again], begin: [...this.#beginAgain], at: this.#againAt };
  }

  async run(): Promise<void> {
    if (this.#state.unconfirmed !== undefined) await this.#confirm();
    if (this.#state.schedulesDiffer) await this.#followSchedules();
    if (this.#state.mustLookForGoods) await this.#lookForGoods();
    if (this.#state.begin.size > 0) {
      const begin = [...this.#state.begin];
      this.#state.begin.clear();
      await this.#begin(begin);
    }
    if (this.#state.release.size > 0) {
      const reasons = [...this.#state.release];
      this.#state.release.clear();
      for (const reason of reasons) this.#again.add(reason);
      this.#againAt ??= Date.now() + AGAIN_MS;
      await this.#releaseHeld(reasons);
    }
    if (this.#due) {
      const reasons = [...this.#again];
      const begin = [...this.#beginAgain];
      this.#again.clear();
      this.#beginAgain.clear();
      this.#againAt = undefined;
      if (begin.length > 0) await this.#begin(begin);
      if (reasons.length > 0) await this.#releaseHeld(reasons);
    }
  }

  get #due(): boolean {
    return this.#againAt !== undefined && Date.now() >= this.#againAt;
  }

  async #releaseHeld(reasons: readonly HoldReason[]): Promise<void> {
    const { storeHash } = this.#state;
    await this.#attempt('held runs could not be released', () => releaseHeld({ storeHash, reasons }));
  }

  /** Starts what makes an approval true. One that is under way may be past it already: then again when it has ended. */
  async #begin(runs: readonly Begin[]): Promise<void> {
    const { storeHash } = this.#state;
    for (const run of runs) {
      await this.#attempt('an approval could not be followed at once', async () => {
        if (run === 'latest-changes') {
          await triggerLatestChanges({ storeHash });
          return;
        }
        const catchUp = run === 'compare-orders' ? { storeOrders: null } : { myogoStock: null };
        if ((await beginCatchUp({ storeHash, catchUp })) === 'started') return;
        this.#beginAgain.add(run);
        this.#againAt ??= Date.now() + AGAIN_MS;
      });
    }
  }

  /** A store that was live before goes on as soon as there are goods: the gate is opened at once, or awaited anew. */
  async #lookForGoods(): Promise<void> {
    const state = this.#state;
    const { storeHash } = state;
    state.mustLookForGoods = false;
    await this.#attempt('goods could not be looked for', async () => {
      if (await goodsInStock({ storeHash })) state.goodsHaveArrived();
      else await awaitGoods({ storeHash, awaited: [], received: false, anew: true });
    });
  }

  /** One request decides whether a 401 or 403 that an activity met is true; then one alert is raised. */
  async #confirm(): Promise<void> {
    const state = this.#state;
    const { unconfirmed: report, credentials, storeHash } = state;
    if (report === undefined || credentials === undefined) return;
    await this.#attempt('a refusal could not be confirmed', async () => {
      const before = state.stage;
      const outcome = await testCredentials({ storeHash, merchantId: state.snapshot.merchantId, ...credentials });
      if (state.credentials?.version !== credentials.version) return;
      // A good test by a person since then: what is refused now is news.
      if (state.snapshot.lastTest !== this.#ownTest && state.snapshot.lastTest?.ok === true) this.#alerted.clear();
      state.tested(outcome);
      this.#ownTest = outcome.report;
      if (state.stage !== before && state.closed !== undefined) {
        await raiseAlert({ storeHash, cause: 'needs-credentials', message: state.closed.reason });
      } else if (report.type === FailureType.scopeMissing && outcome.report.refused === undefined) {
        await this.#alertOfMissing(report.capability ?? 'unknown');
      }
      // A refusal that does not repeat was a passing one: whoever held because of it goes on.
      if (state.closed === undefined) state.release.add('integration-paused');
    });
    if (state.unconfirmed === report) state.unconfirmed = undefined;
  }

  async #alertOfMissing(capability: string): Promise<void> {
    const { storeHash } = this.#state;
    if (this.#alertsOnce && this.#alerted.has(capability)) return;
    this.#alerted.add(capability);
    await raiseAlert({ storeHash, cause: 'scope-missing', message: `a permission is missing: ${capability}` });
  }

  async #followSchedules(): Promise<void> {
    const { schedules, storeHash } = this.#state;
    const as = JSON.stringify(schedules);
    const done = await this.#attempt('the schedules could not be brought up to date', async () => {
      const { pausedByPerson } = await ensureSchedules({ storeHash, ...schedules });
      this.#state.schedulesEnsured(as, pausedByPerson);
    });
    if (!done) this.#state.schedulesMissed(as);
  }

  /** The entity outlives every failure of what it sets off: `maintain` mends what was missed. @returns false where it failed */
  async #attempt(what: string, action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      const cause = error.cause instanceof ApplicationFailure ? error.cause.message : 'it took too long';
      log.error(what, { storeHash: this.#state.storeHash, cause });
      return false;
    }
  }
}
