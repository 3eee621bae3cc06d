import { defined } from '../../contract/defined.ts';
import type { OddStockRow } from '../../contract/changes.ts';
import { FailureType } from '../../contract/failures.ts';
import type { Check, StoreProfile } from '../../contract/integration/access.ts';
import type { InventoryLocation } from '../../bigcommerce/inventory/inventory-items.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { Rows } from '../../http/rows.ts';
import type { OpenApis } from '../runtime/connections.ts';

export interface FoundProfile {
  readonly profile: StoreProfile;
  readonly id: string | undefined;
  /** Rows that could not be read. */
  readonly odd: readonly OddStockRow[];
}

/** What the store tells of itself; each part only where the token may read it. */
export async function profileOf(open: OpenApis, checks: readonly Check[]): Promise<FoundProfile> {
  const may = (capability: string) => checks.some((check) => check.capability === capability && check.ok === true);
  const information = may('Information & Settings: read') ? await open.store.store.get() : undefined;
  const settings = information === undefined ? undefined : await optional(() => open.store.inventory.settings());
  const locations = may('Store Locations: read') ? await optional(() => open.store.inventory.locations()) : undefined;
  const defaultLocation = locations?.rows.find(({ isDefault }) => isDefault)?.id;
  const locationIds = locations === undefined ? undefined : idsOf(locations);
  const behavior = settings?.updateStockBehavior;
  const profile: StoreProfile = {
    ...(information === undefined
      ? {}
      : {
          name: information.name,
          currency: information.currency,
          weightUnit: information.weightUnits,
          dimensionUnit: information.dimensionUnits,
          ...(information.timeZone === '' ? {} : { timeZone: information.timeZone }),
        }),
    ...defined({ defaultLocationId: defaultLocation, locationIds }),
    ...(behavior === 'order_placed' || behavior === 'order_completed_or_shipped'
      ? { updateStockBehavior: behavior }
      : {}),
    inventoryScope: may('Store Inventory: read') && may('Store Inventory: modify'),
  };
  const odd = locations === undefined ? [] : [...locations.unreadable, ...locations.leftOut];
  return { profile, id: information?.id, odd };
}

/** The ids of all locations, also of those that cannot be read; unknown where that of one cannot. */
function idsOf({ rows, unreadable }: Rows<InventoryLocation>): readonly number[] | undefined {
  const ids = [...rows, ...unreadable].map(({ id }) => Number(id));
  return ids.every((id) => Number.isSafeInteger(id)) ? ids : undefined;
}

/** A part that some plans or tokens may not read, and that nothing rests on. */
async function optional<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (
      error instanceof HttpFailure &&
      (error.type === FailureType.scopeMissing || error.type === FailureType.notFound)
    )
      return undefined;
    throw error;
  }
}
