import { changeSources, type LatestChangesReport, type LegOutcome } from '../../contract/changes.ts';
import { defined } from '../../contract/defined.ts';
import { FailureType } from '../../contract/failures.ts';
import { legs, type FailingLeg, type LegHealth, type LegsHealth } from '../../contract/integration/health.ts';

/** What a part of a run that failed says. */
interface Failure {
  readonly type: string;
  readonly message: string;
}

/** Failing legs are told of again after so many runs: the integration may have been made anew. */
const TOLD_EVERY = 12;

/** True where nothing was done because nothing may flow: that is no failure, also in the middle of a run. */
function isAtRest({ type }: Failure): boolean {
  return type === FailureType.integrationPaused || type === FailureType.integrationGone;
}

/** How a leg stands after another run. @param outcome `undefined` where it was not its turn */
export function legAfter(before: LegHealth, outcome: LegOutcome | undefined, at: string): LegHealth {
  switch (outcome?.kind) {
    case undefined:
      return before;
    case 'nothing':
    case 'done':
      return { lastSuccess: at };
    // Nothing was read, and nothing failed: the comparison that reads it has a health of its own.
    case 'catching-up':
      return defined({ lastSuccess: before.lastSuccess });
    case 'failed':
      return isAtRest(outcome) ? before : { ...before, ...failed(before, outcome, at) };
  }
}

/** The legs of latest changes after a run. @param failure why the whole run could not begin */
export function legsAfter(
  before: LegsHealth,
  outcomes: LatestChangesReport['legs'],
  at: string,
  failure?: Failure,
): LegsHealth {
  const all = failure === undefined ? undefined : ({ kind: 'failed', ...failure } as const);
  const after = changeSources.map((leg) => [leg, legAfter(before[leg] ?? {}, outcomes[leg] ?? all, at)] as const);
  return Object.fromEntries(after.filter(([, health]) => Object.keys(health).length > 0));
}

/** The comparison after another one: it is good where each of its parts is. */
export function comparisonAfter(before: LegHealth, failures: readonly Failure[], at: string): LegHealth {
  const [first] = failures.filter((failure) => !isAtRest(failure));
  if (first !== undefined) return legAfter(before, { kind: 'failed', ...first }, at);
  return failures.length > 0 ? before : { lastSuccess: at };
}

function failed({ failing }: LegHealth, { type, message }: Failure, at: string): LegHealth {
  return { failing: { since: failing?.since ?? at, type, message, runs: (failing?.runs ?? 0) + 1 } };
}

export function failingLegs(health: LegsHealth): readonly FailingLeg[] {
  return legs.flatMap((leg) => {
    const { failing, lastSuccess } = health[leg] ?? {};
    if (failing === undefined) return [];
    const { since, type, message } = failing;
    return [{ leg, since, type, message, ...defined({ lastSuccess }) }];
  });
}

/** True where the integration must hear of it: another leg fails, in another way, or none any more; and now and then. */
export function mustTell(before: LegsHealth, after: LegsHealth): boolean {
  const shape = (health: LegsHealth) => failingLegs(health).map(({ leg, type }) => `${leg} ${type}`);
  const runs = Math.max(0, ...legs.map((leg) => after[leg]?.failing?.runs ?? 0));
  return String(shape(before)) !== String(shape(after)) || (runs > 0 && runs % TOLD_EVERY === 0);
}
