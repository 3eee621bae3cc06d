import { z } from 'zod';
import { ConfigError, readEnvironment, type Environment, type TemporalConfig } from './config/environment.ts';
import {
  apiUrl,
  baseAddress,
  count,
  duration,
  durationText,
  isLoopback,
  keyRing,
  listenAddress,
  logLevel,
  refuse,
  required,
  webhookKeys,
} from './config/values.ts';
import { TaskQueue } from './contract/temporal.ts';
import type { KeyRing } from './security/seal.ts';

/** What the worker needs. Durations are in milliseconds. */
export interface WorkerConfig {
  readonly temporal: TemporalConfig;
  /** Keys of the sealed credentials. */
  readonly keyRing: KeyRing;
  readonly bigcommerce: { readonly apiUrl: string };
  readonly myogo: {
    readonly apiUrl: string;
    readonly tokenUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  /** `host:port` of the Prometheus endpoint; `undefined`: no metrics are kept. */
  readonly metricsAddress: string | undefined;
  /** How often orders, holds and integrations are counted for the metrics. */
  readonly censusEveryMs: number;
  /** `host:port` of `/live` and `/ready`; `undefined`: not served. */
  readonly healthAddress: string | undefined;
  readonly logLevel: z.infer<ReturnType<typeof logLevel>>;
  /** Where both sides deliver webhooks, and by which keys; `undefined`: there are none, and everything is polled. */
  readonly webhooks?: { readonly publicUrl: string; readonly keys: KeyRing } | undefined;
  /** Cadence of latest changes where a merchant set none, as written, for example `5m`. */
  readonly latestChangesEvery: string;
  /** After a write of unknown outcome: how long until looking is conclusive. */
  readonly settleMs: number;
  /** How long an attempt of a write may go on after its run was ended from outside; only tests have it shorter. */
  readonly writeAttemptMs?: number;
  /** How long until every worker heeds a pause; only tests, with one worker, have it shorter. */
  readonly heededAfterMs?: number;
  /** How long a shutdown waits for activities before it cancels them. */
  readonly shutdownGraceMs: number;
  /** Activities at once, by task queue. */
  readonly activitySlots: { readonly main: number; readonly scan: number };
  /** Workflows kept in memory between their tasks; `undefined`: as many as the heap allows. */
  readonly cachedWorkflows: number | undefined;
  /** Worker versioning; `undefined`: off. */
  readonly deployment: { readonly name: string; readonly buildId: string } | undefined;
}

export { ConfigError };

const ONE_SECOND = 1_000;
const FIVE_SECONDS = 5_000;
const ONE_DAY = 86_400_000;

/** What the worker reads, each with its description for the reference. */
export const workerVariables = {
  CREDENTIAL_KEYS: required('keyId:base64 of 32 bytes, several separated by commas')
    .transform(keyRing)
    .describe(
      'Keys that seal the merchants’ tokens: `keyId:base64 of 32 bytes`, several separated by commas. The first one seals, all open.',
    ),
  BIGCOMMERCE_API_URL: apiUrl('https://api.bigcommerce.com').describe(
    'Base address of BigCommerce’s API. Plain `http:` is for loopback only, here and below.',
  ),
  MYOGO_API_URL: apiUrl('https://api.ogoship.com').describe('Base address of myOGO’s API.'),
  MYOGO_TOKEN_URL: apiUrl('https://my.ogoship.com/OAuth/Token').describe('myOGO’s token endpoint.'),
  MYOGO_CLIENT_ID: required('the client id of the myOGO API').describe('This integration’s own client id at myOGO.'),
  MYOGO_CLIENT_SECRET: required('the client secret of the myOGO API').describe('Its secret.'),
  METRICS_ADDRESS: listenAddress().describe(
    '`host:port` of the Prometheus endpoint `/metrics`; unset: no metrics are kept.',
  ),
  CENSUS_EVERY: duration({ fallback: '1m', atLeastMs: ONE_SECOND, atMostMs: ONE_DAY }).describe(
    'How often orders, holds and integrations are counted for the metrics: `1s` to `24h`.',
  ),
  HEALTH_ADDRESS: listenAddress().describe(
    '`host:port` of the probes `/live` and `/ready`; unset: they are not served.',
  ),
  LOG_LEVEL: logLevel().describe('The least level that is logged: `trace`, `debug`, `info`, `warn` or `error`.'),
  LATEST_CHANGES_EVERY: durationText({ fallback: '5m', atLeastMs: FIVE_SECONDS, atMostMs: ONE_DAY }).describe(
    'Cadence of latest changes where a merchant has set none: `5s` to `24h`.',
  ),
  WEBHOOKS_PUBLIC_URL: z
    .string()
    .transform(publicUrl)
    .optional()
    .describe(
      'Base address at which both sides reach `npm run webhooks`, https on port 443; unset: there are no webhooks, and everything is polled.',
    ),
  WEBHOOKS_KEYS: webhookKeys().describe(
    'Keys that the addresses and secrets of webhooks are derived from, as `CREDENTIAL_KEYS`; needed with WEBHOOKS_PUBLIC_URL.',
  ),
  SETTLE_TIME: duration({ fallback: '30s', atMostMs: ONE_DAY }).describe(
    'After a write of unknown outcome: how long until a look is conclusive, and it may be sent again.',
  ),
  SHUTDOWN_GRACE: duration({ fallback: '30s', atMostMs: ONE_DAY }).describe(
    'How long activities may go on after SIGTERM. Longer than this must be what the platform waits before it kills.',
  ),
  ACTIVITY_SLOTS: count(100, { min: 1, max: 1_000 }).describe('Activities at once, 1 to 1000.'),
  SCAN_ACTIVITY_SLOTS: count(4, { min: 1, max: 100 }).describe('Long scans at once, 1 to 100; beside those above.'),
  CACHED_WORKFLOWS: count(0, { min: 0, max: 100_000 }).describe(
    'Runs kept in memory between their tasks; 0: as many as the heap allows.',
  ),
  TEMPORAL_WORKER_BUILD_ID: z
    .string()
    .optional()
    .describe('Turns worker versioning on: this worker’s version. Tasks come when it is made current.'),
  TEMPORAL_DEPLOYMENT_NAME: z.string().default(TaskQueue.main).describe('The deployment that versions belong to.'),
};

/**
 * The worker's configuration from its environment; everything it needs, or nothing.
 * @throws ConfigError naming every variable that is missing or malformed, without its value
 */
export function loadConfig(env: Environment = process.env): WorkerConfig {
  const { values, temporal } = readEnvironment(workerVariables, env);
  const { WEBHOOKS_PUBLIC_URL: publicUrl, WEBHOOKS_KEYS: keys } = values;
  if (publicUrl !== undefined && keys === undefined) {
    const problem = 'is missing, and WEBHOOKS_PUBLIC_URL is set (expected keyId:base64 of 32 bytes)';
    throw new ConfigError([{ variable: 'WEBHOOKS_KEYS', problem }]);
  }
  return deepFreeze({
    temporal,
    keyRing: values.CREDENTIAL_KEYS,
    bigcommerce: { apiUrl: values.BIGCOMMERCE_API_URL },
    myogo: {
      apiUrl: values.MYOGO_API_URL,
      tokenUrl: values.MYOGO_TOKEN_URL,
      clientId: values.MYOGO_CLIENT_ID,
      clientSecret: values.MYOGO_CLIENT_SECRET,
    },
    metricsAddress: values.METRICS_ADDRESS,
    censusEveryMs: values.CENSUS_EVERY,
    healthAddress: values.HEALTH_ADDRESS,
    logLevel: values.LOG_LEVEL,
    webhooks: publicUrl === undefined || keys === undefined ? undefined : { publicUrl, keys },
    latestChangesEvery: values.LATEST_CHANGES_EVERY,
    settleMs: values.SETTLE_TIME,
    shutdownGraceMs: values.SHUTDOWN_GRACE,
    activitySlots: { main: values.ACTIVITY_SLOTS, scan: values.SCAN_ACTIVITY_SLOTS },
    cachedWorkflows: values.CACHED_WORKFLOWS === 0 ? undefined : values.CACHED_WORKFLOWS,
    deployment:
      values.TEMPORAL_WORKER_BUILD_ID === undefined
        ? undefined
        : { name: values.TEMPORAL_DEPLOYMENT_NAME, buildId: values.TEMPORAL_WORKER_BUILD_ID },
  });
}

/** BigCommerce delivers to https on port 443 alone; plain http is for stand-ins on loopback. */
function publicUrl(text: string, context: z.RefinementCtx): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isForTests = url?.protocol === 'http:' && isLoopback(url.hostname);
  if (url === undefined || (!isForTests && (url.protocol !== 'https:' || url.port !== ''))) {
    return refuse(context, 'is no address that BigCommerce delivers to (expected https on port 443)');
  }
  return baseAddress(url, context);
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value) as unknown[]) {
    // Keys, certificates and the like are left as they are: their classes need to write.
    if (part !== null && typeof part === 'object' && Object.getPrototypeOf(part) === Object.prototype) deepFreeze(part);
  }
  return Object.freeze(value);
}
