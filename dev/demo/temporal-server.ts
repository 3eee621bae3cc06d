import { join } from 'node:path';
import { startDevServer, type DevServer, type DevServerOptions } from '../temporal-server/dev-server.ts';
import { findServer } from '../temporal-server/find-server.ts';
import { localAddress } from '../temporal-server/local-address.ts';
import { assertPortFree } from '../temporal-server/ports.ts';
import type { LogFile } from './log-file.ts';

export interface WalkServer extends DevServer {
  readonly uiUrl: string;
  /** Null where nothing is kept. */
  readonly dbFile: string | null;
}

/**
 * Temporal for the walk, on its usual ports where they are free, with its state in a file of its own: another server of
 * ours may have `dev.db` open.
 */
export async function startWalkServer(folder: string, log: LogFile, note: (text: string) => void): Promise<WalkServer> {
  const binary = await findServer({ say: note });
  const { port, uiPort } = localAddress(undefined);
  const options: DevServerOptions = {
    binary,
    log: log.write,
    ...(await whereFree('port', port, note)),
    ...(await whereFree('uiPort', uiPort, note)),
  };
  const dbFile = join(folder, 'walk.db');
  try {
    return withUi(await startDevServer({ ...options, dbFile }), dbFile);
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('is in use by another Temporal server'))) throw error;
    note(`${dbFile} is in use by another walk: this one keeps its state in memory.`);
    return withUi(await startDevServer({ ...options, memory: true }), null);
  }
}

async function whereFree(name: 'port' | 'uiPort', port: number, note: (text: string) => void) {
  try {
    await assertPortFree(port, name === 'port' ? 'Temporal' : 'its Web UI', 'Another port is taken.');
    return { [name]: port };
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    return {};
  }
}

function withUi(server: DevServer, dbFile: string | null): WalkServer {
  // Asked for above by not being headless.
  return { ...server, uiUrl: server.uiUrl ?? '', dbFile };
}
