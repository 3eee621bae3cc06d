// A runner for Stryker that keeps the pure tests loaded: Vitest begins anew for each change, which takes a hundred times as
// long as the tests that a change concerns. The tests and the changes are the same.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';

const folders = ['test/unit/domain', 'test/unit/workflows'];
/** They try the tests, not the rules, or find by chance, in tens of seconds, what the others find at once. */
const left = /orders\/(planted-faults|properties)\.test\.ts$/;
/** What needs Vitest itself, or a file that is not code. */
const needsMore = /import \{[^}]*\b(vi|beforeEach|afterEach|beforeAll|afterAll)\b[^}]*\} from 'vitest'|'node:fs'/;

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

class InOneProcess {
  /** Where the changed code looks which change is active. */
  #ns = (globalThis.__stryker__ ??= {});
  #bundle = path.resolve('coverage-of-mutants.mjs');
  #loads = 0;
  /** @type {Map<string, { run: () => unknown, took: number }>} */
  #tests = new Map();
  /** Changes of what runs while test files are loaded: rows of tables that ask the rules. */
  #whileLoading = new Set();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const files = testFiles();
    // What the rules themselves make while they are loaded is everybody's.
    const rules = sourceFiles().map((file) => `import './${file}';`);
    const contents = `${rules.join(' ')} export { collect } from './test/mutation/vitest-words.js';
      export const files = { ${files.map((file) => `'${file}': () => import('./${file}')`).join(',\n')} };`;
    await build({
      stdin: { contents, resolveDir: process.cwd(), loader: 'js' },
      outfile: this.#bundle,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      alias: { vitest: path.resolve('test/mutation/vitest-words.js') },
      logLevel: 'error',
    });
    this.#ns.activeMutant = undefined;
    this.#tests = await this.#load();
  }

  async #load() {
    this.#loads += 1;
    const { files, collect } = await import(`${pathToFileURL(this.#bundle).href}?load=${this.#loads}`);
    const tests = new Map();
    for (const [file, load] of Object.entries(files)) {
      const into = [];
      this.#ns.currentTestId = file;
      try {
        await collect(into, load);
      } finally {
        this.#ns.currentTestId = undefined;
      }
      for (const [index, { name, run }] of into.entries()) tests.set(`${file}#${index} ${name}`, { run, took: 0 });
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
      for (const mutant of Object.keys(loading)) this.#whileLoading.add(mutant);
      perTest[id] = { ...loading, ...perTest[id] };
    }
    const ofTests = Object.fromEntries(results.map(({ id }) => [id, perTest[id]]));
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: { static: always, perTest: ofTests } };
  }

  async mutantRun({ testFilter, hitLimit, activeMutant, mutantActivation }) {
    const { id } = activeMutant;
    Object.assign(this.#ns, { hitCount: 0, hitLimit, activeMutant: id });
    try {
      // Loaded anew with the change where it concerns what is made while loading.
      const isLoadedWith = mutantActivation === 'static' || this.#whileLoading.has(id);
      const loaded = isLoadedWith ? await this.#load() : this.#tests;
      const wanted = testFilter ?? [...this.#tests.keys()];
      const quickestFirst = wanted.toSorted(
        (a, b) => (this.#tests.get(a)?.took ?? 0) - (this.#tests.get(b)?.took ?? 0),
      );
      const results = [];
      for (const one of quickestFirst) {
        const test = loaded.get(one);
        // A table that the change makes shorter or renames.
        const result =
          test === undefined ? failed(one, new Error('no such test any more')) : await this.#run(one, test);
        results.push(result);
        if (result.status === TestStatus.Failed) break;
      }
      const limit = determineHitLimitReached(this.#ns.hitCount, hitLimit);
      return toMutantRunResult(limit ?? { status: DryRunStatus.Complete, tests: results });
    } catch (error) {
      // It cannot even be loaded.
      return toMutantRunResult({ status: DryRunStatus.Complete, tests: [failed('loading', error)] });
    } finally {
      this.#ns.activeMutant = undefined;
    }
  }

  async #run(id, test) {
    const begun = performance.now();
    try {
      await test.run();
      test.took = performance.now() - begun;
      return { id, name: id, fileName: id.split('#')[0], timeSpentMs: test.took, status: TestStatus.Success };
    } catch (error) {
      return failed(id, error);
    }
  }
}

function failed(id, error) {
  return { id, name: id, timeSpentMs: 0, status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };
}

const factory = () => new InOneProcess();
factory.inject = [];

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-one-process', factory)];
