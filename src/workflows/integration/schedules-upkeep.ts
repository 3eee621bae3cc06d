import { condition, patched } from '@temporalio/workflow';
import { Patch } from '../../contract/registered-names.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import { attempt } from './attempt.ts';
import { ensureSchedules } from './integration-activities.ts';

/** Links come in files: one copy is made of all of them. */
const COPY_AFTER_MS = 10_000;

/** Brings the schedules in Temporal to what they should be, keeps with them what outlives this run, and lets them go. */
export class SchedulesUpkeep {
  readonly #state: IntegrationState;
  #copyAt: number | undefined;
  #making = false;
  #leaving = false;

  constructor(state: IntegrationState) {
    this.#state = state;
  }

  get differ(): boolean {
    return this.#state.schedulesDiffer && !this.#leaving;
  }

  /** Epoch ms of the next copy; 0 where its time is not set yet. */
  get dueAt(): number | undefined {
    return this.#state.copyDiffers && !this.#leaving ? (this.#copyAt ?? 0) : undefined;
  }

  async follow(): Promise<void> {
    const state = this.#state;
    const { schedules, storeHash, copy, snapshot } = state;
    const takeBack = snapshot.mendSchedules;
    const done = await this.#make('the schedules could not be updated', async () => {
      const request = { storeHash, ...schedules, keeps: copy.kept, takeBack };
      const { pausedByPerson, hooksPlace } = await ensureSchedules(request);
      // Somebody may have enabled or resumed meanwhile: then a pause by hand is taken back after this.
      const mend = !takeBack && state.snapshot.mendSchedules && patched(Patch.laterWord);
      state.schedulesEnsured(schedules, pausedByPerson, mend);
      state.hooksPlaced(hooksPlace);
      state.copied(copy.is);
    });
    if (!done) state.schedulesMissed(schedules);
  }

  /** Settings, links and people's words are kept with a schedule: it outlives this run, whoever ends that. */
  async copy(now: number): Promise<void> {
    const state = this.#state;
    if (!state.copyDiffers || this.#leaving) {
      this.#copyAt = undefined;
      return;
    }
    if (this.#copyAt === undefined || now < this.#copyAt) {
      this.#copyAt ??= now + COPY_AFTER_MS;
      return;
    }
    const { schedules, storeHash, copy } = state;
    const request = { storeHash, ...schedules, keeps: copy.kept };
    this.#copyAt = undefined;
    await this.#make('settings and links could not be copied', () => ensureSchedules(request));
    // Where it failed, the next change copies all of it.
    state.copied(copy.is);
  }

  /**
   * Takes them away by what is given: none is made meanwhile, nor after the end, and one that is just being made is there
   * before, so that none is left behind. Where that fails the store is still connected, and they are looked after as before.
   */
  async leave(remove: () => Promise<void>): Promise<void> {
    if (!patched(Patch.laterWord)) return remove();
    this.#leaving = true;
    try {
      await condition(() => !this.#making);
      await remove();
    } finally {
      this.#leaving = this.#state.disconnected;
    }
  }

  async #make(what: string, work: () => Promise<unknown>): Promise<boolean> {
    this.#making = true;
    try {
      return await attempt(this.#state.storeHash, what, work);
    } finally {
      this.#making = false;
    }
  }
}
