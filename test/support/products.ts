import { setTimeout as wait } from 'node:timers/promises';
import { QueryNotRegisteredError, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { workflowId } from '../../src/contract/ids.ts';
import { goodsInMessages, productMessages } from '../../src/contract/messages.ts';
import type {
  CreateProductsInput,
  ProductPage,
  ProductPageRequest,
  ProductsProgress,
  ProductsReport,
} from '../../src/contract/products.ts';
import { runPriority, TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
import type { Shop } from './shop.ts';

/** What a merchant does with products, through the runs themselves. */
export interface ProductDesk {
  /** Starts a run that brings products to myOGO. */
  start(part?: Partial<CreateProductsInput>): Promise<WorkflowHandleWithFirstExecutionRunId>;
  /** Runs it to its end. */
  create(part?: Partial<CreateProductsInput>): Promise<ProductsReport>;
  progress(): Promise<ProductsProgress>;
  /** The progress as soon as it fits: waits on the run's own state. */
  untilProgress(fits: (progress: ProductsProgress) => boolean): Promise<ProductsProgress>;
  list(request?: ProductPageRequest): Promise<ProductPage>;
  awaited(): Promise<readonly string[]>;
  /** How often myOGO created each code. */
  createdCodes(): Readonly<Record<string, number>>;
  requests(side: 'store' | 'warehouse', route: string): number;
}

export function productDesk({ sandbox, worker, storeHash }: Shop): ProductDesk {
  const { workflow } = worker.client;
  const run = workflow.getHandle(workflowId.createProducts(storeHash));
  let lookups = 0;
  const desk: ProductDesk = {
    start: (part) =>
      workflow.start(WorkflowType.createProducts, {
        workflowId: workflowId.createProducts(storeHash),
        taskQueue: TaskQueue.main,
        args: [{ storeHash, selection: { all: true }, ...part }],
        priority: runPriority(storeHash, 'catalogue'),
        workflowIdConflictPolicy: 'FAIL',
      }),
    create: async (part) => (await desk.start(part)).result() as Promise<ProductsReport>,
    progress: () => run.query(productMessages.progress),
    untilProgress: async (fits) => {
      for (;;) {
        const progress = await desk.progress();
        if (fits(progress)) return progress;
        const { status } = await run.describe();
        if (status.name !== 'RUNNING') {
          // It may have ended since it was asked.
          const last = await desk.progress();
          if (fits(last)) return last;
          throw new Error(`the run is ${status.name}: ${JSON.stringify(last)}`);
        }
        await wait(100);
      }
    },
    list: (request = {}) =>
      workflow.execute(WorkflowType.lookup, {
        workflowId: workflowId.lookup(storeHash, `products-${(lookups += 1)}`),
        taskQueue: TaskQueue.main,
        args: [{ storeHash, request: { kind: 'products', request } }],
      }) as Promise<ProductPage>,
    // A run that follows one which has ended answers once it knows what that one kept.
    awaited: async () => {
      for (const end = Date.now() + 60_000; ;) {
        try {
          return await workflow.getHandle(workflowId.goodsIn(storeHash)).query(goodsInMessages.awaited);
        } catch (error) {
          if (!(error instanceof QueryNotRegisteredError) || Date.now() > end) throw error;
          await wait(50);
        }
      }
    },
    createdCodes: () => sandbox.control.ledger().effects['myogo product created'] ?? {},
    requests: (side, route) => sandbox.control.ledger().requests[side][route] ?? 0,
  };
  return desk;
}
