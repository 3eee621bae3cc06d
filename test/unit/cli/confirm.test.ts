import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { confirmed, type ActOptions } from '../../../src/cli/confirm.ts';
import { CliContext } from '../../../src/cli/context.ts';
import { cliEnvironment } from '../../../src/cli/environment.ts';
import { Interrupted } from '../../../src/cli/interruption.ts';
import { Output } from '../../../src/cli/output.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';
import { hearOutput, type Heard } from '../../support/hear-output.ts';

// Who asks, when, and what comes of each answer. A person sits at the terminal, a script does not.

const { asked } = vi.hoisted(() => ({ asked: vi.fn<(question: string) => Promise<string | undefined>>() }));
vi.mock('../../../src/cli/prompt.ts', () => ({ asked }));

const serious = { sentence: 'Would hand over 412 orders.', confirm: true, numbers: { orders: 412 } };
const small = { ...serious, confirm: false };
const before = [process.stdin.isTTY, process.stderr.isTTY] as const;
let said: Heard = { out: '', err: '' };

beforeEach(() => {
  ({ said } = hearOutput());
});
afterEach(() => {
  vi.restoreAllMocks();
  asked.mockReset();
  [process.stdin.isTTY, process.stderr.isTTY] = before;
});

interface Place {
  readonly terminal?: boolean;
  readonly json?: boolean;
  /** What the person types; `null` for the end of the input. */
  readonly types?: string | null;
}

async function goesOn(
  effect: typeof serious,
  options: ActOptions,
  { terminal = true, json = false, types }: Place = {},
) {
  process.stdin.isTTY = terminal;
  process.stderr.isTTY = terminal;
  if (types !== undefined) asked.mockResolvedValue(types ?? undefined);
  const context = new CliContext(new Output({ json, noColor: true }), cliEnvironment({}), 'abc123');
  const answer = await confirmed(context, effect, options);
  return { answer, failed: context.failed };
}

it.each(['y', 'yes', 'Y', 'YES'])(
  'a serious act is shown in numbers on a terminal, and done after %j',
  async (types) => {
    expect(await goesOn(serious, {}, { types })).toEqual({ answer: true, failed: false });
    expect(asked).toHaveBeenCalledTimes(1);
    expect(said.err).toBe('Would hand over 412 orders.\n');
  },
);

it.each(['n', '', 'yep', 'no', 'yes please', null])('and is not done after %j: exit code 1', async (types) => {
  expect(await goesOn(serious, {}, { types })).toEqual({ answer: false, failed: true });
  expect(said.err).toBe('Would hand over 412 orders.\nNothing was changed.\n');
});

it('nor after Ctrl-C', async () => {
  asked.mockRejectedValue(new Interrupted('Nothing was changed.'));
  await expect(goesOn(serious, {})).rejects.toBeInstanceOf(Interrupted);
});

it.each([
  ['without a terminal', { terminal: false }],
  ['with --json, also on a terminal', { json: true }],
])('a script has to say --yes: %s nobody is asked, and nothing is done', async (_where, place) => {
  const refusal: unknown = await goesOn(serious, {}, place).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UsageError);
  expect(refusal).toMatchObject({
    message: 'Would hand over 412 orders. Nothing was changed.',
    field: '--yes',
    expected: expect.stringContaining('--dry-run') as string,
  });
  expect(asked).not.toHaveBeenCalled();
  expect(await goesOn(serious, { yes: true }, place)).toEqual({ answer: true, failed: false });
});

it('a small act asks nobody; a dry run does nothing, whatever else is said', async () => {
  expect(await goesOn(small, {}, { terminal: false })).toEqual({ answer: true, failed: false });
  expect(said).toEqual({ out: '', err: '' });
  for (const effect of [small, serious]) {
    expect(await goesOn(effect, { dryRun: true, yes: true })).toEqual({ answer: false, failed: false });
  }
  expect(said.out).toContain('Would hand over 412 orders.\nDry run: nothing was changed.\n');
  expect(asked).not.toHaveBeenCalled();
});
