import { ActivityFailure, ApplicationFailure, isCancellation, log } from '@temporalio/workflow';
import { FailureType } from '../contract/failures.ts';
import type { HoldReason } from '../contract/hold-reasons.ts';
import { ensureSchedules, raiseAlert, releaseHeld, testCredentials } from './integration-activities.ts';
import type { IntegrationState } from './integration-state.ts';

/** A visibility list lags: held runs are looked for a second time. */
const RELEASE_AGAIN_MS = 60_000;

/** What follows from an integration's state, however that came about. */
export class IntegrationUpkeep {
  readonly #state: IntegrationState;
  readonly #again = new Set<HoldReason>();
  /** Epoch ms at which held runs are looked for again. */
  #againAt: number | undefined;

  constructor(state: IntegrationState) {
    this.#state = state;
  }

  get hasWork(): boolean {
    const { schedulesDiffer, release, unconfirmed } = this.#state;
    return schedulesDiffer || release.size > 0 || unconfirmed !== undefined || this.#due;
  }

  /** Milliseconds until something is due by itself. */
  get waitMs(): number | undefined {
    return this.#againAt === undefined ? undefined : Math.max(1, this.#againAt - Date.now());
  }

  async run(): Promise<void> {
    if (this.#state.unconfirmed !== undefined) await this.#confirm();
    if (this.#state.schedulesDiffer) await this.#followSchedules();
    if (this.#state.release.size > 0) {
      const reasons = [...this.#state.release];
      this.#state.release.clear();
      for (const reason of reasons) this.#again.add(reason);
      this.#againAt ??= Date.now() + RELEASE_AGAIN_MS;
      await this.#releaseHeld(reasons);
    }
    if (this.#due) {
      const reasons = [...this.#again];
      this.#again.clear();
      this.#againAt = undefined;
      await this.#releaseHeld(reasons);
    }
  }

  get #due(): boolean {
    return this.#againAt !== undefined && Date.now() >= this.#againAt;
  }

  async #releaseHeld(reasons: readonly HoldReason[]): Promise<void> {
    const { storeHash } = this.#state;
    await this.#attempt('held runs could not be released', () => releaseHeld({ storeHash, reasons }));
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
      state.tested(outcome);
      if (state.stage !== before && state.closed !== undefined) {
        await raiseAlert({ storeHash, cause: 'needs-credentials', message: state.closed.reason });
      } else if (report.type === FailureType.scopeMissing && outcome.report.refused === undefined) {
        await raiseAlert({
          storeHash,
          cause: 'scope-missing',
          message: `a permission is missing: ${report.capability ?? 'unknown'}`,
        });
      }
      // A refusal that does not repeat was a passing one: whoever held because of it goes on.
      if (state.closed === undefined) state.release.add('integration-paused');
    });
    if (state.unconfirmed === report) state.unconfirmed = undefined;
  }

  async #followSchedules(): Promise<void> {
    const { schedules, storeHash } = this.#state;
    let note: string | undefined;
    await this.#attempt('the schedules could not be brought up to date', async () => {
      note = (await ensureSchedules({ storeHash, ...schedules })).pausedByPerson;
    });
    this.#state.schedulesEnsured(
      JSON.stringify(schedules),
      note === undefined ? undefined : `paused in Temporal: ${note}`,
    );
  }

  /** The entity outlives every failure of what it sets off: `maintain` mends what was missed. */
  async #attempt(what: string, action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      const cause = error.cause instanceof ApplicationFailure ? error.cause.message : 'it took too long';
      log.error(what, { storeHash: this.#state.storeHash, cause });
    }
  }
}
