import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it, vi } from 'vitest';
import { unlessReset, type AskingRun } from '../../../../src/activities/orders/reset-run.ts';
import { FailureType } from '../../../../src/contract/failures.ts';

/** A run's history as it is after resets from these runs, oldest first. */
function asked(run: AskingRun | undefined, resets: readonly string[], of = 'mine') {
  const fetchHistory = vi.fn(() =>
    Promise.resolve({
      events: [
        { workflowTaskFailedEventAttributes: { baseRunId: '' } },
        ...resets.map((baseRunId) => ({ workflowTaskFailedEventAttributes: { baseRunId } })),
        {},
      ],
    }),
  );
  const temporal = { workflow: { getHandle: () => ({ fetchHistory }) } };
  const change = vi.fn(() => Promise.resolve('done'));
  type Deps = Parameters<typeof unlessReset>[0];
  const deps = { temporal } as unknown as Deps; // only what is asked
  const { change: guarded } = unlessReset(deps, { change: change });
  const environment = new MockActivityEnvironment({ workflowExecution: { workflowId: 'order:s:1', runId: of } });
  const answer = environment.run(guarded, run === undefined ? {} : { run });
  return { answer, change, fetchHistory };
}

describe('what changes something', () => {
  it.each<[string, AskingRun | undefined]>([
    ['whose run began its own history', { original: 'mine' }],
    ['that no run asks for', undefined],
  ])('is done at once, and asks nothing, where it is an activity %s', async (_, run) => {
    const { answer, change, fetchHistory } = asked(run, []);
    await expect(answer).resolves.toBe('done');
    expect(change).toHaveBeenCalledOnce();
    expect(fetchHistory).not.toHaveBeenCalled();
  });

  it.each<[string, AskingRun, readonly string[], string]>([
    ['was reset', { original: 'base' }, ['base'], 'base'],
    ['was reset once more since it took over', { original: 'base', knows: 'base' }, ['base', 'second'], 'second'],
    ['followed another before it was reset', { original: 'base', knows: 'older' }, ['base'], 'base'],
  ])('is refused, and names whose account is wanted, where its run %s', async (_, run, resets, resetFrom) => {
    const { answer, change } = asked(run, resets);
    await expect(answer).rejects.toMatchObject({
      type: FailureType.unavailable,
      nonRetryable: true,
      details: [{ resetFrom }],
    });
    expect(change).not.toHaveBeenCalled();
  });

  it('is done again as soon as the account was taken over', async () => {
    const { answer, change } = asked({ original: 'base', knows: 'base' }, ['base']);
    await expect(answer).resolves.toBe('done');
    expect(change).toHaveBeenCalledOnce();
  });
});
