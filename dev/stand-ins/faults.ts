import { Random } from './random.ts';
import type { SideName } from './ledger.ts';

/**
 * What can go wrong with one request. "before" faults leave no effect; in all others the effect has happened
 * (or will: `late-effect`) although the caller does not learn it.
 */
export const faultKinds = [
  'latency',
  '429',
  '429-bare',
  '500',
  '500-after',
  '503',
  'refused',
  'html-502',
  'reset-before',
  'reset-after',
  'late-effect',
  'malformed',
  'empty-200',
  'truncated',
  'wrong-content-type',
  'endless',
  'drip',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface FaultRule {
  /** Share of the requests that are hit, 0 to 1. */
  rate: number;
  kinds: FaultKind[];
  /** Pieces of `METHOD /path`, `*` for any run of characters; any of them is enough. Absent: every request. */
  paths?: string[];
  side?: SideName;
  seed?: number;
  /** Stops after so many hits. */
  count?: number;
  /** Lets so many fitting requests pass first. */
  skip?: number;
  /** `latency`: how long. Default 200. */
  latencyMs?: number;
  /** `late-effect`: how long after the cut the effect lands. Default 300. */
  lateMs?: number;
  /** `429`: what the reset header says. Default 200. */
  resetMs?: number;
  /** `drip`: time between two bytes. Default 20. */
  dripMs?: number;
  /** `refused`: why, in the side's own words. */
  words?: string;
}

export interface Fault {
  kind: FaultKind;
  rule: FaultRule;
}

interface LiveRule {
  rule: FaultRule;
  random: Random;
  patterns: RegExp[];
  left: number;
  skip: number;
}

const toPattern = (path: string) =>
  new RegExp(
    path
      .split('*')
      .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
    'i',
  );

/** The rules in force. Each draws from its own seeded generator, so a run can be repeated. */
export class Faults {
  #rules: LiveRule[] = [];

  /** Replaces all rules; an empty list ends all faults. */
  set(rules: readonly FaultRule[]): void {
    this.#rules = rules
      .filter((rule) => rule.rate > 0 && rule.kinds.length > 0)
      .map((rule) => ({
        rule,
        random: new Random(rule.seed ?? 1),
        patterns: (rule.paths ?? []).map(toPattern),
        left: rule.count ?? Infinity,
        skip: rule.skip ?? 0,
      }));
  }

  rules(): FaultRule[] {
    return this.#rules.map((live) => ({ ...live.rule, ...(Number.isFinite(live.left) && { count: live.left }) }));
  }

  pick(side: SideName, method: string, path: string): Fault | undefined {
    if (this.#rules.length === 0) return undefined;
    const target = `${method} ${path}`;
    for (const live of this.#rules) {
      if (live.rule.side && live.rule.side !== side) continue;
      if (live.patterns.length > 0 && !live.patterns.some((pattern) => pattern.test(target))) continue;
      if (live.left <= 0) continue;
      if (live.skip > 0) {
        live.skip--;
        continue;
      }
      if (!live.random.chance(live.rule.rate)) continue;
      live.left--;
      return { kind: live.random.pick(live.rule.kinds), rule: live.rule };
    }
    return undefined;
  }
}
