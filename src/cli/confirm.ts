import type { Effect } from '../client/index.ts';
import type { CliContext } from './context.ts';
import { asked } from './prompt.ts';
import { UsageError } from './usage-error.ts';

/** Options of an act that can be previewed. */
export interface ActOptions {
  /** Do it without asking. */
  readonly yes?: true;
  /** Only say what it would do. */
  readonly dryRun?: true;
}

export const YES = ['--yes', 'do it without asking, as a script must where it is serious'] as const;
export const DRY_RUN = ['--dry-run', 'say what it would do, in numbers, and change nothing'] as const;

/**
 * Shows what an act would do, and asks in proportion: not at all where it is small, on a terminal where it cannot be undone
 * or reaches many; a script says `--yes`.
 * @returns whether to do it; where not, the command has said why
 * @throws UsageError without a terminal and without `--yes`
 * @throws Interrupted for Ctrl-C
 */
export async function confirmed(context: CliContext, effect: Effect, { yes, dryRun }: ActOptions): Promise<boolean> {
  const { out } = context;
  if (dryRun === true) {
    await out.result({ dryRun: true, ...effect }, ({ sentence }) => {
      out.line(sentence);
      out.line('Dry run: nothing was changed.');
    });
    return false;
  }
  if (!effect.confirm) return true;
  if (yes === true) {
    if (!out.json) out.note(effect.sentence);
    return true;
  }
  if (out.json || !process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(`${effect.sentence} Nothing was changed.`, {
      field: '--yes',
      expected: 'this option, from a script that means it; --dry-run only shows it',
    });
  }
  out.note(effect.sentence);
  if (await askYes()) return true;
  out.note('Nothing was changed.');
  context.failed = true;
  return false;
}

/** Anything but a yes is a no, the end of the input too. */
async function askYes(): Promise<boolean> {
  return /^y(es)?$/i.test((await asked('Go on? [y/N] ')) ?? '');
}
