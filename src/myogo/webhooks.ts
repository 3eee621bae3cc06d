import { z } from 'zod';
import type { RowKind, Rows } from '../http/rows.ts';
import { optionalText, word } from './fields.ts';
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
  list(): Promise<Rows<Webhook>>;
  create(webhook: NewWebhook): Promise<Webhook>;
  update(id: string, webhook: NewWebhook): Promise<Webhook>;
  /** @throws HttpFailure `NotFound` where it is gone already */
  remove(id: string): Promise<void>;
}

const path = '/api/v1/WebHooks';

// The .NET client numbers the types, the contract names them.
const webhookRows: RowKind<Webhook> = {
  name: 'webhook',
  keys: ['id'],
  schema: z.object({ id: word, url: word, type: optionalText }),
};

/** @internal */
export function createWebhooks(caller: MerchantCaller): WebhooksResource {
  return {
    list: () => caller.wholeList({ method: 'GET', path }, webhookRows),
    create: (webhook) => caller.row({ method: 'POST', path, body: webhook }, webhookRows),
    update: (id, webhook) =>
      caller.row({ method: 'PUT', path: `${path}/{}`, id, body: { ...webhook, id } }, webhookRows),
    remove: (id) => caller.done({ method: 'DELETE', path: `${path}/{}`, id }),
  };
}
