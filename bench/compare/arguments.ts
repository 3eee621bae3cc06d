import { parseArgs } from 'node:util';

/** What can be compared: driven by a build's own worker and client alone. */
export const comparable = ['orders', 'stock', 'products'] as const;
export type Comparable = (typeof comparable)[number];

export interface Comparison {
  /** Commit, branch or tag of the older build. */
  readonly ref: string;
  /** In the order that they run in; absent: everything that both builds have. */
  readonly names: readonly Comparable[] | undefined;
  /** Measured pairs. */
  readonly pairs: number;
  /** A look without a verdict: few pairs, and nothing is kept. */
  readonly look: boolean;
}

/** The command cannot be meant so: exit code 2, one sentence for a person. */
export class BadComparison extends Error {
  override readonly name = 'BadComparison';
}

/** Fewer say too little on a machine that does other work as well. */
const LEAST_PAIRS = 15;
const MOST_PAIRS = 1_000;
const PAIRS_OF_A_LOOK = 3;

/**
 * Reads what follows `npm run bench -- compare`.
 * @param benches all benchmarks of this build, also those that cannot be compared
 * @throws BadComparison with one sentence that says what would be right
 */
export function readComparison(argv: readonly string[], benches: readonly string[]): Comparison {
  const { values, positionals } = parse(argv);
  const [ref, ...names] = positionals;
  if (ref === undefined || ref === '') {
    throw new BadComparison('Name the commit, branch or tag to compare with, for example: compare v1.0.0 orders.');
  }
  if (values.look === true && values.pairs !== undefined) {
    throw new BadComparison(`--look takes ${PAIRS_OF_A_LOOK} pairs: leave --pairs out.`);
  }
  const chosen = [...new Set(names)].map((name) => comparableName(name, benches));
  return {
    ref,
    names: chosen.length === 0 ? undefined : chosen,
    pairs: values.look === true ? PAIRS_OF_A_LOOK : pairsOf(values.pairs),
    look: values.look === true,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: { pairs: { type: 'string' }, look: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    const [problem = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new BadComparison(`${problem}: compare takes --pairs N and --look.`);
  }
}

function pairsOf(text: string | undefined): number {
  if (text === undefined) return LEAST_PAIRS;
  const pairs = /^\d+$/.test(text) ? Number(text) : NaN;
  if (pairs >= LEAST_PAIRS && pairs <= MOST_PAIRS) return pairs;
  throw new BadComparison(
    `--pairs takes a whole number from ${LEAST_PAIRS} to ${MOST_PAIRS}, not "${text}"; --look takes a look with ${PAIRS_OF_A_LOOK}.`,
  );
}

function comparableName(name: string, benches: readonly string[]): Comparable {
  const found = comparable.find((one) => one === name);
  if (found !== undefined) return found;
  const list = comparable.join(', ');
  if (benches.includes(name)) {
    throw new BadComparison(
      `The benchmark ${name} is not driven by workers, so it cannot be compared; choose from: ${list}.`,
    );
  }
  throw new BadComparison(`There is no benchmark ${name}; choose from: ${list}.`);
}
