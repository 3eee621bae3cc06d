import {
  condition,
  defineSignal,
  executeChild,
  proxyActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

const stage = defineSearchAttributeKey('OgoStage', SearchAttributeType.KEYWORD);
const { nothing } = proxyActivities<{ nothing(): Promise<void> }>({
  startToCloseTimeout: '1m',
  scheduleToCloseTimeout: '1 day',
  heartbeatTimeout: '10s',
});

/** As many activities, signals and upserts as an undisturbed order, with nothing in them. */
export async function bareOrder(): Promise<void> {
  let shipped = false;
  setHandler(defineSignal('shipped'), () => {
    shipped = true;
  });
  await nothing(); // reads the order
  await nothing(); // hands over
  upsertSearchAttributes([{ key: stage, value: 'handed-over' }]);
  await condition(() => shipped);
  await nothing(); // writes the shipment
  upsertSearchAttributes([{ key: stage, value: 'shipped' }]);
}

/** As many children as products, each with one activity that does nothing; as many at once as the real run has. */
export async function bareFanOut(count: number, atOnce: number): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await executeChild(bareProduct, { workflowId: `${workflowInfo().workflowId}:${next}` });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

export async function bareProduct(): Promise<void> {
  await nothing();
}
