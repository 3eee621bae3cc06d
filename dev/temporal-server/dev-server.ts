import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findServer } from './find-server.ts';
import { assertPortFree, freePorts } from './ports.ts';
import { untilReady } from './readiness.ts';
import { SEARCH_ATTRIBUTES } from './search-attributes.ts';
import { superviseServer, type SupervisedServer } from './supervised-server.ts';

export interface DevServerOptions {
  /** The Temporal CLI to run; default: {@link findServer}. */
  readonly binary?: string;
  /** Port of the gRPC front end on 127.0.0.1; default: any free one. */
  readonly port?: number;
  /** Port of the Web UI on 127.0.0.1; default: any free one. */
  readonly uiPort?: number;
  /** Namespace to create, default `default`. */
  readonly namespace?: string;
  /** SQLite file that keeps all workflows over restarts and crashes; default `.temporal/dev.db`. */
  readonly dbFile?: string;
  /** Keeps nothing: everything is gone when the server ends. Excludes `dbFile`. */
  readonly memory?: boolean;
  /** Leaves the Web UI out. */
  readonly headless?: boolean;
  /** Dynamic configuration beside what the worker needs, by key. */
  readonly dynamicConfig?: Readonly<Record<string, unknown>>;
  /** Gets each line that the server logs (warnings and errors); default: kept only for the message of a failed start. */
  readonly log?: (line: string) => void;
  /** How long the start may take, default 60 s: a large database file is migrated and read first. */
  readonly startTimeoutMs?: number;
}

export interface DevServer {
  /** `host:port` of the gRPC front end. */
  readonly address: string;
  /** The Web UI; undefined when headless. */
  readonly uiUrl: string | undefined;
  readonly namespace: string;
  /** Process id of the server itself: what a crash test kills. */
  readonly pid: number;
  /** Fulfilled when the server has ended, for whatever reason; never rejected. */
  readonly exited: Promise<void>;
  /** Ends the server and waits until it is gone. May be called again. */
  close(): Promise<void>;
}

const ATTEMPTS_ON_FREE_PORTS = 3;
const ATTEMPTS_ON_A_FILE = 3;
/** A server that is being ended needs about as long, on a machine that has much to do a few times that. */
const ENDS_WITHIN_MS = 500;

/** What the worker's promises rest on, beyond the server's defaults. */
const DYNAMIC_CONFIG: Readonly<Record<string, unknown>> = {
  // Without it fairness keys are accepted and ignored.
  'matching.enableFairness': true,
  // Pausing a single workflow is off by default; operators use it.
  'frontend.WorkflowPauseEnabled': true,
  // A run whose tasks fail is marked; servers differ in whether they do that by default.
  'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute': 5,
  // Otherwise the server asks its maker for newer versions: nothing here leaves the machine.
  'frontend.enableServerVersionCheck': false,
};

/**
 * Starts a Temporal dev server on loopback with the project's search attributes and fairness on, and returns when it
 * answers and knows them. It dies with this process, even on SIGKILL.
 *
 * @throws ServerNotFound, PortTaken, or an Error that carries what the server said
 */
export async function startDevServer(options: DevServerOptions = {}): Promise<DevServer> {
  if (options.memory && options.dbFile !== undefined) throw new Error('dbFile and memory exclude each other');
  const binary = options.binary ?? (await findServer());
  if (options.port !== undefined) {
    await assertPortFree(options.port, 'Temporal', 'Is a server running there? Set TEMPORAL_ADDRESS to another one.');
  }
  if (options.uiPort !== undefined) {
    await assertPortFree(options.uiPort, "Temporal's Web UI", 'End what listens there or choose another port.');
  }
  const dbFile = options.memory ? undefined : (options.dbFile ?? '.temporal/dev.db');
  if (dbFile !== undefined) await mkdir(dirname(dbFile), { recursive: true });

  const mayChooseAgain = options.port === undefined || (options.uiPort === undefined && !options.headless);
  for (let attempt = 1; ; attempt++) {
    const [freePort = 0, freeUiPort = 0] = await freePorts(2);
    const port = options.port ?? freePort;
    const uiPort = options.headless ? undefined : (options.uiPort ?? freeUiPort);
    const namespace = options.namespace ?? 'default';
    const args = commandLine({ port, uiPort, namespace, dbFile, dynamicConfig: options.dynamicConfig ?? {} });
    const server = superviseServer(binary, args, options.log);
    const address = `127.0.0.1:${port}`;
    try {
      await untilReady({ address, namespace, server, timeoutMs: options.startTimeoutMs ?? 60_000 });
      return await devServer(server, { address, namespace, uiPort });
    } catch (error) {
      await server.close();
      if (dbFile !== undefined && server.tail().includes('database is locked')) {
        // One that has just been ended lets it go in a moment.
        if (attempt < ATTEMPTS_ON_A_FILE) {
          await pause(ENDS_WITHIN_MS * 2 ** (attempt - 1));
          continue;
        }
        throw new Error(`${dbFile} is in use by another Temporal server. End that one, or choose another file.`);
      }
      // Between our look and the server's bind another process may have taken a port; the server chooses ports of its own for its
      // inner services, and panics where it loses one of those.
      const lostPort = mayChooseAgain && server.tail().includes('address already in use');
      const lostItsOwn = /^panic:/m.test(server.tail());
      if (!((lostPort || lostItsOwn) && attempt < ATTEMPTS_ON_FREE_PORTS)) throw error;
    }
  }
}

async function devServer(
  server: SupervisedServer,
  { address, namespace, uiPort }: { address: string; namespace: string; uiPort: number | undefined },
): Promise<DevServer> {
  return {
    address,
    namespace,
    uiUrl: uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`,
    pid: await server.pid,
    exited: server.exited,
    close: server.close,
  };
}

interface CommandLine {
  readonly port: number;
  readonly uiPort: number | undefined;
  readonly namespace: string;
  readonly dbFile: string | undefined;
  readonly dynamicConfig: Readonly<Record<string, unknown>>;
}

function commandLine({ port, uiPort, namespace, dbFile, dynamicConfig }: CommandLine): string[] {
  const config = Object.entries({ ...DYNAMIC_CONFIG, ...dynamicConfig });
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--namespace', namespace],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-ip', '127.0.0.1', '--ui-port', String(uiPort)]),
    ...(dbFile === undefined
      ? []
      : ['--db-filename', dbFile, ...SQLITE_PRAGMAS.flatMap((p) => ['--sqlite-pragma', p])]),
    ...SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ...config.flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${JSON.stringify(value)}`]),
    ...['--log-level', 'warn', '--log-format', 'json'],
  ];
}

/**
 * A write-ahead log survives a killed server, and NORMAL also keeps the file whole when the machine loses power.
 * EXCLUSIVE keeps a second server off the same file: two would fight for the same workflows.
 */
const SQLITE_PRAGMAS = ['journal_mode=WAL', 'synchronous=NORMAL', 'locking_mode=EXCLUSIVE'];
