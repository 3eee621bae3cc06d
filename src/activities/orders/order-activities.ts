import type { Dependencies } from '../runtime/dependencies.ts';
import { createCorrections } from './correct.ts';
import { createHandOver } from './hand-over.ts';
import { createKeepDecisions } from './keep-decisions.ts';
import { createLooks } from './look.ts';
import { createReadOrder } from './read-order.ts';
import { unlessReset } from './reset-run.ts';
import { createShip } from '../shipping/ship.ts';
import { createStoreWrites } from './store-writes.ts';

/** What an order's run asks of both sides. All personal data goes straight through, inside one activity. */
export function createOrderActivities(deps: Dependencies) {
  return {
    ...createReadOrder(deps),
    ...unlessReset(deps, {
      ...createLooks(deps),
      ...createHandOver(deps),
      ...createCorrections(deps),
      ...createShip(deps),
      ...createStoreWrites(deps),
      ...createKeepDecisions(deps),
    }),
  };
}
