import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { HoldReason } from '../contract/hold-reasons.ts';
import { workflowId, type StoreHash } from '../contract/ids.ts';
import { orderMessages } from '../contract/messages.ts';
import type { FulfilOrderInput, HeldOrder, OrderStatus, OrderStory, ReleaseDecision } from '../contract/orders.ts';
import { heldFilter, releaseDecision, retryFilter } from '../contract/schemas/orders.ts';
import { runPriority, TaskQueue, WorkflowType } from '../contract/temporal.ts';
import { integrationKey, orderKey, type Calls } from './calls.ts';
import { checked } from './checked.ts';
import { InvalidInput, NotFound, OgoshipError, Refused } from './errors.ts';
import { heldOrderIds, heldOrders } from './held-orders.ts';
import { statusOfOpen } from './integration-overview.ts';

/** Held runs are released at this rate, so that a bulk retry does not send a store's whole backlog at once. */
const RETRIES_PER_SECOND = 50;

/** What `fulfil` did. */
export interface FulfilmentStarted {
  readonly orderId: number;
  /** For the Temporal UI. */
  readonly workflowId: string;
  /** `running`: a run was open already, and was told to look again. */
  readonly outcome: 'started' | 'running';
}

/** The store's orders on their way through the warehouse. */
export class Orders {
  readonly #calls: Calls;
  readonly #storeHash: StoreHash;

  constructor(calls: Calls, storeHash: StoreHash) {
    this.#calls = calls;
    this.#storeHash = storeHash;
  }

  /**
   * Takes one order, whatever its age and, where it is paid, its status. What is in myOGO or shipped already is
   * adopted, never repeated. An order that is under way is told to look again.
   * @throws InvalidInput where the store has no such order
   */
  async fulfil(orderId: number): Promise<FulfilmentStarted> {
    const id = this.#id(orderId);
    await this.#lookUp(orderId);
    for (let tries = 1; ; tries += 1) {
      if (await this.#start(orderId)) return { orderId, workflowId: id, outcome: 'started' };
      try {
        await this.#signalRetry(id, ended);
        return { orderId, workflowId: id, outcome: 'running' };
      } catch (error) {
        // It ended between the two: then it can be started.
        if (!(error instanceof NotFound) || tries === 3) throw error;
      }
    }
  }

  /**
   * Where the order stands, address by address. Without a run, what the store and the warehouse hold.
   * @throws InvalidInput where the store has no such order
   */
  async status(orderId: number): Promise<OrderStatus> {
    const { orderId: id, stage, summary, hold, addresses } = await this.explain(orderId);
    return { orderId: id, stage, summary, ...(hold === undefined ? {} : { hold }), addresses };
  }

  /**
   * The order's story: where it stands, every decision with its reasons, every effect with its time, and what it waits
   * for. After Temporal's retention, what the store and the warehouse hold.
   * @throws InvalidInput where the store has no such order
   */
  async explain(orderId: number): Promise<OrderStory> {
    const id = this.#id(orderId);
    try {
      return await this.#calls.query(id, orderMessages.status, ended);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
    return (await this.#storyOfEnded(id)) ?? this.#lookUp(orderId);
  }

  /**
   * Lets a held order try again: it reads the store's order anew and judges by the present links and settings.
   * @throws Refused where the order has no open run
   */
  async retry(orderId: number): Promise<void> {
    await this.#signalRetry(this.#id(orderId), () => notOpen(orderId));
  }

  /**
   * Lets every held order try again, at most 50 a second.
   * @returns how many were told
   */
  async retryHeld(options: { readonly reason?: HoldReason } = {}): Promise<number> {
    const { reason } = checked(retryFilter, options, 'options');
    await statusOfOpen(this.#calls, this.#storeHash);
    const ids = new Set<string>();
    if (reason === undefined) for await (const id of heldOrderIds(this.#calls, this.#storeHash)) ids.add(id);
    else for (const { orderId } of await this.held({ reason })) ids.add(this.#id(orderId));
    let told = 0;
    for (const id of ids) {
      try {
        await this.#signalRetry(id, ended);
        told += 1;
      } catch (error) {
        if (!(error instanceof NotFound)) throw error; // it went on meanwhile
      }
      await pause(1000 / RETRIES_PER_SECOND);
    }
    return told;
  }

  /**
   * Settles what is held by a person's decision, for one address or for all held ones, and answers with what came of
   * it: `use-code` with this myOGO shipping code; `hand-over-again`; `treat-as-done`; `cancel`.
   * @throws InvalidInput for a decision that cannot be
   * @throws Refused where nothing of the order is held, or the order has no open run
   */
  async release(orderId: number, decision: ReleaseDecision): Promise<OrderStory> {
    const id = this.#id(orderId);
    const decided = checked(releaseDecision, decision, 'decision');
    return this.#calls.update(id, orderMessages.release, [decided], () => notOpen(orderId), false);
  }

  /**
   * Cancels the order: before hand-over it stops, after it myOGO is asked to cancel, and what that gave is in the
   * answer.
   * @throws Refused where the order has no open run
   */
  async cancel(orderId: number): Promise<OrderStory> {
    return this.#calls.update(this.#id(orderId), orderMessages.cancel, [], () => notOpen(orderId));
  }

  /**
   * What is held, one entry an address; address 0 stands for an order that could not be read at all. Which orders are
   * asked comes from a visibility list, so an order that holds since a second may be missing.
   * @param options.reason only this one
   * @param options.limit at most so many entries
   */
  async held(options: { readonly reason?: HoldReason; readonly limit?: number } = {}): Promise<readonly HeldOrder[]> {
    const { reason, limit } = checked(heldFilter, options, 'options');
    await statusOfOpen(this.#calls, this.#storeHash);
    return heldOrders(this.#calls, this.#storeHash, reason, limit ?? Number.POSITIVE_INFINITY);
  }

  /** @returns false where a run is open already */
  async #start(orderId: number): Promise<boolean> {
    const storeHash = this.#storeHash;
    const input: FulfilOrderInput = { storeHash, orderId, byHand: true };
    const start = () =>
      this.#calls.client.workflow.start(WorkflowType.fulfilOrder, {
        workflowId: this.#id(orderId),
        taskQueue: TaskQueue.main,
        args: [input],
        priority: runPriority(storeHash, 'orders'),
        typedSearchAttributes: [
          { key: integrationKey, value: storeHash },
          { key: orderKey, value: `${storeHash}-${orderId}` },
        ],
        staticSummary: `Order ${orderId} of store ${storeHash}`,
      });
    try {
      await this.#calls.ask(ended, start);
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  async #storyOfEnded(id: string): Promise<OrderStory | undefined> {
    const handle = this.#calls.client.workflow.getHandle(id);
    try {
      const { status } = await this.#calls.ask(ended, () => handle.describe());
      if (status.name !== 'COMPLETED') return undefined; // terminated or failed: both sides know more
      return (await this.#calls.ask(ended, () => handle.result())) as OrderStory; // what this workflow returns
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }

  async #lookUp(orderId: number): Promise<OrderStory> {
    await statusOfOpen(this.#calls, this.#storeHash);
    try {
      return await this.#calls.lookup<'order'>(this.#storeHash, { kind: 'order', orderId });
    } catch (error) {
      if (!(error instanceof OgoshipError) || !(error instanceof NotFound)) throw error;
      throw new InvalidInput(`The store has no order ${orderId}.`, { field: 'orderId', expected: EXPECTED_ID });
    }
  }

  #signalRetry(id: string, gone: () => OgoshipError): Promise<void> {
    return this.#calls.ask(gone, () => this.#calls.client.workflow.getHandle(id).signal(orderMessages.retry));
  }

  #id(orderId: number): string {
    if (!Number.isSafeInteger(orderId) || orderId <= 0) {
      throw new InvalidInput('The order id is no order number.', { field: 'orderId', expected: EXPECTED_ID });
    }
    return workflowId.fulfilOrder(this.#storeHash, orderId);
  }
}

const EXPECTED_ID = 'the number of an order in the store, for example 1042';

function ended(): OgoshipError {
  return new NotFound('The order has no open run.');
}

function notOpen(orderId: number): Refused {
  return new Refused(`Order ${orderId} has no open run.`, {
    field: 'orderId',
    expected: 'fulfil it: what is done already is not repeated',
  });
}
