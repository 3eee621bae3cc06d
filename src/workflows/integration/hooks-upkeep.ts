import { CancellationScope, condition, isCancellation, patched } from '@temporalio/workflow';
import { defined } from '../../contract/defined.ts';
import { Patch } from '../../contract/registered-names.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import { attempt } from './attempt.ts';
import { ensureHooks, removeHooks } from './integration-activities.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** After a look that failed, and then twice as long each time. */
const FIRST_PAUSE_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 6 * HOUR_MS;

/** When webhooks are looked at, when their earned trust is judged anew, and how they end. */
export class HooksUpkeep {
  readonly #state: IntegrationState;
  /** Epoch ms: a pause after a failure. */
  #notBefore = 0;
  /** Looks that failed in a row. */
  #failures = 0;
  /** A look that is under way. */
  #looking: CancellationScope | undefined;
  #leaving = false;

  constructor(state: IntegrationState) {
    this.#state = state;
  }

  /** Epoch ms; `undefined` where there are none to look at. */
  get dueAt(): number | undefined {
    const checkAt = this.#checkAt;
    const { until } = this.#state.snapshot.stretch ?? {};
    const times = [checkAt, this.#state.snapshot.hooks === undefined ? undefined : until];
    const due = times.filter((at) => at !== undefined);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  async run(): Promise<void> {
    const state = this.#state;
    const checkAt = this.#checkAt;
    if (checkAt !== undefined && Date.now() >= checkAt) {
      await this.#look();
      return;
    }
    const { stretch } = state.snapshot;
    if (stretch?.until !== undefined && Date.now() >= stretch.until) state.stretchAnew();
  }

  /**
   * Takes them away and then does what ends the integration: none is made meanwhile, and a look that is under way has ended
   * before, so that it leaves none behind. Where the end fails the store is still connected, and they are made again.
   */
  async leave<T>(end: (left: readonly string[]) => Promise<T>): Promise<T> {
    const state = this.#state;
    const { storeHash } = state;
    this.#leaving = true;
    try {
      const cutShort = this.#looking !== undefined;
      this.#looking?.cancel();
      await condition(() => this.#looking === undefined);
      const { hooks, hooksPlace } = state.snapshot;
      let left: readonly string[] = [];
      if (hooks !== undefined || hooksPlace !== undefined) {
        const placed = (hooks?.hooks ?? []).map(({ side, id }) => ({ side, ...defined({ id }) }));
        const done = await attempt(storeHash, 'the webhooks could not be removed', async () => {
          left = await removeHooks({ storeHash, placed, cutShort });
        });
        if (!done) left = ['BigCommerce or myOGO did not answer: webhooks may be left there'];
        state.hooksRemoved();
      }
      return await end(left);
    } finally {
      this.#leaving = false;
    }
  }

  async #look(): Promise<void> {
    const state = this.#state;
    const { storeHash } = state;
    const missing = state.snapshot.missingCapabilities;
    const scope = new CancellationScope();
    this.#looking = scope;
    try {
      const done = await scope.run(() =>
        attempt(storeHash, 'the webhooks could not be looked at', async () => {
          state.hooksChecked(await ensureHooks({ storeHash, missing }));
        }),
      );
      this.#failures = done ? 0 : this.#failures + 1;
      this.#notBefore = done ? 0 : Date.now() + this.#pauseMs();
    } catch (error) {
      if (!isCancellation(error) || !this.#leaving) throw error;
    } finally {
      this.#looking = undefined;
    }
  }

  #pauseMs(): number {
    if (!patched(Patch.growingLook)) return HOUR_MS;
    return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1));
  }

  /** At once where they are not what they should be, daily otherwise, and within the hour after an odd silence or an untold change. */
  get #checkAt(): number | undefined {
    const { hooks, hooksPlace, stretch, credentials, live, heedsTrouble } = this.#state.snapshot;
    if (hooksPlace === undefined || !live || this.#leaving || !this.#state.schedules.running) return undefined;
    if (hooks === undefined || hooks.place !== hooksPlace || hooks.version !== credentials?.version) {
      return this.#notBefore;
    }
    const isDoubted = heedsTrouble === true && hooks.isDoubted === true;
    const isOdd = stretch?.odd === true || hooks.blocked !== undefined || isDoubted;
    const pause = isOdd ? HOUR_MS : hooks.problems.length > 0 ? 6 * HOUR_MS : DAY_MS;
    return Math.max(this.#notBefore, Date.parse(hooks.checkedAt) + pause);
  }
}
