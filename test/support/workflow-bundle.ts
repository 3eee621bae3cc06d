import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createLog } from '../../src/observability/log.ts';
import { bundleWorkflows, type WorkflowBundle } from '../../src/worker/bundle.ts';

const root = new URL('../../', import.meta.url);
const cache = new URL('node_modules/.cache/ogoship-bigcommerce/', root);

let bundle: Promise<WorkflowBundle> | undefined;

/** The workflow bundle of the present sources, made once for all test files and runs until a source changes. */
export function testWorkflowBundle(): Promise<WorkflowBundle> {
  bundle ??= cachedBundle();
  return bundle;
}

async function cachedBundle(): Promise<WorkflowBundle> {
  const path = new URL(`workflow-bundle-${await sourceHash()}.js`, cache);
  try {
    return { code: await readFile(path, 'utf8') };
  } catch {
    const made = await bundleWorkflows(createLog({ level: 'error', write: (line) => process.stderr.write(line) }));
    await mkdir(cache, { recursive: true });
    // Two test files may make it at once: each writes its own file, and the last rename wins with the same content.
    const mine = new URL(`${path.href}.${process.pid}`);
    await writeFile(mine, made.code);
    await rename(mine, path);
    return made;
  }
}

/** A hash of everything that a bundle is made of. */
async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(new URL('package-lock.json', root)));
  for (const folder of ['src/workflows/', 'src/domain/', 'src/contract/', 'src/worker/']) {
    const files = await readdir(new URL(folder, root), { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.ts')).sort()) {
      hash.update(folder + file).update(await readFile(fileURLToPath(new URL(folder + file, root))));
    }
  }
  return hash.digest('hex').slice(0, 24);
}
