import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

// `node --import tsx scripts/order-walk.ts [checkout]`: which files one undisturbed order leads through, from its run's start
// to the store's shipment, and how often a reader comes into each. Each function counts when it is entered first; neighbours
// of the same file are one step. Counted are `workflows`, `activities` and `domain`, in the first test of `order-path.test.ts`.
const here = fileURLToPath(new URL('../', import.meta.url));
const from = process.argv[2] ?? here;
const copy = mkdtempSync(join(tmpdir(), 'order-walk-'));
const trace = join(copy, 'trace.txt');
const ownModules = join(from, 'node_modules');

// In a workflow's sandbox there is no `process`: the console's functions are of the worker.
const head = `((globalThis as any).__walk ??= (at: any) => {
  const p = typeof process === 'undefined' ? (console.log as any).constructor('return process')() : process;
  p.getBuiltinModule('node:fs').appendFileSync(${JSON.stringify(trace)}, at + '\\n');
});`;

/** Has each function say its place when it is entered. */
function traced(text: string, name: string): string {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const added: (readonly [at: number, words: string])[] = [];
  const visit = (node: ts.Node): void => {
    const body = ts.isFunctionLike(node) && 'body' in node ? node.body : undefined;
    if (body !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const says = `(globalThis as any).__walk('${name}#${line + 1}')`;
      if (ts.isBlock(body)) added.push([body.getStart() + 1, ` ${says};`]);
      else added.push([body.getStart(), `(${says}, `], [body.getEnd(), ')']);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (added.length === 0) return text;
  const changed = added
    .sort(([a], [b]) => b - a)
    .reduce((all, [at, words]) => all.slice(0, at) + words + all.slice(at), text);
  return changed.startsWith('#!') ? changed.replace('\n', `\n${head}\n`) : head + changed;
}

function count(without: RegExp): void {
  const entered = readFileSync(trace, 'utf8').trim().split('\n');
  const begun = entered.slice(entered.findIndex((at) => /^workflows\/(order\/)?fulfil-order\.ts/.test(at)));
  const walk: string[] = [];
  for (const at of new Set(begun)) {
    const file = at.replace(/#.*/, '');
    const counts = /^(workflows|activities|domain)\//.test(file) && !without.test(file);
    if (counts && walk.at(-1) !== file) walk.push(file);
  }
  const times = [...new Set(walk)].map((file) => [file, walk.filter((one) => one === file).length] as const);
  const most = times.sort(([, a], [, b]) => b - a).slice(0, 3);
  const together = most.reduce((sum, [, all]) => sum + all, 0);
  console.log(
    `${times.length} files, ${walk.length} steps; the three most entered ${together} times: ${most.join(', ')}`,
  );
}

try {
  for (const name of readdirSync(from)) {
    if (!['node_modules', 'dist', '.git', 'coverage'].includes(name))
      cpSync(join(from, name), join(copy, name), { recursive: true });
  }
  symlinkSync(existsSync(ownModules) ? ownModules : join(here, 'node_modules'), join(copy, 'node_modules'));
  for (const name of readdirSync(join(copy, 'src'), { encoding: 'utf8', recursive: true })) {
    const file = join(copy, 'src', name);
    if (name.endsWith('.ts')) writeFileSync(file, traced(readFileSync(file, 'utf8'), name));
  }
  const test = [
    'vitest',
    'run',
    '--project',
    'integration',
    'test/integration/order-path.test.ts',
    '-t',
    'handed over once',
  ];
  const { status } = spawnSync('npx', test, { cwd: copy, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the test failed');
  count(/^$/);
  console.log('Without what the integration’s own run does meanwhile:');
  count(/\/integration/);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
