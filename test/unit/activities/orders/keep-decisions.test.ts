import { describe, expect, test } from 'vitest';
import { keepOnOrder } from '../../../../src/activities/orders/keep-decisions.ts';
import type { Decision, KeptDocument } from '../../../../src/domain/orders/facts/decision-facts.ts';

type Open = Parameters<typeof keepOnOrder>[0];

const decision = (n: number) =>
  ({ kind: 'treat-as-done', at: `at ${n}`, fingerprint: 'f'.repeat(500) }) as unknown as Decision; // only what is written of it
const places = (count: number, tails: number) =>
  Array.from({ length: count }, (_, number) => ({
    ...{ number, addressId: number },
    references: Array.from({ length: tails }, (__, tail) => `some-store-123456-${number}-s${tail}`),
  })) as unknown as KeptDocument['places']; // only what is written of them

/** What is on the order after the document was to be kept. */
async function keptOf(document: KeptDocument, there?: string) {
  const fields = there === undefined ? [] : [{ id: 1, namespace: 'ogoship', key: 'decisions', value: there }];
  const write = (value: string) =>
    Promise.resolve(void fields.splice(0, 1, { ...{ id: 1, namespace: '', key: '' }, value }));
  const store = {
    metafields: {
      list: () => Promise.resolve(fields),
      create: (_: number, { value }: { value: string }) => write(value),
      update: (_: number, __: number, { value }: { value: string }) => write(value),
    },
  };
  const isKept = await keepOnOrder({ store } as unknown as Open, 7, document); // only what is asked
  return { isKept, value: fields[0]?.value };
}

describe('what is kept on an order', () => {
  test('loses its oldest decisions where it is too long, and stays readable', async () => {
    const decisions = Array.from({ length: 300 }, (_, n) => decision(n));
    const { isKept, value = '' } = await keptOf({ format: 1, decisions, places: [], successors: [] });
    expect(isKept).toBe(true);
    expect(value.length).toBeLessThanOrEqual(65_535);
    const { decisions: left } = JSON.parse(value) as KeptDocument;
    expect(left.at(-1)?.at).toBe('at 299');
    expect(left.length).toBeGreaterThan(50);
  });

  test.each([undefined, '{"format":1,"decisions":[],"places":[],"successors":[]}'])(
    'is never cut in the middle: where the places alone are too long, nothing is written over %s',
    async (there) => {
      const document: KeptDocument = { format: 1, decisions: [decision(1)], places: places(400, 9), successors: [] };
      expect(await keptOf(document, there)).toEqual({ isKept: false, value: there });
    },
  );

  test.each(['{"format":2}', '{', '[]', 'null', '{"format":"1"}'])('is not written over %s', async (there) => {
    const document: KeptDocument = { format: 1, decisions: [decision(1)], places: [], successors: [] };
    expect(await keptOf(document, there)).toEqual({ isKept: false, value: there });
  });
});
