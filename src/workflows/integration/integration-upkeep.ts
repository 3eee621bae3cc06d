import { log, patched } from '@temporalio/workflow';
import { defined } from '../../contract/defined.ts';
import { FailureType } from '../../contract/failures.ts';
import type { HoldReason } from '../../contract/hold-reasons.ts';
import { Patch } from '../../contract/registered-names.ts';
import {
  awaitGoods,
  beginCatchUp,
  goodsInStock,
  raiseAlert,
  releaseHeld,
  testCredentials,
  triggerLatestChanges,
} from './integration-activities.ts';
import { attempt } from './attempt.ts';
import { HooksUpkeep } from './hooks-upkeep.ts';
import { SchedulesUpkeep } from './schedules-upkeep.ts';
import { Circuit, isJudged } from './integration-circuit.ts';
import type { Begin, PendingWork } from '../../domain/integration/integration-snapshot.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';

/** A visibility list lags by a moment: held runs are looked for once more. */
const RELEASE_SOON_MS = 3_000;
/** And a last time, when no worker keeps the connection from before either. */
const RELEASE_AGAIN_MS = 20_000;
/** So long a visibility list may lag: what was released more recently than this is looked for once more. */
const LAG_MS = 10_000;
/** A comparison under way is waited for. */
const BEGIN_AGAIN_MS = 60_000;

/** What follows from an integration's state, however that came about. */
export class IntegrationUpkeep {
  readonly #state: IntegrationState;
  readonly #circuit: Circuit;
  readonly hooks: HooksUpkeep;
  readonly schedules: SchedulesUpkeep;
  /** Reasons to look for again, with the epoch ms at which each was last looked for. */
  readonly #again: Map<HoldReason, number>;
  readonly #beginAgain: Set<Begin>;
  /** Epoch ms at which held runs are looked for again. */
  #againAt: number | undefined;
  /** Missing permissions that an alert was raised for: one is enough until they are all given. */
  readonly #alerted = new Set<string>();

  constructor(state: IntegrationState, pending: PendingWork | undefined) {
    this.#state = state;
    this.#circuit = new Circuit(state, pending?.probe);
    this.hooks = new HooksUpkeep(state);
    this.schedules = new SchedulesUpkeep(state);
    this.#again = new Map(pending?.again.release.map((reason) => [reason, Date.now()]));
    this.#beginAgain = new Set(pending?.again.begin ?? []);
    this.#againAt = pending?.again.at;
  }

  /** @param now epoch ms. A wait asks with the time at which it began */
  hasWork(now: number): boolean {
    const { release, mustLookForGoods } = this.#state;
    return (
      this.schedules.differ ||
      release.size > 0 ||
      this.#mayBegin ||
      mustLookForGoods ||
      this.#times.some((at) => isDue(at, now))
    );
  }

  /** Epoch ms at which something is due by itself. */
  get dueAt(): number | undefined {
    const times = this.#times.filter((at) => at !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  get #times(): readonly (number | undefined)[] {
    return [this.#againAt, this.schedules.dueAt, this.#circuit.dueAt, this.hooks.dueAt];
  }

  /** What is not done yet: the next run goes on with it. */
  get pending(): PendingWork {
    const { release, begin, unconfirmed, testNow } = this.#state;
    return {
      release: [...release],
      begin: [...begin],
      unconfirmed,
      testNow,
      again: {
        release: [...this.#again.keys()],
        begin: [...this.#beginAgain],
        ...defined({ at: this.#againAt }),
      },
      probe: this.#circuit.probe,
    };
  }

  async run(): Promise<void> {
    const state = this.#state;
    if (isDue(this.#circuit.dueAt)) await this.#test();
    if (this.schedules.differ) await this.schedules.follow();
    if (state.mustLookForGoods) await this.#lookForGoods();
    if (this.#mayBegin) {
      const begin = [...state.begin];
      state.begin.clear();
      await this.#begin(begin);
    }
    if (state.release.size > 0) {
      const reasons = [...state.release];
      state.release.clear();
      for (const reason of reasons) this.#again.set(reason, Date.now());
      this.#againIn(RELEASE_SOON_MS);
      await this.#releaseHeld(reasons);
    }
    if (isDue(this.#againAt)) {
      const now = Date.now();
      const reasons = [...this.#again.keys()];
      for (const run of this.#beginAgain) state.begin.add(run);
      this.#beginAgain.clear();
      this.#againAt = undefined;
      for (const [reason, at] of this.#again) if (now - at >= LAG_MS) this.#again.delete(reason);
      if (this.#again.size > 0) this.#againIn(RELEASE_AGAIN_MS);
      if (reasons.length > 0) await this.#releaseHeld(reasons);
    }
    if (isDue(this.hooks.dueAt)) await this.hooks.run();
    await this.schedules.copy(Date.now());
  }

  /** An answer starts nothing while a person or the circuit forbids writing: it waits. */
  get #mayBegin(): boolean {
    return this.#state.begin.size > 0 && this.#state.flows;
  }

  #againIn(ms: number): void {
    this.#againAt = Math.min(this.#againAt ?? Infinity, Date.now() + ms);
  }

  async #releaseHeld(reasons: readonly HoldReason[]): Promise<void> {
    const request = { storeHash: this.#state.storeHash, reasons };
    await this.#attempt('held runs could not be released', () => releaseHeld(request));
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
        this.#againIn(BEGIN_AGAIN_MS);
      });
    }
  }

  /** A store that was live before goes on as soon as there are goods: the gate is opened at once, or awaited anew, as is all that never came. */
  async #lookForGoods(): Promise<void> {
    const state = this.#state;
    const { storeHash } = state;
    state.lookedForGoods();
    const found = await this.#attempt('goods could not be looked for', async () => {
      if (await goodsInStock({ storeHash })) state.goodsHaveArrived();
    });
    const received = found && state.snapshot.goodsArrived;
    if (received && !patched(Patch.awaitsAgain)) return;
    await this.#attempt('goods could not be awaited', () =>
      awaitGoods({ storeHash, awaited: [], received, anew: true }),
    );
  }

  /** One test decides whether a 401 or 403 that an activity met is true, and whether a closed circuit opens. */
  async #test(): Promise<void> {
    const state = this.#state;
    const { unconfirmed: report, credentials, storeHash } = state;
    state.testNow = false;
    if (credentials === undefined) return;
    const before = state.snapshot.refusedBy;
    let judged = true;
    const tested = await this.#attempt('the credentials could not be tested', async () => {
      const { merchantId } = state.snapshot;
      const outcome = await testCredentials({ storeHash, merchantId, ...credentials });
      if (state.credentials?.version !== credentials.version) return;
      state.tested(outcome);
      judged = isJudged(outcome.report);
      if (!judged) return;
      const isMissing = (capability: string) =>
        outcome.report.checks.some((check) => check.ok === false && check.capability.startsWith(capability));
      for (const capability of this.#alerted) if (!isMissing(capability)) this.#alerted.delete(capability);
      const { refusal, closed } = state;
      const isNew = before === undefined && refusal !== undefined;
      if (isNew && (closed?.by === 'circuit' || patched(Patch.alertInPause))) {
        await raiseAlert({ storeHash, cause: 'needs-credentials', message: refusal });
      } else if (report?.type === FailureType.scopeMissing && isMissing(report.capability ?? '')) {
        await this.#alertOfMissing(report.capability ?? 'unknown');
      }
      // A refusal that does not repeat was a passing one: whoever held because of it goes on.
      if (report !== undefined && state.closed === undefined) state.release.add('integration-paused');
      if (before !== undefined && state.snapshot.refusedBy === undefined)
        log.info('the same credentials are taken again: everything goes on', { storeHash });
    });
    const done = tested && judged;
    // What could not be tested now is tested after a pause.
    if (done && state.unconfirmed === report) state.unconfirmed = undefined;
    this.#circuit.tested({ confirming: report !== undefined, done });
  }

  async #alertOfMissing(capability: string): Promise<void> {
    const { storeHash } = this.#state;
    if (this.#alerted.has(capability)) return;
    this.#alerted.add(capability);
    await raiseAlert({ storeHash, cause: 'scope-missing', message: `a permission is missing: ${capability}` });
  }

  #attempt(what: string, action: () => Promise<unknown>): Promise<boolean> {
    return attempt(this.#state.storeHash, what, action);
  }
}

/** @param at epoch ms */
function isDue(at: number | undefined, now = Date.now()): boolean {
  return at !== undefined && now >= at;
}
