import type { LegStatus } from '../../client/index.ts';
import { legWords, type OpenQuestion } from '../../contract/integration/health.ts';
import type { HoldCount } from '../../client/index.ts';
import type { Cell } from '../layout.ts';
import type { Output } from '../output.ts';
import { ageOf } from './age.ts';

/** Each leg in a line: the last good run, since when it fails and why, when it is tried next. */
export function showLegs(out: Output, legs: readonly LegStatus[]): void {
  out.table(
    ['what flows', 'health', 'last good', 'next', 'failing since, why'],
    legs.map(({ leg, state, lastSuccess, failing, why, next }): readonly Cell[] => [
      legWords[leg],
      state === 'failing' ? out.style('red', state) : state === 'not-yet' ? 'not yet' : state,
      lastSuccess ?? '–',
      next ?? '–',
      failing === undefined ? why : `${failing.since}: ${failing.message}`,
    ]),
  );
}

/** What a store needs a person for, in a few words; empty where it needs nobody. */
export function needsOf(
  legs: readonly LegStatus[],
  questions: readonly OpenQuestion[],
  holds: readonly HoldCount[],
): string {
  const failing = legs.filter(({ state }) => state === 'failing');
  // One failure often stops several legs: it is said once.
  const causes = [...new Set(failing.map((each) => each.failing?.message ?? ''))];
  const fails = causes.map((cause) => {
    const same = failing.filter((each) => each.failing?.message === cause);
    const [first] = same;
    const when = [
      `since ${first?.failing?.since ?? 'an unknown time'}`,
      ...(first?.lastSuccess === undefined ? [] : [`last good ${first.lastSuccess}`]),
      ...(first?.next === undefined ? [] : [`next ${first.next}`]),
    ];
    return `${same.map(({ leg }) => legWords[leg]).join(', ')} ${same.length === 1 ? 'fails' : 'fail'}: ${cause} (${when.join(', ')})`;
  });
  const asked = questions.map(
    ({ kind, askedAt, count }) => `question ${kind} about ${count}, asked ${ageOf(askedAt)} ago`,
  );
  const held = holds.reduce((sum, { runs }) => sum + runs, 0);
  const reasons = holds.map(({ reason, runs }) => `${reason} ${runs}`).join(', ');
  return [...fails, ...asked, ...(held === 0 ? [] : [`${held} held: ${reasons}`])].join('; ');
}
