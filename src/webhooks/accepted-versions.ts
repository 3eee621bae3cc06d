import { QueryRejectedError, WorkflowNotFoundError } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { StoreHash } from '../contract/ids.ts';
import { isRejectedAsPaused } from '../contract/runs/open-runs.ts';

/** How long an answer is used: each costs a query, and secrets change once in a long while. */
const ASK_AGAIN_MS = 60 * 60_000;
/** A secret that the answer does not know may be newer than the answer. */
const ASK_SOONER_MS = 10_000;
/** A store that was disconnected may be connected again. */
const ASK_WHETHER_BACK_MS = 60_000;

/** The oldest version of a store's credentials whose secret its hooks may still carry; `undefined` where nobody says. */
export type AskOldest = (storeHash: StoreHash) => Promise<number | undefined>;

/**
 * `outdated`: its secret is out of use. `disconnected`: whatever is told of the store is nobody's business any more; hooks
 * that could not be taken away go on telling.
 */
export type Judged = 'current' | 'outdated' | 'disconnected';

type Answer = { readonly oldest: number | undefined } | 'disconnected';

/**
 * Which secrets are out of use: those older than the hooks'. Nobody waits for the answer: until it is there, and where the
 * integration does not answer, every secret of ours is taken, because all that a delivery can do is to have somebody look.
 */
export class AcceptedVersions {
  readonly #ask: AskOldest;
  readonly #now: () => number;
  readonly #known = new LRUCache<StoreHash, { readonly at: number; readonly answer: Answer }>({ max: 20_000 });
  readonly #asking = new Set<StoreHash>();

  constructor(ask: AskOldest, now: () => number = () => performance.now()) {
    this.#ask = ask;
    this.#now = now;
  }

  judge(storeHash: StoreHash, version: number): Judged {
    const known = this.#known.get(storeHash);
    const judged = judgedBy(known?.answer, version);
    const age = known === undefined ? Infinity : this.#now() - known.at;
    if (age > askAgainAfter[judged]) this.#refresh(storeHash);
    return judged;
  }

  #refresh(storeHash: StoreHash): void {
    if (this.#asking.has(storeHash)) return;
    this.#asking.add(storeHash);
    void this.#ask(storeHash)
      .then((oldest): Answer => ({ oldest }))
      .catch((error: unknown): Answer => {
        const gone = error instanceof WorkflowNotFoundError || error instanceof QueryRejectedError;
        if (gone && !isRejectedAsPaused(error)) return 'disconnected';
        return this.#known.get(storeHash)?.answer ?? { oldest: undefined };
      })
      .then((answer) => this.#known.set(storeHash, { at: this.#now(), answer }))
      .finally(() => this.#asking.delete(storeHash));
  }
}

const askAgainAfter: Readonly<Record<Judged, number>> = {
  current: ASK_AGAIN_MS,
  outdated: ASK_SOONER_MS,
  disconnected: ASK_WHETHER_BACK_MS,
};

function judgedBy(answer: Answer | undefined, version: number): Judged {
  if (answer === 'disconnected') return answer;
  return answer?.oldest === undefined || version >= answer.oldest ? 'current' : 'outdated';
}
