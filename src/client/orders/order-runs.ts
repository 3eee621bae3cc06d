import { WithStartWorkflowOperation } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, type UpdateDefinition } from '@temporalio/common';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { FulfilOrderInput, OrderStory } from '../../contract/orders.ts';
import { orderRunStart } from '../../contract/runs/order-run.ts';
import { WorkflowType } from '../../contract/temporal.ts';
import type { Calls } from '../calls/calls.ts';
import { unlessNotThere } from '../calls/not-there.ts';
import { NotFound, Refused, type OgoshipError } from '../errors.ts';

/** The runs of one store's orders: a new one goes on with what the last one knew. */
export class OrderRuns {
  readonly #calls: Calls;
  readonly #storeHash: StoreHash;

  constructor(calls: Calls, storeHash: StoreHash) {
    this.#calls = calls;
    this.#storeHash = storeHash;
  }

  /** @returns false where a run is open already */
  async start(orderId: number): Promise<boolean> {
    const runId = await this.#newest(orderId);
    const run = this.#run(orderId, { byHand: true, ...(runId === undefined ? {} : { follows: { runId } }) });
    try {
      const start = () => this.#calls.client.workflow.start(WorkflowType.fulfilOrder, run);
      await this.#calls.ask(ended, start, { sent: { workflowId: run.workflowId } });
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  /**
   * The order's run has ended: another goes on with its account, and takes the message as its first.
   * @throws Refused where no run of the order is known
   */
  async goOn<Args extends unknown[]>(
    orderId: number,
    message: UpdateDefinition<OrderStory, Args>,
    args: Args,
  ): Promise<OrderStory> {
    const runId = await this.#newest(orderId);
    if (runId === undefined) throw notOpen(orderId);
    return this.#calls.twice(
      () => notOpen(orderId),
      (updateId) =>
        this.#calls.client.workflow.executeUpdateWithStart(message, {
          args,
          updateId,
          startWorkflowOperation: new WithStartWorkflowOperation(WorkflowType.fulfilOrder, {
            ...this.#run(orderId, { follows: { runId } }),
            workflowIdConflictPolicy: 'USE_EXISTING',
          }),
        }),
      false,
      workflowId.fulfilOrder(this.#storeHash, orderId),
    );
  }

  /** How the last run ended; `undefined` where it was ended from outside, or where none is known: both sides know more. */
  async storyOfEnded(orderId: number): Promise<OrderStory | undefined> {
    const handle = this.#calls.client.workflow.getHandle(workflowId.fulfilOrder(this.#storeHash, orderId));
    const last = await unlessNotThere(this.#calls.ask(ended, () => handle.describe()));
    if (last?.status.name !== 'COMPLETED') return undefined;
    const result: unknown = await unlessNotThere(this.#calls.ask(ended, () => handle.result()));
    if (result === undefined) return undefined;
    const story = { ...(result as OrderStory & { account?: unknown }) }; // what this workflow returns
    delete story.account;
    return story;
  }

  async #newest(orderId: number): Promise<string | undefined> {
    const handle = this.#calls.client.workflow.getHandle(workflowId.fulfilOrder(this.#storeHash, orderId));
    return (await unlessNotThere(this.#calls.ask(ended, () => handle.describe())))?.runId;
  }

  #run(orderId: number, of: Pick<FulfilOrderInput, 'byHand' | 'follows'>) {
    return orderRunStart({ storeHash: this.#storeHash, orderId, ...of });
  }
}

export function ended(): OgoshipError {
  return new NotFound('The order has no open run.');
}

export function notOpen(orderId: number): Refused {
  return new Refused(`Order ${orderId} has no open run.`, {
    field: 'orderId',
    expected: `an order that has one; orders.fulfil(${orderId}) begins it, and what is done already is not repeated`,
  });
}
