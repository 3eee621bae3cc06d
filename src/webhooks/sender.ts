import type { Client } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { Hint } from '../contract/integration/hooks.ts';
import { workflowId, type StoreHash } from '../contract/ids.ts';
import { hintMessages } from '../contract/messages.ts';
import { integrationKey } from '../contract/runs/search-attributes.ts';
import { runPriority, TaskQueue, WorkflowType } from '../contract/temporal.ts';
import { HintGate } from '../domain/changes/hint-gate.ts';

/** So long Temporal may take to accept a hint; then the delivery is refused, and comes again. */
const ACCEPT_WITHIN_MS = 3_000;
/** Stores whose gates are kept, those that told last; one that is forgotten has its burst again. */
const MOST_STORES = 20_000;
/** Hints that Temporal was given and has not answered. More are refused without asking it. */
const MOST_UNANSWERED = 1_000;

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

export interface HintsOptions {
  /** So long a hint is waited for. */
  readonly withinMs?: number;
  readonly mostUnanswered?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

/**
 * All stores' gates: each store has its own, so that a flood of one is not another's. Whoever waits for Temporal is
 * answered in time, and what Temporal has not answered is bounded, however long that lasts.
 */
export class Hints {
  readonly #send: SendHint;
  readonly #withinMs: number;
  readonly #mostUnanswered: number;
  readonly #now: () => number;
  readonly #gates = new LRUCache<StoreHash, HintGate<Promise<void>>>({ max: MOST_STORES });
  #unanswered = 0;

  constructor(
    send: SendHint,
    { withinMs = ACCEPT_WITHIN_MS, mostUnanswered = MOST_UNANSWERED, now = () => performance.now() }: HintsOptions = {},
  ) {
    this.#send = send;
    this.#withinMs = withinMs;
    this.#mostUnanswered = mostUnanswered;
    this.#now = now;
  }

  /** Hints that Temporal was given and has not answered, whoever still waits for them. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** Fulfilled when the hint, or one that covers it, is safe. Rejected where that failed, or took too long. */
  async take(storeHash: StoreHash, hint: Hint): Promise<Taken> {
    const now = this.#now();
    const gate = this.#gateOf(storeHash, now);
    const passage = gate.pass(hint, now);
    if ('covered' in passage) {
      await passage.covered;
      return 'covered';
    }
    const sent = this.#sendVia(gate, storeHash, passage);
    passage.kept(sent);
    try {
      await sent;
      return 'sent';
    } catch (error) {
      gate.lost(sent);
      throw error;
    }
  }

  #sendVia(
    gate: HintGate<Promise<void>>,
    storeHash: StoreHash,
    { send: hint, price }: { readonly send: Hint; readonly price: number },
  ): Promise<void> {
    if (this.#unanswered >= this.#mostUnanswered) {
      gate.unused(price);
      return Promise.reject(new Error(`Temporal has not answered ${this.#unanswered} hints before it`));
    }
    this.#unanswered += 1;
    const answered = this.#send(storeHash, hint)
      // One that was accepted too late has cost what it costs.
      .catch((error: unknown) => {
        gate.unused(price);
        throw error;
      })
      .finally(() => {
        this.#unanswered -= 1;
      });
    return within(answered, this.#withinMs);
  }

  #gateOf(storeHash: StoreHash, now: number): HintGate<Promise<void>> {
    const known = this.#gates.get(storeHash);
    if (known !== undefined) return known;
    const gate = new HintGate<Promise<void>>(now);
    this.#gates.set(storeHash, gate);
    return gate;
  }
}

/** The SDK may try on after its deadline where the server is busy; who delivers does not wait so long. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Temporal did not accept it within ${ms / 1_000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
