import { parseStoreHash, workflowId, type StoreHash } from './ids.ts';
import { WorkflowType } from './temporal.ts';

/** Parts that a store's awaited SKUs are spread over once they are too many for its own run. */
const AWAITED_SHARDS = 32;

/** Which part an awaited SKU is in, once there are parts. */
export function awaitedShardOf(sku: string): number {
  let hash = 0;
  for (let at = 0; at < sku.length; at += 1) hash = (Math.imul(hash, 31) + sku.charCodeAt(at)) | 0;
  // The low bits of such a sum hardly mix.
  return ((hash ^ (hash >>> 15)) >>> 0) % AWAITED_SHARDS;
}

/** All runs that may await SKUs of a store: its own, and the parts. */
export function awaitedRuns(storeHash: StoreHash): readonly string[] {
  const parts = Array.from({ length: AWAITED_SHARDS }, (_, shard) => workflowId.awaited(storeHash, shard));
  return [workflowId.goodsIn(storeHash), ...parts];
}

/** A run that keeps what is awaited, by its id. */
interface AwaitingRun {
  readonly type: string;
  /** What it is started with. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly storeHash?: StoreHash;
}

/** What a run is that keeps what is awaited; `undefined` for another one's id. */
export function awaitingRunOf(id: string): AwaitingRun | undefined {
  const [, merchantId] = /^goods-of:(.+)$/.exec(id) ?? [];
  if (merchantId !== undefined) return { type: WorkflowType.merchantGoods, input: { merchantId } };
  const [, hash = '', shard] = /^goods-in:([^:]+)(?::(\d+))?$/.exec(id) ?? [];
  const storeHash = parseStoreHash(hash);
  if (storeHash === undefined) return undefined;
  if (shard === undefined) return { type: WorkflowType.goodsIn, input: { storeHash }, storeHash };
  return { type: WorkflowType.awaitedPart, input: { storeHash, shard: Number(shard) }, storeHash };
}

/**
 * Which variant of the store an awaited SKU was created for, by SKU: a rename changes the SKU, and the goods are still to
 * come. A SKU of a store that is gone has none.
 */
export type AwaitedVariants = Readonly<Record<string, readonly [productId: number, variantId: number]>>;

/** SKUs of one answer that names none: a page of all. */
export const AWAITED_PAGE = 1_000;

/** Which awaited SKUs that know their variant are asked for: by SKU, by variant, or a page of all from a place on. */
export interface AskedVariants {
  readonly skus?: readonly string[];
  readonly variantIds?: readonly number[];
  readonly from?: number;
}

/** A store that awaits goods of its merchant. */
export interface HoldsAwaited {
  readonly storeHash: StoreHash;
  /** Its SKUs are in parts, too. */
  readonly inParts: boolean;
}

export interface MerchantGoodsInput {
  readonly merchantId: string;
  readonly after?: string;
}

export interface AwaitedPartInput {
  readonly storeHash: StoreHash;
  readonly shard: number;
  /** The run before it, where that one was ended from outside: what it kept is taken over before anything is answered. */
  readonly after?: string;
}

/** What a run that awaits goods keeps, for the one that follows it: as it would continue as new, and whose it still has to take over. */
export interface KeptAwaited<T> {
  readonly kept: T;
  readonly after?: string;
}

/** SKUs that a part takes over. */
export interface KeepAwaited {
  readonly skus: readonly string[];
  readonly variants?: AwaitedVariants;
  /** Which message of the store to this part it is, from 1: a part that is empty tells the last one it has seen. */
  readonly message: number;
}

/** Where a part hands its SKUs on to; `null`: nobody awaits them any more. */
export interface HandOn {
  readonly to: StoreHash | null;
}

/** What a part carries over when it continues as new. */
export interface AwaitedPartSnapshot {
  readonly awaited: string;
  readonly received: number;
  readonly message: number;
  readonly handsOn?: readonly HandOn[];
}

/** What is known of a part of the awaited SKUs. */
export interface PartSeen {
  readonly shard: number;
  /** The last message to it. */
  readonly message: number;
  readonly left: number;
  readonly received: number;
  /** It was started. */
  readonly begun?: true;
}

/** What a part tells its store's run. */
export interface PartReport {
  readonly shard: number;
  readonly left: number;
  /** SKUs whose goods have come since the part began. */
  readonly received: number;
  /** The last message that it has seen. */
  readonly message: number;
}

export interface LookForGoodsInput {
  readonly storeHash: StoreHash;
  /** ISO time of myOGO's clock; absent: everything is looked at. */
  readonly since?: string;
  /** Page to go on with, from 1. */
  readonly page: number;
  /** Not true where nothing is awaited by name: then any goods count. */
  readonly awaitsByName?: boolean;
  /** Parts that hold awaited SKUs, too. */
  readonly parts?: readonly number[];
  /** What was awaited is lost: it is looked for, and nothing else. */
  readonly lost?: true;
}

export interface GoodsFound {
  /** The merchant, so that its other stores can be told. */
  readonly merchantId?: string;
  /** Codes in stock of those that the run itself awaits; where nothing is awaited by name, the first one. */
  readonly received: readonly string[];
  /** Page to go on with, where there is more. */
  readonly nextPage?: number;
  /** ISO time of myOGO's clock when the look began. */
  readonly cursor: string;
  /** How often to look, from the settings, for example `15m`. */
  readonly every: string;
  /** So many SKUs that were lost are awaited again; these parts are gone, and these are there though nobody knew of them. */
  readonly foundAgain?: {
    readonly skus: number;
    readonly partsGone: readonly number[];
    readonly partsThere?: readonly PartSeen[];
  };
}
