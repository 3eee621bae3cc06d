import type { Attention, AttentionMemo, FailingLeg, LegsSeen } from '../../contract/integration/health.ts';
import type { IntegrationSnapshot } from './integration-snapshot.ts';
import { schedulesOf } from './integration-schedules.ts';
import { legsMissing } from './missing-permissions.ts';
import { shownQuestion } from './questions/shown-question.ts';

/** What is known of failing legs after one kind of run told. @returns `undefined` where that is known */
export function afterLegs(
  { failing = [], triesAgain: before }: Pick<IntegrationSnapshot, 'failing' | 'triesAgain'>,
  { of, failing: told, triesAgain: said }: LegsSeen,
): Partial<IntegrationSnapshot> | undefined {
  const triesAgain = of === 'comparison' ? before : said;
  const isOurs = ({ leg }: FailingLeg): boolean => (leg === 'comparison') === (of === 'comparison');
  const after = [...failing.filter((each) => !isOurs(each)), ...told.filter(isOurs)];
  if (JSON.stringify(after) === JSON.stringify(failing) && triesAgain === before) return undefined;
  return { failing: after.length === 0 ? undefined : after, triesAgain };
}

/** Legs whose runs fail. While nothing may flow they rest, whatever they did before. */
export function failingRuns(s: IntegrationSnapshot): readonly FailingLeg[] {
  return s.live && schedulesOf(s).running ? (s.failing ?? []) : [];
}

/** Legs that fail now, and those that cannot get through, whether or not a run has met that. */
export function failingNow(s: IntegrationSnapshot): readonly FailingLeg[] {
  const runs = failingRuns(s);
  return [...runs, ...legsMissing(s).filter(({ leg }) => runs.every((one) => one.leg !== leg))];
}

/** What the integration needs people for, in full. */
export function attentionMemo(s: IntegrationSnapshot, failing = failingNow(s)): AttentionMemo {
  const open = s.disconnected ? [] : s.questions.filter(({ answer }) => answer === undefined);
  return {
    failing,
    questions: open.map(shownQuestion).map(({ id, kind, askedAt, count }) => ({ id, kind, askedAt, count })),
  };
}

/** The same in a word; `undefined` where it needs nobody. */
export function attentionOf({ failing, questions }: AttentionMemo): Attention | undefined {
  if (failing.length > 0) return questions.length > 0 ? 'failing+question' : 'failing';
  return questions.length > 0 ? 'question' : undefined;
}
