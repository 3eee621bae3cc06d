import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { asked } from '../../../src/cli/prompt.ts';
import { interruptedWords } from '../../../src/cli/interruption.ts';

/** What a terminal in raw mode sends for Ctrl-C and Ctrl-D. */
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

function terminal() {
  const input = new PassThrough();
  // Of a terminal's output readline looks at this alone.
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const shown = () => String((output.read() as Buffer | null) ?? '');
  return { input, output, shown };
}

describe.each([{ hidden: false }, { hidden: true }])('a question of which hidden is $hidden', ({ hidden }) => {
  it('is answered with what was typed, without space around it', async () => {
    const { input, output } = terminal();
    const answer = asked('Go on? ', { hidden }, { input, output });
    input.write(' yes \n');
    expect(await answer).toBe('yes');
  });

  it.each([
    ['the input is closed', (input: PassThrough) => input.end()],
    ['Ctrl-D is pressed', (input: PassThrough) => input.write(CTRL_D)],
  ])('has no answer where %s', async (_what, end) => {
    const { input, output } = terminal();
    const answer = asked('Go on? ', { hidden }, { input, output });
    end(input);
    expect(await answer).toBeUndefined();
  });

  it('ends with Ctrl-C, and says that nothing was changed', async () => {
    const { input, output } = terminal();
    const answer = asked('Go on? ', { hidden }, { input, output });
    input.write(`half${CTRL_C}`);
    const error: unknown = await answer.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'Interrupted' });
    expect(interruptedWords(error)).toBe('Interrupted. Nothing was changed.');
  });
});

it('a secret is asked for and not shown', async () => {
  const { input, output, shown } = terminal();
  const answer = asked('the token: ', { hidden: true }, { input, output });
  input.write('sesame\n');
  expect(await answer).toBe('sesame');
  const text = shown();
  expect(text).toContain('the token: ');
  expect(text).not.toContain('sesame');
});
