import type { ProductToBring, RefusedProduct } from '../../contract/products.ts';

/** What stops a run until a person or an event lets it go on. */
export interface Standstill {
  readonly reason: 'integration-paused' | 'scope-missing';
  readonly message: string;
}

/** What a run carries over when it continues as new. */
export interface CreateProductsSnapshot {
  /** Epoch ms of the first run's start. */
  readonly startedAt: number;
  readonly position: number;
  readonly end: boolean;
  readonly todo: readonly ProductToBring[];
  readonly rows: number | null;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: readonly RefusedProduct[];
  readonly refusedCount: number;
  readonly received: boolean;
  readonly receivedTold: boolean;
}
