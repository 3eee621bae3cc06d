import { z } from 'zod';
import { listOf, optionalText } from './fields.ts';
import type { MerchantCaller } from './merchant-request.ts';

/** A webhook of the merchant. Its signing key is never read back. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** `OrderShipped`, `ProductStockLevelChanged`; three more are not published (UNCONFIRMED). */
  readonly type: string | undefined;
}

/** A webhook to write. */
export interface NewWebhook {
  /** http or https; the host needs a dot. */
  readonly url: string;
  /** The secret of the deliveries' signature. */
  readonly key: string;
  readonly type: string;
  readonly customHeaders?: Readonly<Record<string, string>>;
}

/** Webhooks (ApiV1). */
export interface WebhooksResource {
  list(): Promise<readonly Webhook[]>;
  create(webhook: NewWebhook): Promise<Webhook>;
  update(id: string, webhook: NewWebhook): Promise<Webhook>;
  /** @throws HttpFailure `NotFound` where it is gone already */
  remove(id: string): Promise<void>;
}

const path = '/api/v1/WebHooks';

const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  // The .NET client numbers the types, the contract names them.
  type: z.union([optionalText, z.number().transform(String)]),
});

/** The literal `null` stands for none. */
const webhooks = listOf(webhookSchema);

/** @internal */
export function createWebhooks(caller: MerchantCaller): WebhooksResource {
  return {
    list: () => caller.row({ method: 'GET', path }, webhooks),
    create: (webhook) => caller.row({ method: 'POST', path, body: webhook }, webhookSchema),
    update: (id, webhook) =>
      caller.row({ method: 'PUT', path: `${path}/{}`, id, body: { ...webhook, id } }, webhookSchema),
    remove: (id) => caller.done({ method: 'DELETE', path: `${path}/{}`, id }),
  };
}
