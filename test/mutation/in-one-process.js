// A runner for Stryker that keeps the pure tests loaded: Vitest begins anew for each change, which takes a hundred times as
// long as the tests that a change concerns. The tests and the changes are the same.
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';
import * as words from './vitest-words.js';

const folders = ['test/unit/domain', 'test/unit/workflows'];
/** They try the tests, not the rules, or find by chance, in tens of seconds, what the others find at once. */
const left = /orders\/(planted-faults|properties)\.test\.ts$/;
/** What needs Vitest itself, or a file that is not code. */
const needsMore = /import \{[^}]*\b(vi|beforeEach|afterEach|beforeAll|afterAll)\b[^}]*\} from 'vitest'|'node:fs'/;

/** A long run writes each result there as it comes, a line of JSON each. */
const asTheyCome = process.env['MUTATION_LINES'];
/** So many milliseconds of CPU are given to a change; one that is not noticed by then counts as not noticed. All tests without it. */
const patience = Number(process.env['MUTATION_PATIENCE'] ?? Infinity);

const testFiles = () =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .map((name) => path.posix.join(folder, name))
      .filter((file) => file.endsWith('.test.ts') && !left.test(file) && !needsMore.test(readFileSync(file, 'utf8'))),
  );

const sourceFiles = () =>
  readdirSync('src/domain', { recursive: true })
    .map((name) => path.posix.join('src/domain', name))
    .filter((file) => file.endsWith('.ts'));

/** What a rule keeps, so as not to derive it again, is of one test and one change: it is forgotten with them. */
class Forgetful {
  #kept = new WeakMap();
  #since;

  #map() {
    const { runs } = globalThis.__stryker__;
    if (this.#since !== runs) this.#kept = new WeakMap();
    this.#since = runs;
    return this.#kept;
  }

  get(key) {
    return this.#map().get(key);
  }

  set(key, value) {
    this.#map().set(key, value);
    return this;
  }
}

/** What ran is counted once, for all tests; afterwards the changed code only looks which change is active. */
const rules = (isCounting) => ({
  name: 'rules',
  setup: (built) =>
    built.onLoad({ filter: /src[\\/]domain[\\/].*\.ts$/ }, async ({ path: file }) => {
      const code = (await readFile(file, 'utf8')).replaceAll(/new WeakMap\b/g, 'new globalThis.__forgetful__');
      if (isCounting) return { contents: code, loader: 'ts' };
      const asking = code
        .replaceAll(/stryCov_9fa48\("[^)]*"\)/g, '0')
        .replaceAll(/stryMutAct_9fa48\("(\d+)"\)/g, '(stryChange.number === $1 && stryMutAct_9fa48("$1"))');
      return { contents: `const stryChange = globalThis.__stryker__; ${asking}`, loader: 'ts' };
    }),
});

/** Tests share what stands in for Vitest, however often they are loaded. */
const sharedWords = {
  name: 'shared-words',
  setup: (built) => {
    built.onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', namespace: 'words' }));
    built.onLoad({ filter: /./, namespace: 'words' }, () => ({
      contents: 'export const { expect, it, test, describe } = globalThis.__vitestWords__;',
    }));
  },
};

class InOneProcess {
  /** Where the changed code looks which change is active. */
  #ns = (globalThis.__stryker__ ??= {});
  /** All rules and tests as one function: each call of it has its own of all of them. @type {() => Record<string, () => unknown>} */
  #code = () => ({});
  /** @type {Map<string, { file: string, run: () => unknown, took: number, noticed: number }>} */
  #tests = new Map();
  /** Which test files ask the rules while they are loaded, by the change that they reach: rows of tables. @type {Map<string, Set<string>>} */
  #whileLoading = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    globalThis.__vitestWords__ = words;
    globalThis.__forgetful__ = Forgetful;
    this.#ns.runs = 0;
    this.#activate(undefined);
    this.#code = await this.#build([sharedWords, rules(true)]);
    this.#tests = await this.#load();
  }

  async #build(plugins) {
    const files = testFiles();
    // What the rules themselves make while they are loaded is everybody's.
    const all = sourceFiles().map((file) => `import './${file}';`);
    const contents = `${all.join(' ')}
      export const files = { ${files.map((file) => `'${file}': () => import('./${file}')`).join(',\n')} };`;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: process.cwd(), loader: 'js' },
      write: false,
      bundle: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      logLevel: 'error',
      plugins,
    });
    const code = new vm.Script(`(function (module, require) { ${outputFiles[0].text}\n})`).runInThisContext();
    const require = createRequire(path.resolve('package.json'));
    return () => {
      const module = { exports: {} };
      code(module, require);
      return module.exports.files;
    };
  }

  #activate(id) {
    Object.assign(this.#ns, { activeMutant: id, number: Number(id ?? -1) });
  }

  /** Their own rules and tests: all of them, or those of some files. */
  async #load(wanted = () => true) {
    const tests = new Map();
    for (const [file, load] of Object.entries(this.#code())) {
      if (!wanted(file)) continue;
      const into = [];
      this.#ns.currentTestId = file;
      this.#ns.runs += 1;
      try {
        await words.collect(into, load);
      } finally {
        this.#ns.currentTestId = undefined;
      }
      for (const [index, { name, run }] of into.entries()) {
        tests.set(`${file}#${index} ${name}`, { file, run, took: 0, noticed: 0 });
      }
    }
    return tests;
  }

  async dryRun() {
    const results = [];
    for (const [id, test] of this.#tests) {
      this.#ns.currentTestId = id;
      results.push(await this.#run(id, test));
      this.#ns.currentTestId = undefined;
    }
    const { static: always, perTest } = this.#ns.mutantCoverage;
    for (const { id, fileName } of results) {
      const loading = perTest[fileName] ?? {};
      for (const mutant of Object.keys(loading)) {
        this.#whileLoading.set(mutant, (this.#whileLoading.get(mutant) ?? new Set()).add(fileName));
      }
      perTest[id] = { ...loading, ...perTest[id] };
    }
    const counted = this.#tests;
    this.#code = await this.#build([sharedWords, rules(false)]);
    this.#tests = await this.#load();
    for (const [id, { took }] of counted) Object.assign(this.#tests.get(id), { took });
    const ofTests = Object.fromEntries(results.map(({ id }) => [id, perTest[id]]));
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: { static: always, perTest: ofTests } };
  }

  async mutantRun({ testFilter, hitLimit, activeMutant, mutantActivation }) {
    const { id } = activeMutant;
    const results = [];
    const begun = process.cpuUsage();
    let untried = 0;
    Object.assign(this.#ns, { hitCount: 0, hitLimit });
    this.#activate(id);
    try {
      const wanted = this.#likelyFirst(testFilter ?? [...this.#tests.keys()]);
      const files = this.#whileLoading.get(id) ?? new Set();
      // Loaded anew with the change where it concerns what is made while loading.
      const isLoadedWith = (file) => mutantActivation === 'static' || files.has(file);
      let loaded;
      for (const [index, one] of wanted.entries()) {
        const kept = this.#tests.get(one);
        const isKept = kept !== undefined && !isLoadedWith(kept.file);
        if (!isKept) loaded ??= await this.#load(isLoadedWith);
        const test = isKept ? kept : loaded.get(one);
        // A table that the change makes shorter or renames.
        const result = test === undefined ? failed(one, new Error('no such test')) : await this.#run(one, test);
        results.push(result);
        if (result.status === TestStatus.Failed) {
          if (kept !== undefined) kept.noticed += 1;
          break;
        }
        const { user, system } = process.cpuUsage(begun);
        if ((user + system) / 1000 > patience) {
          untried = wanted.length - index - 1;
          break;
        }
      }
    } catch (error) {
      // It cannot even be loaded.
      results.push(failed('loading', error));
    } finally {
      this.#activate(undefined);
    }
    const limit = determineHitLimitReached(this.#ns.hitCount, hitLimit);
    const result = toMutantRunResult(limit ?? { status: DryRunStatus.Complete, tests: results });
    if (asTheyCome !== undefined) appendFileSync(asTheyCome, lineOf(activeMutant, result, untried));
    return result;
  }

  /** What noticed other changes, and is quick, is likely to notice this one; the rest by its time. */
  #likelyFirst(wanted) {
    const worth = (id) => {
      const { took = 0, noticed = 0 } = this.#tests.get(id) ?? {};
      return (noticed + 0.1) / (took + 0.05);
    };
    return wanted.toSorted((a, b) => worth(b) - worth(a));
  }

  async #run(id, test) {
    const begun = performance.now();
    this.#ns.runs += 1;
    try {
      await test.run();
      test.took = performance.now() - begun;
      return { id, name: id, fileName: test.file, timeSpentMs: test.took, status: TestStatus.Success };
    } catch (error) {
      return failed(id, error);
    }
  }
}

function lineOf({ fileName, location, mutatorName, replacement }, { status, killedBy }, untried) {
  const file = fileName.replace(/^.*?(?=src\/domain\/)/, '');
  const { start, end } = location;
  return `${JSON.stringify({ file, start, end, mutatorName, replacement, status, killedBy, untried })}\n`;
}

function failed(id, error) {
  return { id, name: id, timeSpentMs: 0, status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };
}

const factory = () => new InOneProcess();
factory.inject = [];

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-one-process', factory)];
