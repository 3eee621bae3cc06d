import { setTimeout as pause } from 'node:timers/promises';
import { ScheduleOverlapPolicy, type ScheduleDescription } from '@temporalio/client';
import type { LatestChangesReport } from '../../contract/changes.ts';
import { scheduleId, workflowId, type StoreHash } from '../../contract/ids.ts';
import type { IntegrationStage, IntegrationStatus } from '../../contract/integration.ts';
import { rotation } from '../../contract/integration/rotation.ts';
import { integrationMessages } from '../../contract/messages.ts';
import { enableLatestChanges } from '../../contract/schemas/integration.ts';
import { pausedByPerson, pausedInTemporal } from '../../contract/runs/schedule-words.ts';
import { unknownIntegration, type Calls } from '../calls/calls.ts';
import { checked } from '../calls/checked.ts';
import { Refused, Unavailable } from '../errors.ts';
import { statusOfOpen } from '../calls/status-of-open.ts';
import { scheduleOf } from './legs.ts';

/** A run bounds itself by a quarter of an hour, and one may be under way before ours. */
const RUN_WITHIN_MS = 35 * 60_000;
const LOOK_EVERY_MS = 250;
/** As long as the integration itself waits for its schedules, and a little more. */
const FOLLOWS_WITHIN_MS = 25_000;
const LONGEST_LOOK_MS = 2_000;

/** The recurring run that moves what changed, both ways. */
export class LatestChanges {
  readonly #calls: Calls;
  readonly #storeHash: StoreHash;
  /** Who calls: shown to whoever finds them disabled. */
  readonly #by: string | undefined;

  constructor(calls: Calls, storeHash: StoreHash, by: string | undefined) {
    this.#calls = calls;
    this.#storeHash = storeHash;
    this.#by = by;
  }

  /**
   * Switches latest changes on. A schedule that somebody deleted or paused in Temporal is mended, also where they are on.
   * @param options.every the cadence, for example `5m`; default: as set, or the worker's
   * @param options.force also while myOGO has nothing in stock: the store's levels then become zero
   * @throws Refused while there are no goods in stock, or while the integration is paused
   */
  async enable(options: { readonly every?: string; readonly force?: boolean } = {}): Promise<IntegrationStatus> {
    const request = checked(enableLatestChanges, options, 'options');
    return this.#calls.update(
      workflowId.integration(this.#storeHash),
      integrationMessages.enableLatestChanges,
      [request],
      this.#gone,
    );
  }

  /**
   * Switches latest changes off, until a person enables them. No run begins any more; one that is under way writes no level
   * and takes no order after 20 seconds. Runs of orders that are under way go on.
   */
  disable(): Promise<IntegrationStatus> {
    return this.#calls.update(
      workflowId.integration(this.#storeHash),
      integrationMessages.disableLatestChanges,
      [this.#by === undefined ? {} : { by: this.#by }],
      this.#gone,
    );
  }

  /**
   * Runs once now, beside the cadence, and waits for the report. While a run is under way, one follows it: it sees
   * whatever changed before this call. Callers at the same time share that run.
   * @throws Refused while latest changes are disabled or paused
   * @throws Unavailable where Temporal has not taken their schedule in time
   */
  async runNow(): Promise<LatestChangesReport> {
    const present = await this.#ready();
    const schedule = this.#calls.client.schedule.getHandle(present.scheduleId);
    const describe = () => this.#calls.ask(this.#noSchedule, () => schedule.describe());
    const before = new Set(runsOf(present).map(({ runId }) => runId));
    const trigger = () => schedule.trigger(ScheduleOverlapPolicy.BUFFER_ONE);
    // Its run gets its id when it begins.
    await this.#calls.ask(this.#noSchedule, trigger, { sent: {} });

    const until = Date.now() + RUN_WITHIN_MS;
    while (Date.now() < until) {
      const run = runsOf(await describe()).find(({ runId }) => !before.has(runId));
      if (run !== undefined) {
        const handle = this.#calls.client.workflow.getHandle(run.id, run.runId);
        const withinMs = until - Date.now();
        const report: unknown = await this.#calls.ask(this.#noSchedule, () => handle.result(), {
          withinMs,
          sent: { workflowId: run.id },
        });
        return report as LatestChangesReport; // the schedule's only workflow
      }
      await pause(LOOK_EVERY_MS); // a schedule has no way to say that it has started something
    }
    throw new Unavailable('The run did not begin in time.', { expected: 'ask status() for the last run' });
  }

  /**
   * The schedule, where it runs. One that does not follow the integration yet is waited for: enabling, resuming and
   * connecting answer although Temporal is slow to take it.
   * @throws Refused where a person or the integration holds it, or somebody has deleted it
   * @throws Unavailable where it does not follow in time
   */
  async #ready(): Promise<ScheduleDescription> {
    const until = Date.now() + FOLLOWS_WITHIN_MS;
    for (let waitMs = LOOK_EVERY_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_LOOK_MS)) {
      const { latestChanges, stage, lastTest } = await statusOfOpen(this.#calls, this.#storeHash);
      if (!latestChanges.allowed) {
        throw new Refused(`Latest changes do not run: ${latestChanges.why ?? 'they are not enabled'}.`, {
          expected: remedyOf(stage, lastTest),
        });
      }
      const present = await scheduleOf(this.#calls, scheduleId.latestChanges(this.#storeHash));
      if (present?.state.paused === false) return present;
      // The integration learns of a pause or a deletion in the Temporal UI only when it next looks at its schedules.
      const note = present && pausedByPerson(present.state);
      if (note !== undefined) {
        throw new Refused(`Latest changes are ${pausedInTemporal(note)}.`, {
          expected: `the schedule ${scheduleId.latestChanges(this.#storeHash)} unpaused in the Temporal UI`,
        });
      }
      if (present === undefined && latestChanges.running) throw this.#noSchedule();
      if (latestChanges.unconfirmed === true || Date.now() + waitMs >= until) throw notFollowed();
      await pause(waitMs);
    }
  }

  readonly #gone = () => unknownIntegration(this.#storeHash);
  readonly #noSchedule = () =>
    new Refused('Latest changes have no schedule.', { expected: 'latestChanges.enable() makes it anew' });
}

/** Enabled, and Temporal's schedule is as it was before. */
function notFollowed(): Unavailable {
  return new Unavailable('Latest changes are enabled, and their schedule in Temporal is not updated yet.', {
    expected:
      'the same call in a minute; latestChanges.enable() updates it at once, and the maintenance within the hour',
  });
}

/** What lets them, or a comparison, run. */
export function remedyOf(stage: IntegrationStage, lastTest: IntegrationStatus['lastTest']): string {
  if (stage === 'paused') return 'resume()';
  return stage === 'needs-credentials' ? rotation(lastTest) : 'latestChanges.enable()';
}

function runsOf({ info }: ScheduleDescription): readonly { readonly id: string; readonly runId: string }[] {
  const started = [...info.recentActions.map(({ action }) => action), ...info.runningActions];
  return started.map(({ workflow }) => ({ id: workflow.workflowId, runId: workflow.firstExecutionRunId }));
}
