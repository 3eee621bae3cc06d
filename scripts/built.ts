import { existsSync, readdirSync, statSync } from 'node:fs';

const root = new URL('../', import.meta.url);

/** What a build writes last, at the same time. */
const LAST = ['client/index.d.ts', 'workflow-bundle.js', 'client-package/package.json'].map(
  (file) => new URL(`dist/${file}`, root),
);

/** True where `dist/` is what a build of the present sources would make. */
export function isBuilt(): boolean {
  if (!LAST.every((file) => existsSync(file))) return false;
  const sources = Math.max(
    newest(new URL('src/', root)),
    newest(new URL('scripts/client-package/', root)),
    changed(new URL('package-lock.json', root)),
  );
  return LAST.every((file) => sources < changed(file));
}

/** When the newest file under a folder was last changed, in epoch ms. */
function newest(folder: URL): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Math.max(...entries.map((entry) => changed(`${entry.parentPath}/${entry.name}`)));
}

const changed = (file: string | URL): number => statSync(file).mtimeMs;
