import { describe, expect, it } from 'vitest';
import { searchSince } from '../../../../src/activities/orders/find-warehouse-order.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import { answering } from '../../http/fixed-transport.ts';
import { merchantAnswering, orderRow } from '../../myogo/merchant.ts';

type Open = Parameters<typeof searchSince>[0];

const search = (...rows: readonly object[]) => {
  const { merchant } = merchantAnswering(() => answering(200, rows));
  const open = { merchant, connection: { storeHash: 'abc123', merchantId: 'm-1' } } as unknown as Open; // what is read
  return searchSince(open, 100, '2026-01-01T00:00:00Z');
};
/** Its goods cannot be read. */
const odd = (reference: string) => orderRow(reference, { id: 'odd', orderLines: 'many' });

describe('a search of the warehouse’s list for one order', () => {
  it('does not take a row of that order that cannot be read for absent', async () => {
    await expect(search(orderRow('abc123-100'), odd('abc123-100-1'))).rejects.toThrow(/abc123-100-1/u);
  });

  it.each<[string, object]>([
    ['is an object', { reference: {} }],
    ['is empty', { reference: '' }],
    ['is missing', { reference: undefined }],
    ['is missing, as is the id', { reference: undefined, id: undefined }],
    ['looks like nothing that may be repeated', { reference: 'abc123-100 (2)', orderLines: 'many' }],
  ])('does not take a row for another order’s whose reference %s', async (_, row) => {
    await expect(search(orderRow('abc123-101'), { ...orderRow('x'), id: 'w9', ...row })).rejects.toMatchObject({
      type: FailureType.unexpectedResponse,
    });
  });

  it('goes on beside rows of other orders that cannot be read', async () => {
    const found = await search(odd('abc123-1001'), orderRow('abc123-100'), odd('other'));
    expect(found.map(({ reference }) => reference)).toEqual(['abc123-100']);
  });
});
