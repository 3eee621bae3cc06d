import { createHash } from 'node:crypto';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { integrationKey } from '../contract/runs/search-attributes.ts';
import { workflowId, type StoreHash } from '../contract/ids.ts';
import { productMessages } from '../contract/messages.ts';
import type {
  CreateProductsInput,
  ProductPage,
  ProductPageRequest,
  ProductSelection,
  ProductsProgress,
  ProductsReport,
} from '../contract/products.ts';
import { Memo } from '../contract/registered-names.ts';
import { productPageRequest, productSelection } from '../contract/schemas/products.ts';
import { runPriority, TaskQueue, WorkflowType } from '../contract/temporal.ts';
import { unknownIntegration, type Calls } from './calls/calls.ts';
import { checked } from './calls/checked.ts';
import { Refused } from './errors.ts';
import { statusOfOpen } from './calls/status-of-open.ts';
import { isOpen } from '../contract/runs/open-runs.ts';

/** A report is awaited for as long as it takes: hours for a large catalogue. */
const FOR_EVER_MS = 7 * 24 * 3_600_000;

/** A run that creates products. It goes on whether or not anybody watches. */
export interface ProductsRun {
  /** For the Temporal UI. */
  readonly workflowId: string;
  readonly runId: string;
  /** True where the same selection was under way already. */
  readonly joined: boolean;
  /** How far it is; after its end, what it ended with. */
  progress(): Promise<ProductsProgress>;
  /** Waits for the end: what was created, updated, refused and why. */
  result(): Promise<ProductsReport>;
  /**
   * Starts nothing more; what is in flight comes to its end, and the report says `cancelled`.
   * @throws Refused where this run has ended; a later one of the store is not touched
   */
  cancel(): Promise<void>;
}

/** The store's products beside myOGO's. */
export class Products {
  readonly #calls: Calls;
  readonly #storeHash: StoreHash;

  constructor(calls: Calls, storeHash: StoreHash) {
    this.#calls = calls;
    this.#storeHash = storeHash;
  }

  /**
   * One page of the store's catalogue, each row with how it stands beside myOGO.
   * @throws InvalidInput for a page, limit or state that cannot be
   */
  async list(request: ProductPageRequest = {}): Promise<ProductPage> {
    const page = checked(productPageRequest, request, 'request');
    await statusOfOpen(this.#calls, this.#storeHash);
    return this.#calls.lookup<'products'>(this.#storeHash, { kind: 'products', request: page });
  }

  /**
   * Starts bringing products to myOGO: all of them, or those with the SKUs named. The same selection that is under way
   * already is joined.
   * @throws InvalidInput for an empty selection
   * @throws Refused while another selection is under way
   */
  async create(selection: ProductSelection): Promise<ProductsRun> {
    const wanted = selectionOf(selection);
    await statusOfOpen(this.#calls, this.#storeHash);
    const id = workflowId.createProducts(this.#storeHash);
    const input: CreateProductsInput = { storeHash: this.#storeHash, selection: wanted };
    const digest = digestOf(wanted);
    const start = () =>
      this.#calls.client.workflow.start(WorkflowType.createProducts, {
        workflowId: id,
        taskQueue: TaskQueue.main,
        args: [input],
        memo: { [Memo.selection]: digest },
        priority: runPriority(this.#storeHash, 'catalogue'),
        typedSearchAttributes: [{ key: integrationKey, value: this.#storeHash }],
        staticSummary: `Create products of store ${this.#storeHash}`,
      });
    const gone = () => unknownIntegration(this.#storeHash);
    try {
      const { firstExecutionRunId } = await this.#calls.ask(gone, start, { sent: { workflowId: id } });
      return this.#run(id, firstExecutionRunId, false);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    const running = await this.#calls.ask(gone, () => this.#calls.client.workflow.getHandle(id).describe());
    if (running.memo?.[Memo.selection] === digest) return this.#run(id, firstRunIdOf(running), true);
    throw new Refused('Another selection of this store’s products is being created.', {
      field: 'selection',
      expected: `wait for that run, or cancel it (Request Cancellation on ${id} in the Temporal Web UI), then start again`,
    });
  }

  /** @param runId of the first run of a chain: a long one continues as new, and another selection is another chain */
  #run(id: string, runId: string, joined: boolean): ProductsRun {
    const calls = this.#calls;
    const gone = () => new Refused('The run has ended.', { expected: 'its result()' });
    /** The newest run of this chain, where it is open. By the id alone it could be a later selection's. */
    const present = async (): Promise<WorkflowExecutionDescription> => {
      const found = await calls.ask(gone, () => calls.client.workflow.getHandle(id).describe());
      if (firstRunIdOf(found) !== runId || !isOpen(found.status.name)) throw gone();
      return found;
    };
    const result = async (): Promise<ProductsReport> => {
      const report: unknown = await calls.ask(gone, () => calls.client.workflow.getHandle(id, runId).result(), {
        withinMs: FOR_EVER_MS,
        // Whoever waits no more hears which run goes on.
        sent: { workflowId: id },
      });
      return report as ProductsReport; // what this workflow returns
    };
    return {
      workflowId: id,
      runId,
      joined,
      result,
      progress: async () => {
        try {
          await present();
          return await calls.query(id, productMessages.progress, gone);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          return finalProgress(await result());
        }
      },
      cancel: async () => {
        // The server takes the cancellation of an ended run in silence.
        await present();
        const handle = calls.client.workflow.getHandle(id, undefined, { firstExecutionRunId: runId });
        await calls.ask(gone, () => handle.cancel(), { sent: { workflowId: id } });
      },
    };
  }
}

function finalProgress({ created, updated, unchanged, refusedCount, cancelled }: ProductsReport): ProductsProgress {
  const done = created + updated + unchanged + refusedCount;
  return {
    total: done,
    done,
    created,
    updated,
    unchanged,
    refused: refusedCount,
    remaining: 0,
    rate: 0,
    secondsLeft: 0,
    cancelled,
  };
}

function firstRunIdOf({ runId, raw }: WorkflowExecutionDescription): string {
  return raw.workflowExecutionInfo?.firstRunId || runId;
}

function selectionOf(given: ProductSelection): ProductSelection {
  const selection = checked(productSelection, given, 'selection');
  return 'all' in selection ? selection : { skus: [...new Set(selection.skus)] };
}

function digestOf(selection: ProductSelection): string {
  if ('all' in selection) return 'all';
  return createHash('sha256')
    .update(JSON.stringify([...selection.skus].sort()))
    .digest('hex');
}
