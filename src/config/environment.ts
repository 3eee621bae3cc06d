import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { isServerAddress, SERVER_ADDRESS_EXPECTED } from '../contract/temporal.ts';

/** Environment variables, as in `process.env`. An empty one counts as unset: compose files and shells make them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where Temporal is. */
export interface TemporalConfig {
  readonly address: string;
  readonly namespace: string;
  /** For `Connection.connect` and `NativeConnection.connect`: address, TLS, API key. Hand over a copy. */
  readonly connectionOptions: ClientConnectConfig['connectionOptions'];
}

/** One variable that is missing or malformed. */
export interface ConfigProblem {
  readonly variable: string;
  /** What is wrong and what would be right; never the value. */
  readonly problem: string;
}

/** The environment does not do. Its message is one line that names every variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ variable, problem }) => `${variable} ${problem}`).join('; '));
    this.problems = problems;
  }
}

/**
 * Reads variables and Temporal's own settings; everything, or nothing.
 * @throws ConfigError naming all that is wrong at once
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  variables: Shape,
  env: Environment,
): { readonly values: z.infer<z.ZodObject<Shape>>; readonly temporal: TemporalConfig } {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = z.object(variables).safeParse(given);
  const temporal = readTemporal(given as Record<string, string>); // the filter above left no undefined
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => ({ variable: String(issue.path[0]), problem: issue.message })),
    ...('variable' in temporal ? [temporal] : []),
  ];
  if (!parsed.success || 'variable' in temporal) throw new ConfigError(problems);
  return { values: parsed.data, temporal };
}

/** By the SDK's own rules: `TEMPORAL_*` over the profile of a configuration file. */
function readTemporal(env: Record<string, string>): TemporalConfig | ConfigProblem {
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: env });
    const address = connectionOptions.address ?? '127.0.0.1:7233';
    if (!isServerAddress(address)) {
      return { variable: 'TEMPORAL_ADDRESS', problem: `is not an address (expected ${SERVER_ADDRESS_EXPECTED})` };
    }
    return { address, namespace: namespace ?? 'default', connectionOptions: { ...connectionOptions, address } };
  } catch (error) {
    // Only the first line: a malformed file is quoted below it, and it may hold the API key.
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    return {
      variable: 'TEMPORAL_*',
      problem: `(environment, profile, certificate files) cannot be read: ${reason ?? ''}`,
    };
  }
}
