import type { Client } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { Hint } from '../contract/integration/hooks.ts';
import { workflowId, type StoreHash } from '../contract/ids.ts';
import { hintMessages } from '../contract/messages.ts';
import { integrationKey } from '../contract/runs/search-attributes.ts';
import { runPriority, TaskQueue, WorkflowType } from '../contract/temporal.ts';
import { HintGate } from '../domain/changes/hint-gate.ts';

/** So long Temporal may take to accept a hint; then the delivery is refused, and comes again. */
export const ACCEPT_WITHIN_MS = 3_000;
/** Stores whose gates are kept, those that told last; one that is forgotten has its burst again. */
const MOST_STORES = 20_000;

export type SendHint = (storeHash: StoreHash, hint: Hint) => Promise<void>;

/** Gives a hint to the store's run, which it starts where there is none. Fulfilled when Temporal has accepted it. */
export function hintSender(client: Client, withinMs = ACCEPT_WITHIN_MS): SendHint {
  return async (storeHash, hint) => {
    await client.withDeadline(Date.now() + withinMs, () =>
      client.workflow.signalWithStart(WorkflowType.hints, {
        workflowId: workflowId.hints(storeHash),
        taskQueue: TaskQueue.main,
        args: [{ storeHash }],
        signal: hintMessages.hint,
        signalArgs: [hint],
        priority: runPriority(storeHash, 'orders'),
        typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
        staticSummary: `What webhooks of store ${storeHash} hint at`,
      }),
    );
  };
}

/** What became of a delivery's hint. */
export type Taken = 'sent' | 'covered';

/** All stores' gates: each store has its own, so that a flood of one is not another's. */
export class Hints {
  readonly #send: SendHint;
  readonly #now: () => number;
  readonly #gates = new LRUCache<StoreHash, HintGate<Promise<void>>>({ max: MOST_STORES });

  constructor(send: SendHint, now: () => number = () => performance.now()) {
    this.#send = send;
    this.#now = now;
  }

  /** Fulfilled when the hint, or one that covers it, is safe. Rejected where that failed. */
  async take(storeHash: StoreHash, hint: Hint): Promise<Taken> {
    const now = this.#now();
    const gate = this.#gateOf(storeHash, now);
    const passage = gate.pass(hint, now);
    if ('covered' in passage) {
      await passage.covered;
      return 'covered';
    }
    const sent = this.#send(storeHash, passage.send);
    passage.kept(sent);
    try {
      await sent;
      return 'sent';
    } catch (error) {
      gate.lost(sent);
      throw error;
    }
  }

  #gateOf(storeHash: StoreHash, now: number): HintGate<Promise<void>> {
    const known = this.#gates.get(storeHash);
    if (known !== undefined) return known;
    const gate = new HintGate<Promise<void>>(now);
    this.#gates.set(storeHash, gate);
    return gate;
  }
}
