import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Log from '../src/observability/log.ts';
import type * as Bundle from '../src/worker/bundle.ts';
import { buildClientPackage } from './client-package/build-client-package.ts';

// `npm run build`: dist/ with the compiled code, the types of the public entry, the prebuilt workflow bundle, and the
// client library as a package of its own.
const root = new URL('../', import.meta.url);
const dist = new URL('dist/', root);
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

async function compile(project: string, ...options: string[]): Promise<void> {
  const path = fileURLToPath(new URL(project, root));
  const child = spawn(process.execPath, [tsc, '--project', path, ...options], { stdio: 'inherit' });
  const [status] = (await once(child, 'exit')) as [number | null]; // what a process ends with
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(dist, { recursive: true, force: true });
// Types are checked by `npm run check`: once is enough, and takes longer than all the rest.
await compile('tsconfig.build.json', '--declaration', 'false', '--noCheck');
const types = compile('tsconfig.types.json');

// The built code bundles itself, so that what is bundled is what was compiled.
const { bundleWorkflows } = (await import(new URL('worker/bundle.js', dist).href)) as typeof Bundle;
const { createLog } = (await import(new URL('observability/log.js', dist).href)) as typeof Log;
const { code } = await bundleWorkflows(createLog({ level: 'warn' }));
writeFileSync(new URL('workflow-bundle.js', dist), code);

const cli = new URL('cli.js', dist);
if (existsSync(cli)) chmodSync(cli, 0o755);

await types;
const clientFiles = buildClientPackage(root);
console.log(
  `built dist/ with a workflow bundle of ${Math.round(code.length / 1024)} KiB, and dist/client-package/ of ${clientFiles} files`,
);
