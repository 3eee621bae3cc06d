import type { Client } from '@temporalio/client';
import type { Connections } from './connections.ts';
import type { BigCommerce } from '../../bigcommerce/client.ts';
import type { Myogo } from '../../myogo/client.ts';
import type { Metrics } from '../../observability/own-metrics.ts';
import type { KeyRing, Sealer } from '../../security/seal.ts';
import type { OrderCache } from '../orders/order-cache.ts';
import type { ProductMemory } from '../products/product-memory.ts';
import type { ChangeMemory } from './change-memory.ts';

/** What every activity factory is given by the worker's composition root. */
export interface Dependencies {
  readonly bigcommerce: BigCommerce;
  readonly myogo: Myogo;
  readonly sealer: Sealer;
  /** For signals, starts and schedules; queries of the entity go through `connections`. */
  readonly temporal: Client;
  readonly connections: Connections;
  /** What this process did or passed on lately, so that its own echo is no news. */
  readonly changes: ChangeMemory;
  /** Orders that were read a moment ago. */
  readonly recentOrders: OrderCache;
  /** Both sides' products, as this process knows them. */
  readonly products: ProductMemory;
  readonly metrics: Metrics;
  /** Milliseconds after a write of unknown outcome until looking is conclusive. */
  readonly settleMs: number;
  /** Milliseconds that an attempt of a write may go on after its run was ended from outside. */
  readonly writeAttemptMs: number;
  /** Milliseconds after which every worker heeds what a person forbade. */
  readonly heededAfterMs: number;
  /** Cadence of latest changes where the merchant set none, for example `5m`. */
  readonly latestChangesEvery: string;
  /** Where webhooks come to, and the keys of their addresses and secrets; `undefined`: there are none. */
  readonly webhooks?: { readonly publicUrl: string; readonly keys: KeyRing } | undefined;
}
