import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import { attempt } from './attempt.ts';
import { ensureHooks } from './integration-activities.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** When webhooks are looked at, and when their earned trust is judged anew. */
export class HooksUpkeep {
  readonly #state: IntegrationState;
  /** Epoch ms: a pause after a failure. */
  #notBefore = 0;

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

  get isDue(): boolean {
    const at = this.dueAt;
    return at !== undefined && Date.now() >= at;
  }

  async run(): Promise<void> {
    const state = this.#state;
    const { storeHash } = state;
    const checkAt = this.#checkAt;
    if (checkAt !== undefined && Date.now() >= checkAt) {
      const missing = state.snapshot.missingCapabilities;
      const done = await attempt(storeHash, 'the webhooks could not be looked at', async () => {
        state.hooksChecked(await ensureHooks({ storeHash, missing }));
      });
      this.#notBefore = done ? 0 : Date.now() + HOUR_MS;
      return;
    }
    const { stretch } = state.snapshot;
    if (stretch?.until !== undefined && Date.now() >= stretch.until) state.stretchAnew();
  }

  /** At once where they are not what they should be, daily otherwise, and after each odd silence. */
  get #checkAt(): number | undefined {
    const { hooks, hooksPlace, stretch, credentials, live } = this.#state.snapshot;
    if (hooksPlace === undefined || !live || !this.#state.schedules.running) return undefined;
    if (hooks === undefined || hooks.place !== hooksPlace || hooks.version !== credentials?.version) {
      return this.#notBefore;
    }
    const pause = stretch?.odd === true ? HOUR_MS : hooks.problems.length > 0 ? 6 * HOUR_MS : DAY_MS;
    return Math.max(this.#notBefore, Date.parse(hooks.checkedAt) + pause);
  }
}
