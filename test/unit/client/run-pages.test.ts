import type { WorkflowExecutionInfo } from '@temporalio/client';
import { expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { InvalidInput } from '../../../src/client/errors.ts';
import { NO_LIST, runPages } from '../../../src/client/stores/run-pages.ts';

const START = Date.UTC(2026, 10, 28);

/** A server with so many open runs, newest first, several of them begun in the same millisecond. */
function server(count: number, read: { runs: number }): Calls {
  const runs = Array.from({ length: count }, (_, at) => ({
    workflowId: `run-${at}`,
    startTime: new Date(START - Math.floor(at / 7)),
  }));
  const client = {
    workflow: {
      async *list({ query }: { query: string }) {
        await Promise.resolve();
        const [, before] = /StartTime < "([^"]+)"/.exec(query) ?? [];
        for (const run of runs) {
          if (before !== undefined && run.startTime.getTime() >= Date.parse(before)) continue;
          read.runs += 1;
          yield run as unknown as WorkflowExecutionInfo;
        }
      },
    },
  };
  return { client, connected: () => Promise.resolve(), ours: (error: unknown) => error } as unknown as Calls;
}

it('the first rows are there before the rest of 10,000 stores is read', async () => {
  const read = { runs: 0 };
  for await (const { rows, next } of runPages(server(10_000, read), ['all'], { after: undefined, size: 10 })) {
    expect(rows).toHaveLength(10);
    expect(next).toBeDefined();
    break;
  }
  expect(read.runs).toBeLessThan(20);
});

it('lists that are asked ahead wait for one answer and not for one after another, and bring the same rows', async () => {
  let asking = 0;
  let together = 0;
  const answers: (() => void)[] = [];
  const slow = (failing: string): Calls => {
    const list = async function* ({ query }: { query: string }) {
      together = Math.max(together, (asking += 1));
      await new Promise<void>((resolve) => answers.push(resolve));
      asking -= 1;
      if (query === failing) throw new Error('no list');
      if (query === 'e') yield { workflowId: 'run', startTime: new Date(START) } as WorkflowExecutionInfo;
    };
    const client = { workflow: { list } };
    return { client, connected: () => Promise.resolve(), ours: (error: unknown) => error } as unknown as Calls;
  };
  const read = async (calls: Calls, ahead: boolean) => {
    const ids: string[] = [];
    const pages = runPages(calls, ['a', 'b', 'c', 'd', 'e'], { after: undefined, size: 3, ahead });
    const turns = setInterval(() => answers.splice(0).forEach((each) => each()), 1);
    try {
      for await (const { rows } of pages) ids.push(...rows.map(({ workflowId }) => workflowId));
      return ids;
    } finally {
      clearInterval(turns);
    }
  };
  expect(await read(slow(''), false)).toEqual(['run']);
  expect(together).toBe(1);
  expect(await read(slow(''), true)).toEqual(['run']);
  expect(together).toBe(5);
  // One that fails is thrown where it would be read, and leaves nothing behind.
  await expect(read(slow('c'), true)).rejects.toThrow('no list');
});

it('a crowd of runs that are not wanted is read in one go, and fills no page', async () => {
  const read = { runs: 0 };
  const wanted = ({ workflowId }: WorkflowExecutionInfo) => Number(workflowId.slice(4)) % 1_000 === 999;
  const pages: (readonly string[])[] = [];
  for await (const { rows } of runPages(server(10_000, read), ['all'], { after: undefined, size: 4, wanted })) {
    pages.push(rows.map(({ workflowId }) => workflowId));
  }
  expect(pages.map(({ length }) => length)).toEqual([4, 4, 2]);
  expect(pages.flat()).toEqual(Array.from({ length: 10 }, (_, at) => `run-${at * 1_000 + 999}`));
  expect(read.runs).toBeLessThan(10_100);
});

it.each([1, 3, 10, 100])('pages of %i that are gone on after leave no run out and bring none twice', async (size) => {
  const ids: string[] = [];
  let after: string | undefined;
  let rounds = 0;
  do {
    // Each page is asked for anew, as a command that goes on does.
    const asked = await runPages(server(100, { runs: 0 }), ['all'], { after, size }).next();
    if (asked.done === true) break;
    ids.push(...asked.value.rows.map(({ workflowId }) => workflowId));
    after = asked.value.next;
    rounds += 1;
  } while (after !== undefined && rounds < 200);
  expect(ids).toEqual(Array.from({ length: 100 }, (_, at) => `run-${at}`));
});

it.each([
  '',
  'x',
  'e30',
  Buffer.from('{"list":1e6}').toString('base64url'),
  Buffer.from('{"list":-1}').toString('base64url'),
  Buffer.from('{"list":0,"at":"x"}').toString('base64url'),
])('a page that no answer gave is bad input: %j', async (after) => {
  const pages = runPages(server(1, { runs: 0 }), ['all'], { after, size: 1 });
  await expect(pages.next()).rejects.toBeInstanceOf(InvalidInput);
});

it('a page is gone on after where lists have come or gone since: what is left is read, and behind the last one is the end', async () => {
  const read = async (queries: readonly string[], list: number) => {
    const ids: string[] = [];
    const after = Buffer.from(JSON.stringify({ list })).toString('base64url');
    let next: string | undefined = '';
    for await (const page of runPages(server(2, { runs: 0 }), queries, { after, size: 5 })) {
      ids.push(...page.rows.map(({ workflowId }) => workflowId));
      ({ next } = page);
    }
    return { ids, next };
  };
  const both = ['run-0', 'run-1'];
  expect(await read(['all', NO_LIST], 0)).toEqual({ ids: both, next: undefined });
  expect(await read([NO_LIST, NO_LIST, 'all'], 0)).toEqual({ ids: both, next: undefined });
  expect(await read(['all', NO_LIST], 1)).toEqual({ ids: [], next: '' });
  expect(await read(['all'], 4)).toEqual({ ids: [], next: '' });
  expect(await read([], 0)).toEqual({ ids: [], next: '' });
});
