import { createHmac } from 'node:crypto';
import { deliverTo } from '../store/hook-delivery.ts';
import type { World } from '../world.ts';
import type { MerchantState, WebHook } from './merchant-state.ts';

/** UNCONFIRMED: myOGO's retry policy is not public. */
const maxAttempts = 4;

/** base64(HMAC-SHA256(raw body, key)) */
export const sign = (body: string, key: string): string => createHmac('sha256', key).update(body).digest('base64');

/** Sends an event to every webhook of its type. The payload (UNCONFIRMED) is that of the read. */
export function announce(
  world: World,
  merchant: MerchantState,
  type: 'OrderShipped' | 'ProductStockLevelChanged',
  payload: () => unknown,
): void {
  if (merchant.webHooks.size === 0) return;
  const body = JSON.stringify(payload());
  for (const hook of merchant.webHooks.values()) if (hook.type === type) void deliver(world, merchant, hook, body, 0);
}

async function deliver(
  world: World,
  merchant: MerchantState,
  hook: WebHook,
  body: string,
  attempt: number,
): Promise<void> {
  if (!merchant.webHooks.has(hook.id)) return;
  const delivered = await deliverTo(world, merchant.merchantId, hook.url, body, {
    ...hook.customHeaders,
    'X-OGoship-Hmac-SHA256': sign(body, hook.key),
  });
  world.ledger.record(delivered ? 'hook delivered' : 'hook failed', `${merchant.merchantId}/${hook.type}`, { attempt });
  if (delivered || attempt + 1 >= maxAttempts) return;
  const wait = world.settings.of(merchant.merchantId).webhookRetryMs * 2 ** attempt;
  world.due(world.clock.now() + wait, () => void deliver(world, merchant, hook, body, attempt + 1));
}
