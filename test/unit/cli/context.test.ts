import { afterEach, expect, it, vi } from 'vitest';
import { CliContext, waitingWords } from '../../../src/cli/context.ts';
import { cliEnvironment } from '../../../src/cli/environment.ts';
import { Output } from '../../../src/cli/output.ts';
import { OgoshipClient } from '../../../src/client/index.ts';

afterEach(() => vi.restoreAllMocks());

/** A context whose connections are opened by hand. */
function connecting() {
  let opened: (client: OgoshipClient) => void = () => undefined;
  const connection = new Promise<OgoshipClient>((resolve) => (opened = resolve));
  const connect = vi.spyOn(OgoshipClient, 'connect').mockReturnValue(connection);
  const close = vi.fn(() => Promise.resolve());
  const context = new CliContext(new Output({ json: true, noColor: true }), cliEnvironment({}), 'abc123');
  const client = { close } as unknown as OgoshipClient; // nothing else of it is used here
  return { context, connect, close, open: () => opened(client) };
}

it('Ctrl-C while it connects: the connection is closed, and nothing is begun', async () => {
  const { context, connect, close, open } = connecting();
  const work = vi.fn(() => Promise.resolve('done'));
  const result = context.withClient(work);
  await vi.waitFor(() => expect(connect).toHaveBeenCalledOnce());
  await context.interrupt();
  open();
  await expect(result).rejects.toMatchObject({ name: 'Interrupted' });
  expect(work).not.toHaveBeenCalled();
  expect(close).toHaveBeenCalledOnce();
});

it('Ctrl-C before it connects: nobody is asked', async () => {
  const { context, connect, open } = connecting();
  open();
  await context.interrupt();
  await expect(context.withClient(() => Promise.resolve('done'))).rejects.toMatchObject({ name: 'Interrupted' });
  expect(connect).not.toHaveBeenCalled();
});

it('without Ctrl-C it works and lets go', async () => {
  const { context, close, open } = connecting();
  open();
  expect(await context.withClient(() => Promise.resolve('done'))).toBe('done');
  expect(close).toHaveBeenCalledOnce();
});

it.each([
  ['answer', 90_000, 'A worker runs, and has not answered yet. Waiting, for up to 90 s.'],
  ['answer', 604_800_000, 'Under way. It goes on by itself, whether or not anybody waits for it.'],
  ['worker', 604_800_000, 'A worker runs, and has not answered yet. Waiting; what was begun goes on by itself.'],
] as const)('a wait for the %s of %i ms is told in words of its length', (what, givesUpAfterMs, words) => {
  const message = 'A worker runs, and has not answered yet.';
  expect(waitingWords({ for: what, message, givesUpAfterMs })).toBe(words);
});
