import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/config.ts';
import { loadWebhooksConfig } from '../../src/webhooks/config.ts';
import { SearchAttribute } from '../../src/contract/temporal.ts';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = (name: string) => readFileSync(path(name), 'utf8');

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      build: z.string().optional(),
      environment: z.record(z.string(), z.string()).default({}),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      healthcheck: z.object({ test: z.array(z.string()).min(2) }).optional(),
      restart: z.string(),
      volumes: z.array(z.string()).default([]),
      ports: z.array(z.string()).default([]),
      profiles: z.array(z.string()).default([]),
      command: z.union([z.string(), z.array(z.string())]).default([]),
      mem_limit: z.string().optional(),
      stop_grace_period: z.string().optional(),
    }),
  ),
  volumes: z.record(z.string(), z.unknown()),
});
const compose = Compose.parse(parse(read('docker-compose.yml'), { merge: true }));
const services = Object.entries(compose.services);
const dockerfile = read('Dockerfile');

/** What compose does with `${NAME:?message}` and `${NAME:-fallback}`. */
function interpolate(text: string, env: Record<string, string>): string {
  return text.replaceAll(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_all, name: string, kind?: string, rest?: string) => {
    const value = env[name];
    if (value) return value;
    if (kind === '-') return rest ?? '';
    throw new Error(`${name} is not set`);
  });
}

const secrets = {
  CREDENTIAL_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  MYOGO_CLIENT_ID: 'client',
  MYOGO_CLIENT_SECRET: 'secret',
};
const workerEnvironment = (env: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(compose.services['worker']?.environment ?? {}).map(([name, text]) => [name, interpolate(text, env)]),
  );

describe('docker-compose.yml', () => {
  test.each(services)('%s is pinned or built, restarts, and is reachable from this machine only', (name, service) => {
    if (service.build === undefined) expect(service.image).toMatch(/^[\w./-]+:\d+\.\d+[\w.-]*$/);
    expect(service.restart).toMatch(/^(unless-stopped|on-failure:\d+)$/);
    // BigCommerce delivers to port 443 alone; it is open only where somebody asks for it.
    if (name === 'webhooks-tls') expect([service.ports, service.profiles]).toEqual([['443:443'], ['webhooks-tls']]);
    else for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test('what ends TLS passes on to the receiver, whose heap fits into its memory', () => {
    const { 'webhooks-tls': tls, webhooks } = compose.services;
    const { WEBHOOKS_ADDRESS: address = '', NODE_OPTIONS: options = '' } = webhooks?.environment ?? {};
    expect(tls?.environment['WEBHOOKS_RECEIVER']).toBe(`webhooks:${address.split(':')[1] ?? ''}`);
    expect(webhooks?.profiles).toContain('webhooks-tls');
    const heap = Number(/--max-old-space-size=(\d+)/.exec(options)?.[1]);
    expect(heap).toBeLessThan(0.8 * Number(/^(\d+)m$/.exec(webhooks?.mem_limit ?? '')?.[1]));
  });

  // Caddy 2.10.2 logs the address and all headers of each request that it could not pass on: both are secrets here.
  test('what ends TLS logs no request, also none that the receiver was away for', () => {
    expect(compose.services['webhooks-tls']?.volumes).toContain('./docker/Caddyfile:/etc/caddy/Caddyfile:ro');
    const caddyfile = read('docker/Caddyfile').replaceAll(/^\s*#.*$/gm, '');
    expect(caddyfile).toMatch(/^\tlog \{\s+exclude http\.log\.error\s+\}/m);
    expect(caddyfile).not.toMatch(/^\t?log(?! \{\s+exclude)/m); // no log of a site's requests beside it
    expect(caddyfile).toContain('admin off');
    for (const [, name = ''] of caddyfile.matchAll(/\{\$(\w+)/g))
      expect(Object.keys(compose.services['webhooks-tls']?.environment ?? {})).toContain(name);
  });

  test.each(services)('what %s depends on exists and can meet its condition', (_name, service) => {
    for (const [dependency, { condition }] of Object.entries(service.depends_on)) {
      const other = compose.services[dependency];
      expect(other, dependency).toBeDefined();
      if (condition === 'service_healthy') expect(other?.healthcheck, `healthcheck of ${dependency}`).toBeDefined();
      // A job that is started for ever never completes.
      else expect([condition, other?.restart]).toEqual(['service_completed_successfully', 'on-failure:5']);
    }
  });

  test.each(services)('what %s mounts exists', (_name, service) => {
    for (const volume of service.volumes) {
      const source = volume.split(':')[0] ?? '';
      expect(source.startsWith('./') ? existsSync(path(source)) : source in compose.volumes, source).toBe(true);
    }
  });

  test('the worker accepts its environment as compose gives it', () => {
    const config = loadConfig(workerEnvironment(secrets));
    expect(config).toMatchObject({
      bigcommerce: { apiUrl: 'https://api.bigcommerce.com' },
      myogo: { clientId: 'client', clientSecret: 'secret' },
      healthAddress: '0.0.0.0:8080',
      metricsAddress: '0.0.0.0:9464',
      settleMs: 30_000,
    });
    const grace = Number(/^(\d+)s$/.exec(compose.services['worker']?.stop_grace_period ?? '')?.[1]) * 1000;
    expect(grace).toBeGreaterThan(config.shutdownGraceMs);
  });

  test('every name in the environment of the worker is one that it reads', () => {
    const known = `${read('src/config.ts')} TEMPORAL_ADDRESS TEMPORAL_NAMESPACE`.match(/\b[A-Z][A-Z_]+\b/g);
    expect(known).toEqual(expect.arrayContaining(Object.keys(compose.services['worker']?.environment ?? {})));
  });

  test('the receiver of webhooks accepts its environment as compose gives it, and holds no key of tokens', () => {
    const given = compose.services['webhooks']?.environment ?? {};
    const env = { WEBHOOKS_KEYS: `w:${Buffer.alloc(32, 9).toString('base64')}` };
    const texts = Object.entries(given).map(([name, text]) => [name, interpolate(text, env)]);
    expect(loadWebhooksConfig(Object.fromEntries(texts) as Record<string, string>)).toMatchObject({
      address: '0.0.0.0:8090',
      healthAddress: '0.0.0.0:8080',
    });
    const known = `${read('src/webhooks/config.ts')} TEMPORAL_ADDRESS TEMPORAL_NAMESPACE NODE_OPTIONS`.match(
      /\b[A-Z][A-Z_]+\b/g,
    );
    expect(known).toEqual(expect.arrayContaining(Object.keys(given)));
    expect(Object.keys(given)).not.toContain('CREDENTIAL_KEYS');
  });

  test.each(Object.keys(secrets))('without %s nothing starts', (name) => {
    expect(() => workerEnvironment({ ...secrets, [name]: '' })).toThrow(`${name} is not set`);
  });

  test('the namespace job registers the search attributes of the contract', () => {
    const names = /for name in ([\w ]+);/.exec(read('docker/setup-namespace.sh'))?.[1]?.split(' ');
    expect(names?.sort()).toEqual(Object.values(SearchAttribute).sort());
  });

  test('the server has fairness on, in the place where it looks for its dynamic configuration', () => {
    const config = z
      .record(z.string(), z.array(z.object({ value: z.unknown() })))
      .parse(parse(read('docker/dynamic-config.yaml')));
    expect(config['matching.enableFairness']).toEqual([{ value: true }]);
    const server = compose.services['temporal'];
    const where = `/etc/temporal/${server?.environment['DYNAMIC_CONFIG_FILE_PATH'] ?? ''}`;
    expect(server?.volumes).toContain(`./docker/dynamic-config.yaml:${where}:ro`);
  });
});

test.each(['docker/setup-schema.sh', 'docker/setup-namespace.sh'])('%s is a valid shell script', async (script) => {
  await promisify(execFile)('sh', ['-n', path(script)]);
});

describe('Dockerfile', () => {
  const stages = [...dockerfile.matchAll(/^FROM \$\{NODE_IMAGE\} AS ([\w-]+)$/gm)].map(([, name]) => name);
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));

  test('has one pinned glibc image for every stage', () => {
    expect(dockerfile).toMatch(/^ARG NODE_IMAGE=node:22\.\d+\.\d+-bookworm-slim$/m);
    expect(stages).toEqual(['build', 'production-dependencies', 'worker']);
    expect([...dockerfile.matchAll(/^FROM /gm)]).toHaveLength(stages.length);
  });

  test('copies only from stages that come before', () => {
    for (const [, stage] of dockerfile.matchAll(/--from=([\w-]+)/g)) expect(stages.slice(0, -1)).toContain(stage);
  });

  test('runs as nobody in particular, without development dependencies, with a bounded heap', () => {
    expect(dockerfile).toContain('RUN npm ci --omit=dev');
    expect(last).toContain('COPY --from=production-dependencies /app/node_modules ./node_modules');
    expect(last).toMatch(/NODE_OPTIONS=--max-old-space-size=\d+/);
    expect(last.indexOf('USER node')).toBeGreaterThan(last.lastIndexOf('COPY'));
    expect(last).toContain('CMD ["node", "dist/worker.js"]');
    expect(last).toMatch(/^HEALTHCHECK .*CMD \["node", "healthcheck\.js"\]$/m);
  });

  test('sends nothing to the builder that may hold a secret or a state', () => {
    const [first, ...allowed] = read('.dockerignore')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    expect(first).toBe('*');
    for (const line of allowed) {
      expect(line).toMatch(
        /^!(package(-lock)?\.json|\.npmrc|tsconfig[\w.]*\.json|src|scripts|docker\/healthcheck\.js)$/,
      );
    }
  });
});

describe('the health check of the image', () => {
  const check = (address?: string) =>
    new Promise<number>((resolve) => {
      const env = { PATH: process.env['PATH'], ...(address !== undefined && { HEALTH_ADDRESS: address }) };
      execFile(process.execPath, [path('docker/healthcheck.js')], { env }, (error) =>
        resolve(Number(error?.code ?? 0)),
      );
    });

  test.each([
    [200, 0],
    [503, 1],
  ])('an answer of %i from /ready ends it with code %i', async (status, code) => {
    const server = createServer((request, response) =>
      response.writeHead(request.url === '/ready' ? status : 404).end(),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a listening socket has no port');
    expect(await check(`0.0.0.0:${address.port}`)).toBe(code);
    await new Promise((resolve) => server.close(resolve));
    expect(await check(`0.0.0.0:${address.port}`), 'when nobody listens').toBe(1);
  });

  test('without HEALTH_ADDRESS it is not healthy', async () => {
    expect(await check()).toBe(1);
  });
});
