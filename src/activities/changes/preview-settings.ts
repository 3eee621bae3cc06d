import { FailureType } from '../../contract/failures.ts';
import { takingSettings } from '../../contract/integration/setting-effects.ts';
import type { SettingsSeen } from '../../contract/lookup.ts';
import type { Settings, SettingsPatch } from '../../contract/settings.ts';
import { patchSettings } from '../../domain/integration/settings.ts';
import { takenStatuses, taking } from '../../domain/orders/eligibility.ts';
import { pagesOf, type PageOptions } from '../../http/paging.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import { activityFailure } from '../runtime/failures.ts';
import { serverTime } from '../runtime/server-clock.ts';

/** Pages of 250 of each status: a person waits. */
const MOST_PAGES = 8;

/** Which orders that the store has now would be taken by other settings, and which would not be any more. */
export async function previewSettings(
  { store, connection }: OpenConnection,
  patch: SettingsPatch,
): Promise<SettingsSeen> {
  const before = connection.settings;
  const patched = patchSettings(before, patch, { now: new Date(serverTime()).toISOString(), store: connection.store });
  if ('problem' in patched) {
    const { field, message, expected } = patched.problem;
    throw activityFailure(FailureType.invalidInput, message, { field, expected });
  }
  const after = patched.settings;
  const counts = patched.fields.some((field) => takingSettings.includes(field));
  const takes = new Counted();
  const leaves = new Counted();
  const [since] = [before.ordersFrom, after.ordersFrom].sort((a, b) => Date.parse(a) - Date.parse(b));
  let atLeast = false;
  const statuses = counts ? new Set([...takenStatuses(before), ...takenStatuses(after)]) : [];
  for (const statusId of statuses) {
    const filter = { statusId, minDateCreated: since ?? after.ordersFrom, sort: 'id:asc', limit: 250 } as const;
    for await (const found of pagesOf(
      'bigcommerce',
      (at: typeof filter & PageOptions) => store.orders.list(at),
      filter,
    )) {
      for (const row of found.rows) {
        const takenBy = (settings: Settings): boolean => taking(row, settings).kind === 'take';
        if (takenBy(before) === takenBy(after)) continue;
        (takenBy(after) ? takes : leaves).add(row.dateCreated);
      }
      // What cannot be read may be another one.
      atLeast ||= found.unreadable.length > 0;
      if (found.page < MOST_PAGES) continue;
      atLeast ||= found.more;
      break;
    }
  }
  return { takes: takes.result, leaves: leaves.result, atLeast };
}

class Counted {
  #orders = 0;
  #oldest: number | undefined;

  add(dateCreated: string): void {
    this.#orders += 1;
    const at = Date.parse(dateCreated);
    if (!Number.isNaN(at)) this.#oldest = Math.min(at, this.#oldest ?? at);
  }

  get result(): SettingsSeen['takes'] {
    return {
      orders: this.#orders,
      ...(this.#oldest === undefined ? {} : { oldest: new Date(this.#oldest).toISOString() }),
    };
  }
}
