import { createServer, type Server } from 'node:http';

/** What a probe answers, with the reason for people. */
export interface Health {
  readonly ok: boolean;
  readonly why: string;
}

/** The questions behind the probes; asked anew for every request. */
export interface HealthChecks {
  /** False only when nothing but a restart helps. */
  readonly live: () => Health;
  /** False while work would not be done: starting, stopping, or no contact with the server. */
  readonly ready: () => Promise<Health>;
}

export interface HealthServer {
  /** `host:port` that it listens on. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves `GET /live` and `GET /ready`: 200 or 503 with `{ ok, why }`.
 * @param address `host:port`; port 0 takes a free one
 * @param metrics what `GET /metrics` answers, in Prometheus's text format; absent: it is not there
 * @throws the system's error where the address cannot be listened on
 */
export async function startHealthServer(
  address: string,
  checks: HealthChecks,
  metrics?: () => string,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const send = (status: number, body: object): void => {
      const text = JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.end(request.method === 'HEAD' ? undefined : text);
    };
    const answer = (health: Health): void => send(health.ok ? 200 : 503, health);
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') send(405, { ok: false, why: 'only GET is answered' });
    else if (path === '/metrics' && metrics !== undefined) {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metrics());
    } else if (path === '/live') answer(checks.live());
    else if (path === '/ready')
      checks.ready().then(answer, () => answer({ ok: false, why: 'the check itself failed' }));
    else send(404, { ok: false, why: 'there are /live and /ready' });
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listenOptions(address), resolve);
  });
  return { address: addressOf(server), close: () => close(server) };
}

/** @param address `host:port`, an IPv6 host in brackets */
export function listenOptions(address: string): { readonly host: string; readonly port: number } {
  const [, host = '', port] = /^(.*):(\d+)$/.exec(address) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** Where a server listens, as `host:port`. */
export function addressOf(server: Pick<Server, 'address'>): string {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') return String(bound);
  return bound.family === 'IPv6' ? `[${bound.address}]:${bound.port}` : `${bound.address}:${bound.port}`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
