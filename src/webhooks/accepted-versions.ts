import { QueryRejectedError, WorkflowNotFoundError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { LRUCache } from 'lru-cache';
import type { StoreHash } from '../contract/ids.ts';

const { WORKFLOW_EXECUTION_STATUS_PAUSED: PAUSED } = proto.temporal.api.enums.v1.WorkflowExecutionStatus;

/** How long an answer is used: each costs a query, and secrets change once in a long while. */
const ASK_AGAIN_MS = 60 * 60_000;
/** A secret that the answer does not know may be newer than the answer. */
const ASK_SOONER_MS = 10_000;

/** The oldest version of a store's credentials whose secret its hooks may still carry; `undefined` where nobody says. */
export type AskOldest = (storeHash: StoreHash) => Promise<number | undefined>;

/**
 * Which secrets are out of use: those older than the hooks'. Nobody waits for the answer: until it is there, and where the
 * integration does not answer, every secret of ours is taken, because all that a delivery can do is to have somebody look.
 */
export class AcceptedVersions {
  readonly #ask: AskOldest;
  readonly #now: () => number;
  readonly #known = new LRUCache<StoreHash, { readonly at: number; readonly oldest: number | undefined }>({
    max: 20_000,
  });
  readonly #asking = new Set<StoreHash>();

  constructor(ask: AskOldest, now: () => number = () => performance.now()) {
    this.#ask = ask;
    this.#now = now;
  }

  accepts(storeHash: StoreHash, version: number): boolean {
    const known = this.#known.get(storeHash);
    const age = known === undefined ? Infinity : this.#now() - known.at;
    const isTaken = known?.oldest === undefined || version >= known.oldest;
    if (age > (isTaken ? ASK_AGAIN_MS : ASK_SOONER_MS)) this.#refresh(storeHash);
    return isTaken;
  }

  #refresh(storeHash: StoreHash): void {
    if (this.#asking.has(storeHash)) return;
    this.#asking.add(storeHash);
    void this.#ask(storeHash)
      .catch((error: unknown) => {
        // Disconnected: what is still delivered is stale, and harmless.
        const closed = error instanceof QueryRejectedError && error.status !== PAUSED;
        if (closed || error instanceof WorkflowNotFoundError) return undefined;
        return this.#known.get(storeHash)?.oldest;
      })
      .then((oldest) => this.#known.set(storeHash, { at: this.#now(), oldest }))
      .finally(() => this.#asking.delete(storeHash));
  }
}
