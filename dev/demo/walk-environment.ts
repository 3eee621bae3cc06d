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

/** Points worker, client and command line at the walk's Temporal and at nothing else. */
function clientEnvironment(temporal: Temporal, credentialKeys: string): Record<string, string> {
  return {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TEMPORAL_CONFIG_FILE: NO_PROFILE,
    CREDENTIAL_KEYS: credentialKeys,
  };
}

/** The worker's environment: loopback URLs, short times. */
export function workerEnvironment(
  temporal: Temporal,
  credentialKeys: string,
  sandbox: SandboxAccess,
): NodeJS.ProcessEnv {
  return {
    ...plainEnvironment(),
    ...clientEnvironment(temporal, credentialKeys),
    ...upstreamEnvironment(sandbox, sandbox.oauth),
    LATEST_CHANGES_EVERY: walkSettings.every,
    SETTLE_TIME: '2s',
    SHUTDOWN_GRACE: '2s',
    LOG_LEVEL: 'info',
  };
}
