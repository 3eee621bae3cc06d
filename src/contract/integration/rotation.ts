import { sideNames, type Side } from '../failures.ts';
import type { TestReport } from './access.ts';

export const BOTH_TOKENS = 'rotateCredentials with both tokens';

/**
 * The act that gives anew what is refused. The command line has a command for each of these words.
 * @param refusedBy the side that is known to refuse, whatever the last test says
 */
export function rotation(test: Pick<TestReport, 'refused' | 'refusedToo'> | undefined, refusedBy?: Side): string {
  const refused = [test?.refused, test?.refusedToo].flatMap((each) => each ?? []);
  if (refused.some(({ unopened }) => unopened !== undefined)) return BOTH_TOKENS;
  const told = refused.map(({ side }) => side);
  const sides = refusedBy === undefined || told.includes(refusedBy) ? told : [refusedBy];
  const [side] = sides;
  return side === undefined || sides.length > 1
    ? BOTH_TOKENS
    : `rotateCredentials with a new token of ${sideNames[side]}`;
}
