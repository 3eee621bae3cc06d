import { Control } from './control/control.ts';
import type { SeedOptions } from './control/control.ts';
import { controlHandler } from './control/control-routes.ts';
import type { Effect, Ledger } from './ledger.ts';
import type { Observe } from './observed.ts';
import { storeServer } from './store/server.ts';
import { warehouseServer } from './warehouse/server.ts';
import type { StoreCredentials } from './world.ts';
import { World } from './world.ts';

export interface SandboxOptions extends SeedOptions {
  /** Port of the store's server; any free one without it. */
  storePort?: number;
  /** Port of the warehouse's server; any free one without it. */
  warehousePort?: number;
  /** Told of every API exchange of both sides that no fault touched; for checks within the same process. */
  observe?: Observe;
}

interface SandboxCredentials {
  stores: StoreCredentials[];
  oauth: { clientId: string; clientSecret: string };
}

/** A running sandbox: two servers on loopback over one state. */
export interface Sandbox {
  /** What stands for `https://api.bigcommerce.com`. */
  readonly storeUrl: string;
  /** What stands for `https://api.ogoship.com`. */
  readonly warehouseUrl: string;
  /** What stands for `https://my.ogoship.com/OAuth/Token`. */
  readonly tokenUrl: string;
  /** The credentials of the first seed; {@link Control.addStore} and {@link Control.access} answer with newer ones. */
  readonly credentials: SandboxCredentials;
  /** Does what the HTTP control API does. */
  readonly control: Control;
  readonly ledger: Ledger;
  /** The first effect that fits, also one of the past. */
  waitFor(fits: (effect: Effect) => boolean, options?: { since?: number; timeoutMs?: number }): Promise<Effect>;
  close(): Promise<void>;
}

/** Starts both servers. Several sandboxes can run in one process. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = new World();
  const control = new Control(world);
  const credentials: SandboxCredentials = { stores: [control.reset(options)], oauth: world.oauth };
  const handler = controlHandler(world, control);
  const store = storeServer(world, handler, options.observe);
  const warehouse = warehouseServer(world, handler, options.observe);
  const storeUrl = await store.listen(options.storePort ?? 0);
  const warehouseUrl = await warehouse.listen(options.warehousePort ?? 0).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  return {
    storeUrl,
    warehouseUrl,
    tokenUrl: `${warehouseUrl}/OAuth/Token`,
    credentials,
    control,
    ledger: world.ledger,
    waitFor: (fits, limits) => world.ledger.waitFor(fits, limits),
    close: async () => {
      world.dropDelayed();
      await Promise.all([store.close(), warehouse.close()]);
    },
  };
}
