import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

// `dist/client-package/`: the client library as a package of its own. What its entry reaches is copied, and nothing else;
// what that imports is what the package depends on.

/** What a client may bring into the backend's process: nothing native, nothing of the worker. */
const ALLOWED = ['@temporalio/client', '@temporalio/common', '@temporalio/envconfig', '@temporalio/proto', 'zod'];
const BESIDE = ['README.md', 'CHANGELOG.md', 'example.js'];
/** The specifier of an import or export in compiled code and in types: of a statement, or of `import('…')`. */
const IMPORTED = /(^(?:import|export)\b[^;'"]*?\bfrom\s*|^import\s*|\bimport\(\s*)(["'])([^"'\n]+)\2/gm;
/** A comment may speak of imports. */
const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

interface Described {
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Reached {
  /** Files below `dist`, as paths relative to it. */
  readonly files: readonly string[];
  /** Names of packages. */
  readonly packages: readonly string[];
}

/** @returns how many files the package has */
export function buildClientPackage(root: URL): number {
  const dist = new URL('dist/', root);
  const target = new URL('client-package/', dist);
  rmSync(target, { recursive: true, force: true });
  const code = reachedFrom(dist, 'client/index.js');
  const types = reachedFrom(dist, 'client/index.d.ts');
  const packages = [...new Set([...code.packages, ...types.packages])].sort();
  const foreign = packages.filter((name) => !ALLOWED.includes(name));
  if (foreign.length > 0) throw new Error(`The client library imports what no client may need: ${foreign.join(', ')}`);

  const files = [...code.files, ...types.files];
  for (const file of files) {
    const to = new URL(file, target);
    mkdirSync(dirname(fileURLToPath(to)), { recursive: true });
    writeFileSync(to, withoutSources(readFileSync(new URL(file, dist), 'utf8')));
  }
  const own = new URL('scripts/client-package/', root);
  for (const file of BESIDE) copyFileSync(new URL(file, own), new URL(file, target));
  const { dependencies = {} } = readJson(new URL('package.json', root));
  const described = readJson(new URL('package.json', own));
  const wanted = Object.fromEntries(packages.map((name) => [name, dependencies[name]]));
  writeFileSync(
    new URL('package.json', target),
    `${JSON.stringify({ ...described, dependencies: wanted }, null, 2)}\n`,
  );
  return files.length;
}

function reachedFrom(dist: URL, entry: string): Reached {
  const files = new Set<string>();
  const packages = new Set<string>();
  const look = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(new URL(file, dist), 'utf8').replaceAll(COMMENTS, '');
    for (const [, , , specifier = ''] of text.matchAll(IMPORTED)) {
      if (specifier.startsWith('.')) {
        look(compiledName(new URL(specifier, new URL(file, dist)).href.slice(dist.href.length), entry));
      } else if (!specifier.startsWith('node:')) {
        packages.add(
          specifier
            .split('/')
            .slice(0, specifier.startsWith('@') ? 2 : 1)
            .join('/'),
        );
      }
    }
  };
  look(entry);
  return { files: [...files], packages: [...packages] };
}

/** Types name the sources that they were made from. */
function compiledName(file: string, entry: string): string {
  return entry.endsWith('.d.ts') ? file.replace(/(\.d)?\.(ts|js)$/, '.d.ts') : file;
}

/** Types name compiled files here, as every tool expects, and nothing names a source map that stayed behind. */
function withoutSources(text: string): string {
  return text
    .replaceAll(IMPORTED, (whole, before: string, quote: string, specifier: string) =>
      specifier.startsWith('.') ? `${before}${quote}${specifier.replace(/\.ts$/, '.js')}${quote}` : whole,
    )
    .replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
}

function readJson(file: URL): Described {
  return JSON.parse(readFileSync(file, 'utf8')) as Described; // files of this project
}
