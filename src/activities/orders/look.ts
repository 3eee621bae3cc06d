import type { LookAnswer, WarehouseRow } from '../../domain/orders/learn/warehouse-rows.ts';
import type { BoughtLine, LineCode } from '../../domain/orders/facts/codes.ts';
import { codesOfLines } from './line-codes.ts';
import { addressDigester } from './address-digests.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { againWhereUnclear } from '../runtime/retry-unreadable.ts';
import { allowingForClocks } from '../../domain/shared/look-back.ts';
import { lookUnder, searchSince } from './find-warehouse-order.ts';
import type { OfOrder } from './read-order.ts';

interface LookRequest extends OfOrder {
  readonly references: readonly string[];
  readonly digestKey?: string;
  readonly fresh?: boolean;
}

interface SearchRequest extends OfOrder {
  /** ISO time; the warehouse's clock may differ a little, so it is asked from an hour before. */
  readonly since: string;
  readonly fresh?: boolean;
}

interface CodesRequest extends OfOrder {
  readonly lines: readonly BoughtLine[];
  readonly fresh?: boolean;
}

/** Looks into the warehouse: nothing is changed there. */
export function createLooks(deps: Dependencies) {
  return {
    /** All that stands under these references. One request each. */
    lookUpInWarehouse({ storeHash, references, digestKey, fresh = false }: LookRequest): Promise<LookAnswer> {
      return againWhereUnclear(async () => {
        const open = await deps.connections.open(storeHash, 'orders', { fresh });
        const digester = digestKey === undefined ? undefined : addressDigester(deps.sealer, storeHash, digestKey);
        return (await lookUnder(open, references, digester)).answer;
      });
    },

    /** All of one order that changed since a time: for parts whose references nobody knows. One request a page. */
    searchWarehouse({ storeHash, orderId, since, fresh = false }: SearchRequest): Promise<readonly WarehouseRow[]> {
      return againWhereUnclear(async () => {
        const open = await deps.connections.open(storeHash, 'orders', { fresh });
        return searchSince(open, orderId, new Date(allowingForClocks(since)).toISOString());
      });
    },

    /** What the warehouse calls some lines today, where that is not what they were bought as. */
    findCodes({ storeHash, lines, fresh = false }: CodesRequest): Promise<readonly LineCode[]> {
      return againWhereUnclear(async () => {
        const open = await deps.connections.open(storeHash, 'orders', { fresh });
        return codesOfLines(deps, open, lines);
      });
    },
  };
}
