/** `npm run temporal`: the dev server alone, with its state in `.temporal/`, until Ctrl-C. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { startDevServer } from './dev-server.ts';
import { localAddress } from './local-address.ts';

try {
  mkdirSync('.temporal', { recursive: true });
  const log = createWriteStream('.temporal/server.log');
  const { port, uiPort } = localAddress(process.env['TEMPORAL_ADDRESS']);
  const server = await startDevServer({
    port,
    uiPort,
    dbFile: '.temporal/dev.db',
    ...(process.env['TEMPORAL_NAMESPACE'] && { namespace: process.env['TEMPORAL_NAMESPACE'] }),
    log: (line) => log.write(`${line}\n`),
  });

  const asked = new Promise<'asked'>((resolve) => {
    process.once('SIGINT', () => resolve('asked'));
    process.once('SIGTERM', () => resolve('asked'));
  });
  process.stdout.write(`${JSON.stringify({ temporal: server.address, ui: server.uiUrl })}\n`);

  if ((await Promise.race([asked, server.exited])) === 'asked') {
    await server.close();
  } else {
    process.stderr.write('The Temporal server ended by itself.\n');
    process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
