import { readFile } from 'node:fs/promises';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { pickUpOf } from '../../src/activities/shipping/pick-up.ts';
import { validateLink } from '../../src/domain/shipping/link-input.ts';
import { answering } from './http/fixed-transport.ts';
import { consignmentRow, consignments, lineRow, orderRow, storeAnswering } from './bigcommerce/store.ts';

// The guide's examples of pick-up points, as they stand there: from the store's bytes to the code that is sent.

const guide = await readFile(new URL('../../docs/guide/3-shipping-methods.md', import.meta.url), 'utf8');
const table = /\| carrier +\| `where`[^\n]*\n[^\n]*\n((?:\|[^\n]*\n)+)/.exec(guide)?.[1] ?? '';
const rows = table
  .trim()
  .split('\n')
  .map((row) => row.split(' | ').map((cell) => cell.replace(/^\| ?| *\|$/g, '').trim()))
  .map(([carrier = '', where = '', order = '', code = '']) => ({ carrier, where, order, code: literal(code) }));

function literal(cell: string): string {
  return /^`(.*)`$/.exec(cell)?.[1] ?? '';
}

function valueOf(cell: string): unknown {
  // From another realm: its arrays are none of this one's.
  return structuredClone(runInNewContext(`(${literal(cell)})`));
}

/** What a row says of the order, by the fields of the store's contract. */
type Said = Readonly<Record<string, unknown>>;

/** An order of the store that has that in it, and nothing else that could be a code. */
function storeWith({ rate_id, metafield, customer_message = '', product_options = [], ...address }: Said) {
  const line = lineRow(1, { product_options });
  const order = orderRow(100, {
    items_total: 1,
    customer_message,
    consignments: consignments([consignmentRow(5, [line], address)]),
  });
  return storeAnswering((_, path) => {
    if (path.endsWith('/metafields')) {
      const found = { id: 1, namespace: 'posti', key: 'pickup_point_id', value: metafield };
      return answering(200, { data: [found], meta: { pagination: { total_pages: 1, current_page: 1 } } });
    }
    if (path.endsWith('/shipping_quotes')) return answering(200, [{ id: '1', rate_id, rate_code: '' }]);
    return answering(200, order);
  });
}

describe('the guide’s examples of pick-up points', () => {
  const carriers = ['Omniva', 'DHL locker', 'GLS', 'Matkahuolto', 'Posti', 'PostNord', 'Budbee'];

  test('are there for each carrier, and marked as unconfirmed', () => {
    expect([...new Set(rows.map(({ carrier }) => carrier))]).toEqual(carriers);
    expect(guide).toContain('**shape UNCONFIRMED**');
  });

  test.each(rows)('$carrier: $order', async ({ where, order: said, code }) => {
    const at = where === 'the same' ? rows[rows.findIndex((row) => row.where === where) - 1]?.where : where;
    const checked = validateLink({ method: '*', code: 'ANY', pickUpPoint: 'required', where: valueOf(at ?? '') });
    if ('problem' in checked) throw new Error(checked.problem.message);
    const { store, sent } = storeWith(valueOf(said) as Said); // an object, by the table
    const order = await store.orders.get(100, { withLines: true });
    const [consignment] = order.shipping;
    if (consignment === undefined) throw new Error('no address');
    const open = { store } as unknown as Parameters<typeof pickUpOf>[0]; // nothing else is asked
    const read = await pickUpOf(open, checked.link, order, consignment);
    expect(code).not.toBe('');
    expect(read?.codes).toEqual([code]);
    const asks = checked.link.where?.some(({ kind }) => kind === 'metafield' || kind === 'shipping-quote');
    expect(sent).toHaveLength(asks === true ? 2 : 1);
  });
});
