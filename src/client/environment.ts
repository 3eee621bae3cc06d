import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import { InvalidInput } from './errors.ts';

/** Environment variables, as in `process.env`. An empty one counts as unset: compose files and shells make them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a client reads from its environment. */
export interface ClientEnvironment {
  /** By the SDK's own rules: `TEMPORAL_*` over the profile of a configuration file. */
  temporal(): ClientConnectConfig;
  /** `CREDENTIAL_KEYS`, as written. */
  readonly credentialKeys: string | undefined;
}

/** The one place of the client library that reads the process's environment. */
export function clientEnvironment(env: Environment = process.env): ClientEnvironment {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value.trim() !== '') given[name] = value;
  }
  return { temporal: () => readTemporal(given), credentialKeys: given['CREDENTIAL_KEYS'] };
}

function readTemporal(env: Record<string, string>): ClientConnectConfig {
  try {
    return loadClientConnectConfig({ overrideEnvVars: env });
  } catch (error) {
    // Only the first line: a malformed file is quoted below it, and it may hold the API key.
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new InvalidInput(`Temporal's settings cannot be read: ${reason ?? ''}`, {
      field: 'TEMPORAL_*',
      expected:
        'TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY or a profile of the Temporal configuration file',
    });
  }
}
