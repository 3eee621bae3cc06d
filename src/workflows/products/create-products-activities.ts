import { proxyActivities } from '@temporalio/workflow';
import { TaskQueue } from '../../contract/temporal.ts';
import type { createGoodsInActivities } from '../../activities/stock/goods-in.ts';
import type { createProductActivities } from '../../activities/products/products.ts';

export const { nextProducts } = proxyActivities<Pick<ReturnType<typeof createProductActivities>, 'nextProducts'>>({
  taskQueue: TaskQueue.scan,
  startToCloseTimeout: '4h',
  scheduleToCloseTimeout: '7 days',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '5m' },
  summary: 'Compare the next products',
});

export const { awaitGoods } = proxyActivities<Pick<ReturnType<typeof createGoodsInActivities>, 'awaitGoods'>>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  summary: 'Await the goods of new products',
});
