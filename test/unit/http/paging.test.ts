import { describe, expect, it } from 'vitest';
import { allRows, type Page, type PageOptions, pagesById, pagesOf } from '../../../src/http/paging.ts';

const page = (rows: readonly number[], number: number, more: boolean): Page<number> => ({
  rows,
  unreadable: [],
  leftOut: [],
  page: number,
  more,
  serverTime: undefined,
});

describe('paging ends', () => {
  it('at the page that has no more', async () => {
    const list = ({ page: number = 1 }: PageOptions) => Promise.resolve(page([number], number, number < 3));
    expect((await allRows('myogo', list)).rows).toEqual([1, 2, 3]);
    const seen: number[] = [];
    for await (const found of pagesOf('myogo', list, { page: 2 })) seen.push(found.page);
    expect(seen).toEqual([2, 3]);
  });

  it('with a failure where the server ignores the page that is asked for', async () => {
    const list = ({ page: number = 1 }: PageOptions) => Promise.resolve(page([1, 2], number, true));
    await expect(allRows('myogo', list)).rejects.toMatchObject({
      type: 'UnexpectedResponse',
      detail: { field: 'page' },
    });
  });

  it('but not where rows move by one page once', async () => {
    const pages = [[1], [1], [2], [2], [3]];
    const list = ({ page: number = 1 }: PageOptions) =>
      Promise.resolve(page(pages[number - 1] ?? [], number, number < 5));
    expect((await allRows('bigcommerce', list)).rows).toEqual([1, 1, 2, 2, 3]);
  });

  it('with a failure where a short list never does', async () => {
    const list = ({ page: number = 1 }: PageOptions) => Promise.resolve(page([number], number, true));
    await expect(allRows('bigcommerce', list)).rejects.toMatchObject({ detail: { expected: 'an end' } });
  });
});

describe('paging by ascending ids', () => {
  const rowsOf = (ids: readonly number[], odd: readonly number[], more: boolean) => ({
    ...page([], 1, more),
    rows: ids.map((id) => ({ id })),
    unreadable: odd.map((id) => ({ kind: 'order', id, field: 'x' })),
  });

  it('goes on after the last row that came, readable or not', async () => {
    const asked: (number | undefined)[] = [];
    const list = ({ minId }: { readonly minId?: number }) => {
      asked.push(minId);
      if (minId === undefined) return Promise.resolve(rowsOf([1], [2], true));
      return Promise.resolve(minId === 3 ? rowsOf([], [3, 4], true) : rowsOf([7], [], false));
    };
    const seen: number[] = [];
    for await (const found of pagesById('bigcommerce', list)) seen.push(...found.rows.map(({ id }) => id));
    expect(asked).toEqual([undefined, 3, 5]);
    expect(seen).toEqual([1, 7]);
  });

  it('ends with a failure where a full page leads no further', async () => {
    const list = () => Promise.resolve(rowsOf([1, 2], [], true));
    const read = async () => {
      for await (const found of pagesById('bigcommerce', list)) expect(found.more).toBe(true);
    };
    await expect(read()).rejects.toMatchObject({ type: 'UnexpectedResponse', detail: { field: 'page' } });
  });
});

describe('a full page goes on', () => {
  const full = { ...page([1, 2], 1, true), pages: 1 };

  it('where the answer says that it was the last, and rows follow', async () => {
    const list = ({ page: number = 1 }: PageOptions) =>
      Promise.resolve(number === 1 ? full : { ...page([3], number, false), pages: 1 });
    expect((await allRows('bigcommerce', list)).rows).toEqual([1, 2, 3]);
  });

  it('and ends quietly where the last page comes again', async () => {
    const list = ({ page: number = 1 }: PageOptions) => Promise.resolve({ ...full, page: number });
    expect((await allRows('bigcommerce', list)).rows).toEqual([1, 2]);
  });
});
