import { describe, expect, test } from 'vitest';
import { BadComparison, readComparison } from '../../../bench/compare/arguments.ts';

const benches = ['http', 'orders', 'stock', 'products'];
const read = (...argv: string[]) => readComparison(argv, benches);

describe('the arguments of a comparison', () => {
  test('a ref alone compares everything with fifteen pairs', () => {
    expect(read('v1.0.0')).toEqual({ ref: 'v1.0.0', names: undefined, pairs: 15, look: false });
  });

  test('names are compared in their order, each once, before or after the options', () => {
    expect(read('--pairs', '21', 'main~3', 'stock', 'orders', 'stock')).toEqual({
      ref: 'main~3',
      names: ['stock', 'orders'],
      pairs: 21,
      look: false,
    });
  });

  test('a look takes three pairs', () => {
    expect(read('main', 'orders', '--look')).toMatchObject({ pairs: 3, look: true });
  });

  test.each([
    ['no ref', [], /Name the commit, branch or tag/],
    ['an empty ref', [''], /Name the commit, branch or tag/],
    ['an unknown benchmark', ['main', 'nothing'], /no benchmark nothing; choose from: orders, stock, products/],
    ['one that no worker does', ['main', 'http'], /http .*cannot be compared; choose from: orders, stock, products/],
    ['too few pairs', ['main', '--pairs', '14'], /whole number from 15 to 1000, not "14"/],
    ['no pairs at all', ['main', '--pairs', '0'], /whole number from 15/],
    ['negative pairs', ['main', '--pairs=-15'], /whole number from 15/],
    ['half a pair', ['main', '--pairs', '15.5'], /whole number from 15/],
    ['pairs in another notation', ['main', '--pairs', '1e2'], /whole number from 15/],
    ['too many pairs', ['main', '--pairs', '1001'], /from 15 to 1000/],
    ['pairs without a number', ['main', '--pairs'], /--pairs N/],
    ['an unknown option', ['main', '--fast'], /Unknown option '--fast'.*--pairs N and --look/],
    ['a look with a number of pairs', ['main', '--look', '--pairs', '20'], /leave --pairs out/],
  ])('%s is refused in one sentence', (_what, argv, words) => {
    const refused = (() => {
      try {
        return read(...argv);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(BadComparison);
    const { message } = refused as BadComparison; // looked at above
    expect(message).toMatch(words);
    expect(message).not.toContain('\n');
    expect(message).toMatch(/\.$/);
  });
});
