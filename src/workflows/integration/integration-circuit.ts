import type { TestReport } from '../../contract/integration/access.ts';
import type { PendingWork } from '../../domain/integration/integration-snapshot.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';

/** The first look at refused credentials, and the longest pause between two. */
const PROBE_MS = 60_000;
const LONGEST_PROBE_MS = 3_600_000;
/** The same for refusals that no test confirms: they must not set off one test after the other. */
const CONFIRM_MS = 2_000;
const LONGEST_CONFIRM_MS = 600_000;

/** False where a side was away and none refused: nothing is confirmed, and nothing disproved. */
export function isJudged({ refused, unreachable }: TestReport): boolean {
  return refused !== undefined || unreachable === undefined;
}

type Probe = NonNullable<PendingWork['probe']>;

/**
 * When the credentials are tested. A refusal that an activity met is confirmed at once; a circuit that is closed is
 * probed with a growing pause, because one bad answer is not believed for good: an outage may look like a refusal.
 */
export class Circuit {
  readonly #state: IntegrationState;
  #probe: Probe | undefined;
  /** The end of the last test that confirmed nothing, and the pause after it. */
  #quiet: { readonly until: number; readonly pauseMs: number } | undefined;

  constructor(state: IntegrationState, probe: Probe | undefined) {
    this.#state = state;
    this.#probe = probe;
  }

  get probe(): Probe | undefined {
    return this.#probe;
  }

  /** Epoch ms of the next test. */
  get dueAt(): number | undefined {
    const { testNow, connected, unconfirmed, probes } = this.#state;
    if (testNow && connected) return 0;
    if (unconfirmed !== undefined) return this.#quiet?.until ?? 0;
    if (!probes) return undefined;
    this.#probe ??= { at: Date.now() + PROBE_MS, pauseMs: PROBE_MS };
    return this.#probe.at;
  }

  /** Plans the next one. @param test.done false where a side could not be asked */
  tested({ confirming, done }: { readonly confirming: boolean; readonly done: boolean }): void {
    const now = Date.now();
    if (!this.#state.probes) {
      this.#probe = undefined;
    } else {
      const pauseMs = this.#probe === undefined ? PROBE_MS : Math.min(LONGEST_PROBE_MS, this.#probe.pauseMs * 2);
      this.#probe = { at: now + pauseMs, pauseMs };
    }
    if (!confirming) return;
    const wasQuiet = this.#quiet === undefined || now > this.#quiet.until + 2 * this.#quiet.pauseMs;
    const before = wasQuiet ? 0 : (this.#quiet?.pauseMs ?? 0);
    const pauseMs = Math.min(LONGEST_CONFIRM_MS, Math.max(CONFIRM_MS, before * 2));
    this.#quiet = done && this.#state.probes ? undefined : { until: now + pauseMs, pauseMs };
  }
}
