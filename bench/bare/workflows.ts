import { condition, defineSignal, proxyActivities, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
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
  setHandler(defineSignal('found'), () => undefined);
  setHandler(defineSignal('shipped'), () => {
    shipped = true;
  });
  await nothing(); // reads the order
  await nothing(); // matches the shipping method
  await nothing(); // hands over
  upsertSearchAttributes([{ key: stage, value: 'handed-over' }]);
  await condition(() => shipped);
  await nothing(); // writes the shipment
  upsertSearchAttributes([{ key: stage, value: 'shipped' }]);
}
