import { writeFileSync } from 'node:fs';
import { excludedPairs, type Meetings } from './meetings.ts';

const PAGE = new URL('../../../docs/story-meetings.md', import.meta.url);

/** Writes what met in a run of stories. */
export function writeMeetings(
  meetings: Meetings,
  run: { readonly seed: number; readonly lives: number; readonly acts: number; readonly on: string },
): void {
  const { met, possible } = meetings.share();
  const missing = meetings.missing();
  const excluded = [...excludedPairs()].map(([reason, list]) => `- ${reason}: ${list.join(', ')}`);
  const text = [
    '# Which acts of the stories met',
    '',
    `Made on ${run.on} by \`npm run stories -- --lives ${run.lives} --seed ${run.seed} --matrix\`: ${run.lives} lives, ${run.acts} acts that were done.`,
    '',
    'Two acts met where both were done in one life, the row before the column, to the same order, or to what it is part of: an act upon a store or its merchant meets those upon its orders, one of the machine room meets all. An act that could not be done at its time (nothing was there to refund) met nothing. A dot: not in this run; a dash: cannot.',
    '',
    `${met} of the ${possible} pairs that can meet did (${Math.floor((met / possible) * 100)} %).`,
    '',
    '```text',
    meetings.table(),
    '```',
    '',
    '## Pairs that cannot meet',
    '',
    ...excluded,
    '',
    '## Pairs that did not',
    '',
    missing.length === 0 ? 'None.' : `${missing.join(', ')}.`,
    '',
  ].join('\n');
  writeFileSync(PAGE, text);
}
