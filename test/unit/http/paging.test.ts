import { describe, expect, it } from 'vitest';
import { allRows, type Page, type PageOptions, pagesOf } from '../../../src/http/paging.ts';

const page = (rows: readonly number[], number: number, more: boolean): Page<number> => ({
  rows,
  page: number,
  more,
  serverTime: undefined,
});

describe('paging ends', () => {
  it('at the page that has no more', async () => {
    const list = ({ page: number = 1 }: PageOptions) => Promise.resolve(page([number], number, number < 3));
    expect(await allRows('myogo', list)).toEqual([1, 2, 3]);
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
    expect(await allRows('bigcommerce', list)).toEqual([1, 1, 2, 2, 3]);
  });

  it('with a failure where a short list never does', async () => {
    const list = ({ page: number = 1 }: PageOptions) => Promise.resolve(page([number], number, true));
    await expect(allRows('bigcommerce', list)).rejects.toMatchObject({ detail: { expected: 'an end' } });
  });
});
