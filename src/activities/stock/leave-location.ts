import { WorkflowNotFoundError } from '@temporalio/client';
import { STOCK_NOTE, type DriftReport } from '../../contract/changes.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { isNotAtWarehouse, mayBeElsewhere } from '../../domain/shared/not-at-warehouse.ts';
import { planWrites, type WantedLevel } from '../../domain/stock/stock-writes.ts';
import { pagesOf } from '../../http/paging.ts';
import type { InventoryFilter } from '../../bigcommerce/inventory/inventory.ts';
import type { ChangedFilter } from '../../myogo/merchant-request.ts';
import { elsewhereOf } from '../products/elsewhere/kept-elsewhere.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { patiently } from '../runtime/retry-in-place.ts';
import { inventoryWriter } from './writers/stock-writers.ts';
import { readTracking } from './writers/store-levels.ts';
import { withFlowing } from '../runtime/with-store.ts';
import { locationOf } from './location.ts';
import { codesOf } from './odd-rows.ts';

export interface LeaveLocation {
  readonly storeHash: StoreHash;
  readonly locationId: number;
  /** True where the comparison that wrote the new place asks: elsewhere it is waited for. */
  readonly written: boolean;
}

/** Activities around the places that stock is written to. */
export function createLocationActivities(deps: Pick<Dependencies, 'temporal' | 'connections' | 'products'>) {
  return {
    /**
     * Takes the levels away that we wrote to a location which is not the store's any more: goods that are sold at the
     * new one must not be sold there a second time. Ours are the SKUs that myOGO knows, without those that the merchant keeps
     * elsewhere, and counts; all others stay.
     * @returns how many levels were taken away, or why that must be tried again
     */
    leaveLocation({ storeHash, locationId, written }: LeaveLocation): Promise<number | 'not-yet'> {
      return withFlowing(deps, storeHash, 'stock', async (open) => {
        const { connection } = open;
        const { locationIds, inventoryScope } = connection.store ?? {};
        const present = locationOf(connection).locationId;
        if (present === locationId || locationIds?.includes(locationId) === false) return 0;
        if (inventoryScope !== true) return 'not-yet';
        if (!written && !(await isCompared(deps, workflowId.reconcile(storeHash)))) return 'not-yet';
        return takeAway(deps, open, locationId, present);
      });
    },
  };
}

/** Nothing is taken away that the present place does not have: there it may not have been written. */
async function takeAway(
  deps: Pick<Dependencies, 'products'>,
  open: OpenConnection,
  locationId: number,
  present: number,
): Promise<number | 'not-yet'> {
  const { store, merchant } = open;
  const kept = await patiently(() => elsewhereOf(deps, open));
  const ours = new Set<string>();
  const listed = (filter: ChangedFilter) => patiently(() => merchant.stock.list(filter));
  const rows: WantedLevel[] = [];
  let missing = 0;
  for await (const page of pagesOf('myogo', listed, {})) {
    // A code that is there is ours, whatever its row says else; one that cannot be read may be any.
    const codes = [...page.rows.map(({ productCode }) => productCode), ...codesOf(page.unreadable)];
    for (const code of codes) if (!isNotAtWarehouse(kept.entries, code)) ours.add(code);
    missing += page.unreadable.filter(({ id }) => id === undefined).length;
  }

  const items = (filter: InventoryFilter) => patiently(() => store.inventory.items(filter));
  for await (const page of pagesOf('bigcommerce', items, { limit: 1_000 })) {
    missing += page.unreadable.filter(({ sku }) => sku === undefined || ours.has(sku)).length;
    for (const { sku, productId, variantId, locations } of page.rows) {
      const level = locations.find((at) => at.locationId === locationId)?.onHand ?? 0;
      if (level === 0 || !ours.has(sku)) continue;
      const isHere = !mayBeElsewhere(kept, { sku, productId, variantId });
      if (isHere && locations.some((at) => at.locationId === present))
        rows.push({ sku, productId, variantId, level, wanted: 0 });
      else missing += 1;
    }
  }
  const products = [...new Set(rows.map(({ productId }) => productId))];
  const tracking = await readTracking(store, products, patiently);
  missing += tracking.unread.size;
  const { writes } = planWrites(rows, (productId) => tracking.of.get(productId));
  const refused = await inventoryWriter(store, locationId, patiently).write(writes);
  return missing > 0 || refused.length > 0 ? 'not-yet' : writes.length;
}

/** True where the newest comparison has ended and has written the levels of the present place. */
async function isCompared({ temporal }: Pick<Dependencies, 'temporal'>, id: string): Promise<boolean> {
  try {
    const comparison = temporal.workflow.getHandle(id);
    if ((await comparison.describe()).status.name !== 'COMPLETED') return false;
    const { notes } = (await comparison.result()) as DriftReport; // what this workflow returns
    return !notes.some((note) => note.startsWith(STOCK_NOTE));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
