/** SKUs or variants of one question or one list of a message: some 20 KB. */
export const AT_ONCE = 1_000;

/** Who may hold some codes, and whether anybody has said that it holds some. */
export interface Holders {
  readonly named: boolean;
  readonly runs: readonly (readonly [run: string, codes: readonly string[]])[];
}

/** How it is found out who awaits some codes. */
export interface Asking {
  readonly holdersOf: (codes: readonly string[]) => Holders | Promise<Holders>;
  readonly ask: (run: string, codes: readonly string[]) => Promise<readonly string[]>;
  /** Brings the names of what was found up to date. @returns true where a code is another one's now: all are asked anew */
  readonly follow?: (found: AwaitedByRun) => Promise<boolean>;
}

/** Run → those of the codes that it awaits. */
export type AwaitedByRun = ReadonlyMap<string, readonly string[]>;

/** Asks who awaits which of some codes: **the one way to ask it**. */
export async function whoAwaits(codes: readonly string[], asking: Asking): Promise<AwaitedByRun> {
  const found = await askedTwice(codes, asking);
  if (found.size === 0 || (await asking.follow?.(found)) !== true) return found;
  return askedTwice(codes, asking);
}

/**
 * A code may move while it is asked about: from a store to its sibling, from a run to its part. It is with the next one
 * before it leaves the last, so who has not been found is asked for once more.
 */
async function askedTwice(codes: readonly string[], { holdersOf, ask }: Asking): Promise<AwaitedByRun> {
  const found = new Map<string, readonly string[]>();
  const known = new Set<string>();
  let only: string | undefined;
  for (let round = 1; round <= 2; round += 1) {
    const missing = codes.filter((code) => !known.has(code));
    if (missing.length === 0) break;
    const { named, runs } = await holdersOf(missing);
    // Nothing can have moved where the same one is the only one.
    if (round === 2 && runs.length === 1 && runs[0]?.[0] === only) break;
    only = runs.length === 1 ? runs[0]?.[0] : undefined;
    const answers = await Promise.all(runs.map(async ([run, of]) => [run, await ask(run, of)] as const));
    for (const [run, of] of answers) {
      if (of.length > 0) found.set(run, [...(found.get(run) ?? []), ...of]);
      for (const code of of) known.add(code);
    }
    if (!named) break;
  }
  return found;
}
