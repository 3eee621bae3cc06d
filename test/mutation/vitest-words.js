// What the pure tests use of Vitest, for `in-one-process.js`: tests are kept as a list, and run when they are asked for.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const ofVitest = createRequire(createRequire(import.meta.url).resolve('vitest/package.json'));
const words = await import(pathToFileURL(ofVitest.resolve('@vitest/expect')).href);
for (const plugin of [words.JestExtend, words.JestChaiExpect, words.JestAsymmetricMatchers]) words.chai.use(plugin);

export const expect = words.chai.expect;

/** Where the tests of the file go that is being loaded. */
const collected = { into: [], within: [] };

export function collect(into, load) {
  Object.assign(collected, { into, within: [] });
  return load();
}

function named(add) {
  const one = (title, ...rest) =>
    add(String(title), rest.find((each) => typeof each === 'function') ?? (() => undefined));
  one.each =
    (rows) =>
    (title, ...rest) => {
      const body = rest.find((each) => typeof each === 'function');
      for (const row of rows) add(String(title), () => (Array.isArray(row) ? body(...row) : body(row)));
    };
  one.runIf = (condition) => (condition ? one : named(() => undefined));
  return one;
}

export const it = named((title, run) => {
  const { into, within } = collected;
  into.push({ name: [...within, title].join(' '), run });
});
export const test = it;
export const describe = named((title, body) => {
  const { within } = collected;
  collected.within = [...within, title];
  body();
  collected.within = within;
});
