import type { Settings } from '../../contract/settings.ts';

/** The settings that touch every level, and the location that levels are written to, as one text. */
export function stockSettingsOf(settings: Settings, locationId: number): string {
  const { stockBuffer, waitingStatuses, importStatuses, ordersFrom, notAtWarehouse } = settings;
  const statuses = [[...waitingStatuses].sort(), [...importStatuses].sort()];
  return JSON.stringify([stockBuffer, ...statuses, locationId, ordersFrom, ...notAtWarehouse]);
}

/** The location in such a text. */
function locationIn(stockSettings: string | undefined): number | undefined {
  if (stockSettings === undefined) return undefined;
  const parts: unknown = JSON.parse(stockSettings);
  const locationId: unknown = Array.isArray(parts) ? parts[3] : undefined;
  return typeof locationId === 'number' ? locationId : undefined;
}

/** The locations to leave after a change: those of before, and the one of the settings before. Never the present one. */
export function leftAfter(left: readonly number[], before: string | undefined, now: string): readonly number[] {
  const locations = [...left, locationIn(before)].filter((id) => id !== undefined);
  return [...new Set(locations)].filter((id) => id !== locationIn(now));
}
