import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { bounded, handOver, planted, stockGate, type ModelFile, type Planted } from './planted.ts';
import { QuintModel } from './quint-model.ts';
import { search } from './search.ts';

// `npm run model`: both models by Quint's simulator and by a search of every state within the bounds; then what becomes of
// them where an assumption fails, and whether each wrong protocol is found.

const quint = createRequire(import.meta.url).resolve('@informalsystems/quint/dist/src/cli.js');

function check(what: string, isRight: boolean, says: string): void {
  if (!isRight) process.exitCode = 1;
  console.log(`${isRight ? 'ok  ' : 'FAIL'}  ${what}\n      ${says}`);
}

function simulate({ file }: ModelFile): void {
  // Its other backend, and `verify`, are downloaded when they are first used.
  const args = ['run', '--backend=typescript', '--max-samples=2000', '--max-steps=40', '--invariant=promises'];
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [quint, ...args, '--verbosity=1', path], {
    encoding: 'utf8',
  });
  check(
    '2,000 random lives of 40 steps, by Quint’s simulator',
    status === 0,
    /^\[\w+\].*/m.exec(stdout)?.[0] ?? stderr,
  );
}

function searched(model: ModelFile, text: string) {
  const startedAt = performance.now();
  const found = search(new QuintModel(text), model.promises);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const { fault, states, steps, depth } = found;
  const says =
    fault === undefined
      ? `${states} states, ${steps} steps, at most ${depth} deep, in ${seconds} s`
      : `${fault.promise} does not hold after: ${fault.path.join(', ')}`;
  return { ...found, says };
}

for (const model of [handOver, stockGate]) {
  const text = bounded(readFileSync(new URL(model.file, import.meta.url), 'utf8'), model.bounds.full);
  const bounds = Object.entries(model.bounds.full).map(([name, value]) => `${name} ${value}`);
  console.log(`\n${model.file} (${bounds.join(', ')}): ${model.promises.join(', ')}, can come to rest\n`);
  simulate(model);
  const { fault, taken, says } = searched(model, text);
  check('every state within the bounds, by a search of our own', fault === undefined, says);
  const idle = [...taken].filter(([, times]) => times === 0).map(([name]) => name);
  check('every action is taken', idle.length === 0, idle.length === 0 ? `${taken.size} actions` : idle.join(', '));
  const breaks = (kind: string, one: Planted): void => {
    const result = searched(model, planted(text, one));
    check(`${kind}: ${one.what}`, result.fault !== undefined, result.says);
  };
  for (const one of model.assumptions) breaks('without the assumption', one);
  for (const one of model.wrong) breaks('planted', one);
}
