import { userInfo } from 'node:os';

/** What the command line reads of its environment. Temporal's and the keys' variables are the client library's. */
export interface CliEnvironment {
  /** `BIGCOMMERCE_API_TOKEN`: the store’s token, for `connect` and `rotate`; asked for where it is unset. */
  readonly apiToken: string | undefined;
  /** `MYOGO_SECRET_TOKEN`: the myOGO merchant’s secret token, for the same. */
  readonly secretToken: string | undefined;
  /** `NO_COLOR`: any value switches colours off (https://no-color.org). */
  readonly noColor: boolean;
  /** `USER`: who is recorded as the author of changed settings. */
  readonly user: string;
}

export function cliEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): CliEnvironment {
  const given = (name: string) => (env[name]?.trim() === '' ? undefined : env[name]);
  return {
    apiToken: given('BIGCOMMERCE_API_TOKEN'),
    secretToken: given('MYOGO_SECRET_TOKEN'),
    noColor: (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb',
    user: given('USER') ?? userName(),
  };
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'command line';
  }
}
