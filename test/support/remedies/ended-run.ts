import { defaultPayloadConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { orderRunStart } from '../../../src/contract/runs/order-run.ts';
import { WorkflowType } from '../../../src/contract/temporal.ts';
import type { OrderFacts } from '../../../src/domain/orders/facts/facts.ts';
import { PLAYED } from '../replay.ts';
import type { Shop } from '../shop.ts';

/** A run of the order that ended with this account, as far as the server can tell: what the next run follows. */
export async function endedWith({ worker, storeHash }: Shop, orderId: number, account: OrderFacts): Promise<void> {
  const { client, namespace } = worker;
  const taskQueue = `time-passes-${orderId}`;
  const start = { ...orderRunStart({ storeHash, orderId }), taskQueue };
  await client.workflow.start(WorkflowType.fulfilOrder, start);
  const { workflowService } = client;
  const { taskToken } = await workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: taskQueue } });
  await workflowService.respondWorkflowTaskCompleted({
    namespace,
    taskToken,
    identity: PLAYED,
    commands: [
      {
        commandType: temporal.api.enums.v1.CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION,
        completeWorkflowExecutionCommandAttributes: {
          result: { payloads: [defaultPayloadConverter.toPayload({ account })] },
        },
      },
    ],
  });
}
