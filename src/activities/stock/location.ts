import type { Connection } from '../../contract/integration.ts';

/** BigCommerce's default location, where the token may not read which one it is. */
const DEFAULT_LOCATION = 1;

/** Where a store's stock is written. */
export function locationOf({ settings, store }: Pick<Connection, 'settings' | 'store'>): {
  readonly locationId: number;
  readonly defaultLocation: number;
} {
  const defaultLocation = store?.defaultLocationId ?? DEFAULT_LOCATION;
  return { locationId: settings.locationId ?? defaultLocation, defaultLocation };
}
