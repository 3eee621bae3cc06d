import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { upstreamEnvironment } from '../stand-ins/upstream-environment.ts';
import type { SandboxAccess } from './sandbox-process.ts';

/** Cadences of the walk: so short that a person can watch. Defaults for real shops are in docs/operations. */
export const walkSettings = { goodsInEvery: '2s', every: '5s' } as const;

/** What our processes need of this one's environment; the rest (a person's Temporal profile, say) must not lead astray. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'LANG', 'TZ', 'SystemRoot', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** A key ring of its own for each walk: what an earlier walk sealed stays closed. */
export function freshCredentialKeys(): string {
  return `walk:${randomBytes(32).toString('base64')}`;
}

/** A file that is not there, which the SDK takes for no profile; left out, it would look for a person's own. */
const NO_PROFILE = fileURLToPath(new URL('no-profile.toml', import.meta.url));

export interface Temporal {
  readonly address: string;
  readonly namespace: string;
}

/** Points a process at the walk's Temporal and at nothing else. */
function temporalEnvironment(temporal: Temporal): Record<string, string> {
  return {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TEMPORAL_CONFIG_FILE: NO_PROFILE,
  };
}

/** What a second terminal needs to do all that the walk did, as lines that a shell reads. Of the stand-ins alone. */
export function clientEnvironmentLines(
  temporal: Temporal,
  credentialKeys: string,
  { apiToken, secretToken }: { readonly apiToken: string; readonly secretToken: string },
): string {
  const values = {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    CREDENTIAL_KEYS: credentialKeys,
    BIGCOMMERCE_API_TOKEN: apiToken,
    MYOGO_SECRET_TOKEN: secretToken,
  };
  return Object.entries(values)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}

/** Where both sides' webhooks come to, and the keys of their addresses and secrets. */
export interface Webhooks {
  readonly publicUrl: string;
  readonly keys: string;
}

/** The receiver's environment: it holds no key that opens a token. */
export function webhooksEnvironment(temporal: Temporal, { publicUrl, keys }: Webhooks): NodeJS.ProcessEnv {
  return {
    ...plainEnvironment(),
    ...temporalEnvironment(temporal),
    WEBHOOKS_KEYS: keys,
    WEBHOOKS_ADDRESS: new URL(publicUrl).host,
    LOG_LEVEL: 'info',
  };
}

/** The worker's environment: loopback URLs, short times. */
export function workerEnvironment(
  temporal: Temporal,
  credentialKeys: string,
  sandbox: SandboxAccess,
  webhooks: Webhooks,
): NodeJS.ProcessEnv {
  return {
    ...plainEnvironment(),
    ...temporalEnvironment(temporal),
    CREDENTIAL_KEYS: credentialKeys,
    ...upstreamEnvironment(sandbox, sandbox.oauth),
    LATEST_CHANGES_EVERY: walkSettings.every,
    WEBHOOKS_PUBLIC_URL: webhooks.publicUrl,
    WEBHOOKS_KEYS: webhooks.keys,
    SETTLE_TIME: '2s',
    SHUTDOWN_GRACE: '2s',
    LOG_LEVEL: 'info',
  };
}
