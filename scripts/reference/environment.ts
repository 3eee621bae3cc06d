import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { workerVariables } from '../../src/config.ts';
import { webhooksVariables } from '../../src/webhooks/config.ts';
import { startChecks } from '../../src/worker/start-checks.ts';
import { code, membersOf, page, table, type Page } from './page.ts';

/** Temporal's own variables; the SDK reads them, so their list is checked against its code. */
const TEMPORAL: Readonly<Record<string, string>> = {
  TEMPORAL_ADDRESS: 'Where the server is, `host:port`. Default: `127.0.0.1:7233`.',
  TEMPORAL_NAMESPACE: 'The namespace. Default: `default`.',
  TEMPORAL_API_KEY: 'API key of Temporal Cloud; turns TLS on.',
  TEMPORAL_TLS: '`true` or `false`: TLS without a client certificate.',
  TEMPORAL_TLS_CLIENT_CERT_PATH: 'Client certificate for mutual TLS: a PEM file.',
  TEMPORAL_TLS_CLIENT_CERT_DATA: 'The same, as text.',
  TEMPORAL_TLS_CLIENT_KEY_PATH: 'Its private key: a PEM file.',
  TEMPORAL_TLS_CLIENT_KEY_DATA: 'The same, as text.',
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: 'The authority that signed the server’s certificate: a PEM file.',
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'The same, as text.',
  TEMPORAL_TLS_SERVER_NAME: 'The name that the server’s certificate must carry.',
  TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: 'Takes any certificate. Not for production.',
  TEMPORAL_CONFIG_FILE:
    'Temporal’s configuration file. Default: `temporalio/temporal.toml` of the user’s configuration folder.',
  TEMPORAL_PROFILE: 'Which profile of that file. Default: `default`.',
  'TEMPORAL_GRPC_META_*': 'A gRPC header for every request.',
};
/** In the SDK's code and without effect here: payloads pass no codec. */
const UNUSED = ['TEMPORAL_CODEC_AUTH', 'TEMPORAL_CODEC_ENDPOINT'];

function temporalRows(): readonly (readonly string[])[] {
  const folder = dirname(createRequire(import.meta.url).resolve('@temporalio/envconfig'));
  const sources = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const text = sources.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const read = new Set([...text.matchAll(/TEMPORAL_[A-Z_]+/g)].map(([name]) => name.replace(/_$/, '_*')));
  for (const name of UNUSED) read.delete(name);
  const differing = [...read]
    .filter((name) => !(name in TEMPORAL))
    .concat(Object.keys(TEMPORAL).filter((name) => !read.has(name)));
  if (differing.length > 0) throw new Error(`the SDK reads other variables than documented: ${differing.join(', ')}`);
  return Object.entries(TEMPORAL).map(([name, text]) => [code(name), text]);
}

interface Described {
  readonly description?: string;
  readonly default?: string;
}

function rowsOf(variables: z.ZodRawShape): readonly (readonly string[])[] {
  const schema = z.toJSONSchema(z.object(variables), { io: 'input', unrepresentable: 'any' });
  const properties = schema.properties as Readonly<Record<string, Described>>; // of an object whose inputs are texts
  return Object.entries(properties).map(([name, { description, default: value }]) => {
    if (description === undefined) throw new Error(`${name} has no description`);
    const required = schema.required?.includes(name) === true;
    return [code(name), description, required ? '**required**' : value === undefined ? 'unset' : code(value)];
  });
}

/** Every variable that any part reads. */
export function environmentPage(): Page {
  const cli = membersOf('src/cli/environment.ts', 'CliEnvironment').map(({ doc }) => {
    const [, name = '', text = ''] = /^`([A-Z_]+)`: (.+)$/.exec(doc) ?? [];
    if (name === '') throw new Error(`no variable is named by: ${doc}`);
    return [code(name), text];
  });
  return page(
    'reference/environment.md',
    'Environment',
    'Nothing else configures a process. An empty variable counts as unset. What is missing or malformed stops the start with one line that names every such variable, never its value, and exit code 2.',
    '## The worker',
    table(['variable', 'means', 'default'], rowsOf(workerVariables)),
    '### What the worker checks before it starts',
    `After the server has answered and before the first task is taken:\n\n${startChecks.map(({ requires }) => `- ${requires}`).join('\n')}\n\nWhere one is not so, the worker ends with one line that says what to do, and exit code 1: a worker that does not fit must not take tasks from those that do. A server that is away is waited for, with one line a try. Beside its work the worker looks at the credentials of up to fifty connected integrations: which of them CREDENTIAL_KEYS does not open is one line each, and those integrations need credentials until the key is back or both tokens are rotated.`,
    '## The receiver of webhooks',
    table(['variable', 'means', 'default'], rowsOf(webhooksVariables)),
    '## Temporal, for the worker, the client and the command line',
    'Read by the Temporal SDK; a variable goes before the profile of the configuration file.',
    table(['variable', 'means'], temporalRows()),
    '## The client and the command line',
    '`CREDENTIAL_KEYS` as the worker’s: needed where tokens are sealed (`connect`, `rotate`). Of the command line alone:',
    table(['variable', 'means'], cli),
  );
}
