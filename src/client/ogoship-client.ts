import { Connection, type ConnectionLike, type ConnectionOptions } from '@temporalio/client';
import { defined } from '../contract/defined.ts';
import { stageKey } from '../contract/runs/search-attributes.ts';
import type { StoreHash } from '../contract/ids.ts';
import type { IntegrationStage } from '../contract/integration.ts';
import type { Sealer } from '../security/seal.ts';
import { Calls } from './calls/calls.ts';
import { checked } from './calls/checked.ts';
import { clientEnvironment } from './environment.ts';
import { InvalidInput, OgoshipError } from './errors.ts';
import { clientOptions } from './inputs.ts';
import { Integration } from './integration/integration.ts';
import { sealerOf } from './sealer.ts';
import { CONNECTED } from './stores/merchants.ts';
import { Stores } from './stores/stores.ts';
import { storeHashOf } from './store-hash.ts';
import { deploymentReport, makeCurrent, type DeploymentReport } from './namespace/deployment.ts';
import { doctorReport, reportOf, SERVER_REACHED, type Diagnosis, type DoctorReport } from './namespace/doctor.ts';
import { setUpNamespace, type SetUpReport } from './setup.ts';
import { endedWhereClosed } from './calls/closed-channel.ts';
import { grpcRetries } from './calls/grpc-retries.ts';
import { listedRuns, storeOf } from './calls/run-list.ts';
import { connectError } from './calls/connect-error.ts';
import { checkAddress } from './calls/temporal-failures.ts';
import { SILENT_SERVER, toldAfter, type OnWaiting } from './calls/waiting.ts';

/** Where Temporal is. */
export interface TemporalOptions extends Pick<ConnectionOptions, 'address' | 'tls' | 'apiKey'> {
  /** Default: `default`. */
  readonly namespace?: string;
  /** A connection that is open already; it stays open when the client closes. */
  readonly connection?: ConnectionLike;
}

export interface OgoshipClientOptions {
  /** Default: `TEMPORAL_*` of the environment and the Temporal configuration file. */
  readonly temporal?: TemporalOptions;
  /**
   * The key ring that seals tokens, `keyId:base64 of 32 bytes`, several separated by commas, the same as the worker's.
   * Default: `CREDENTIAL_KEYS`. Needed by `connect` and `rotateCredentials` only.
   */
  readonly credentialKeys?: string;
  /** Who is recorded as the author of changed settings. Default: `client`. */
  readonly by?: string;
  /** How long one attempt of a call waits for its answer, in milliseconds. Default: 45,000. */
  readonly answerWithinMs?: number;
  /**
   * Told once for a call that takes longer than three seconds: what it waits for, and when it gives up. An update is
   * asked twice, so it gives up after twice `answerWithinMs`.
   */
  readonly onWaiting?: OnWaiting;
  /** `true`: connects with the first question, so that a wrong one is refused before anybody is asked. Default: at once. */
  readonly connectLater?: boolean;
}

/** One line of all integrations. */
export interface IntegrationListed {
  readonly storeHash: StoreHash;
  /** Of a visibility list, so a moment old. */
  readonly stage: IntegrationStage;
  /** For the Temporal UI. */
  readonly workflowId: string;
}

const ANSWER_WITHIN_MS = 45_000;
const CONNECT_WITHIN_MS = 10_000;

/** What the myOGO backend works with: integrations by store hash. Every error that it throws is an `OgoshipError`. */
export class OgoshipClient {
  /** All connected stores at once: what is held, asked, failing; and where something is. */
  readonly stores: Stores;
  readonly #calls: Calls;
  readonly #sealer: () => Sealer;
  readonly #by: string;
  readonly #close: () => Promise<void>;

  private constructor(calls: Calls, sealer: () => Sealer, by: string, close: () => Promise<void>) {
    this.#calls = calls;
    this.stores = new Stores(calls);
    this.#sealer = sealer;
    this.#by = by;
    this.#close = close;
  }

  /**
   * Connects to Temporal, by the environment or by explicit options.
   * @throws InvalidInput naming the option or variable that is missing or malformed, without its value
   * @throws Unavailable where the server does not answer within ten seconds
   */
  static async connect(options: OgoshipClientOptions = {}): Promise<OgoshipClient> {
    checked(clientOptions, options, 'options');
    const environment = clientEnvironment();
    const sealer = sealerOf(options.credentialKeys ?? environment.credentialKeys);
    const answerWithinMs = options.answerWithinMs ?? ANSWER_WITHIN_MS;
    const connectTimeout = Math.min(answerWithinMs, CONNECT_WITHIN_MS);
    const temporal = options.temporal ?? temporalOf(environment);
    const { close, ...opened } = open(temporal, connectTimeout, options.onWaiting);
    if (options.connectLater !== true) await opened.connected();
    return new OgoshipClient(
      new Calls({ ...opened, answerWithinMs, onWaiting: options.onWaiting }),
      sealer,
      options.by ?? 'client',
      close,
    );
  }

  /**
   * Looks at everything that a worker checks at its start, and at what shows only while it runs, one line for each with its
   * remedy. A server that is not reached is the first line. Changes nothing.
   * @throws InvalidInput for an option that cannot be
   */
  static async doctor(options: OgoshipClientOptions = {}): Promise<DoctorReport> {
    try {
      const client = await OgoshipClient.connect({ ...options, connectLater: false });
      try {
        return await doctorReport(client.#calls, client.#keys());
      } finally {
        await client.close();
      }
    } catch (error) {
      if (!(error instanceof OgoshipError) || error instanceof InvalidInput) throw error;
      const remedy = error.expected;
      return reportOf([
        { check: SERVER_REACHED, needed: 'required', ok: false, problem: error.message, ...defined({ remedy }) },
      ]);
    }
  }

  /** Needed where tokens are sealed: by `connect` and `rotate`, and by every worker. */
  #keys(): Diagnosis {
    const line = { check: 'CREDENTIAL_KEYS is set here, for connect and rotate', needed: 'recommended' } as const;
    try {
      this.#sealer();
      return { ...line, ok: true };
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return { ...line, ok: false, problem: error.message, ...defined({ remedy: error.expected }) };
    }
  }

  /** Lets go of the connection; runs go on. Calls that still wait for their answer fail as `Unavailable`. */
  close(): Promise<void> {
    this.#calls.close();
    return this.#close();
  }

  /**
   * One store's integration, connected or not. Asks nothing yet.
   * @param storeHash the store hash, or the whole API path that holds it
   * @throws InvalidInput where there is no store hash in it
   */
  integration(storeHash: string): Integration {
    return new Integration({
      calls: this.#calls,
      storeHash: storeHashOf(storeHash),
      sealer: this.#sealer,
      by: this.#by,
    });
  }

  /**
   * Registers the search attributes in the namespace, once for each: what is there already is left alone.
   * @throws Refused where the server has its own way for that, as Temporal Cloud has
   */
  setUp(): Promise<SetUpReport> {
    return setUpNamespace(this.#calls);
  }

  /** Which builds of the worker run, what runs on each, and whether tasks reach one of them. */
  deployment(): Promise<DeploymentReport> {
    return deploymentReport(this.#calls);
  }

  /**
   * Sends new tasks to the workers of a build; runs move to it with their next task.
   * @param buildId of a worker that runs; `''` for workers without one
   * @throws InvalidInput where no living worker has it
   */
  makeCurrent(buildId: string): Promise<DeploymentReport> {
    return makeCurrent(this.#calls, buildId);
  }

  /** All connected integrations, read page by page while they are consumed. */
  async *integrations(): AsyncGenerator<IntegrationListed> {
    for await (const run of listedRuns(this.#calls, CONNECTED, 1_000)) {
      const storeHash = storeOf(run);
      const stage = run.typedSearchAttributes.get(stageKey);
      if (storeHash === undefined || stage === undefined) continue; // not one of ours
      yield { storeHash, stage: stage as IntegrationStage, workflowId: run.workflowId }; // written by the entity
    }
  }
}

function temporalOf(environment: ReturnType<typeof clientEnvironment>): TemporalOptions {
  const { connectionOptions, namespace } = environment.temporal();
  return { ...connectionOptions, ...defined({ namespace }) };
}

function open(
  temporal: TemporalOptions,
  connectTimeout: number,
  onWaiting: OnWaiting | undefined,
): {
  readonly namespace: string;
  readonly connection: ConnectionLike;
  readonly connected: () => Promise<void>;
  readonly close: () => Promise<void>;
} {
  const { namespace = 'default', connection: given, ...options } = temporal;
  const nothing = () => Promise.resolve();
  if (given !== undefined) return { namespace, connection: given, connected: nothing, close: nothing };
  checkAddress(options.address);
  const { address = '127.0.0.1:7233', tls, apiKey } = options;
  // An API key is never sent in clear: it switches TLS on.
  const asksWithTls = tls === undefined ? apiKey !== undefined : tls !== false && tls !== null;
  const failure = (error: unknown) => connectError(error, address, asksWithTls);
  let connection: Connection;
  try {
    connection = Connection.lazy({ ...options, connectTimeout, interceptors: [grpcRetries(), endedWhereClosed()] });
  } catch (error) {
    throw failure(error);
  }
  const connect = async () => {
    try {
      await toldAfter(
        () => connection.ensureConnected(),
        (isOver) => {
          if (!isOver()) onWaiting?.({ for: 'temporal', message: SILENT_SERVER, givesUpAfterMs: connectTimeout });
        },
      );
    } catch (error) {
      throw failure(error);
    }
  };
  let connecting: Promise<void> | undefined;
  return { namespace, connection, connected: () => (connecting ??= connect()), close: () => connection.close() };
}
