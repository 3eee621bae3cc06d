import { describe, expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { InvalidInput, OgoshipError, Refused, WorkerUnavailable } from '../../../src/client/errors.ts';
import type { HeldAnywhere } from '../../../src/client/stores/attention.ts';
import { bulkEffect, bulkRelease, type Released } from '../../../src/client/stores/bulk-release.ts';
import { holdReasons, type HoldReason } from '../../../src/contract/hold-reasons.ts';
import { parseStoreHash, type StoreHash } from '../../../src/contract/ids.ts';
import { decisionKinds, type ReleaseDecision } from '../../../src/contract/orders.ts';
import { decisionsAbout } from '../../../src/contract/runs/decisions-about.ts';

const store = (name: string): StoreHash => parseStoreHash(name) ?? (name as StoreHash); // names of tests are hashes

function held(orderId: number, more: Partial<HeldAnywhere> = {}): HeldAnywhere {
  return {
    storeHash: store('abc123'),
    orderId,
    addressId: 7,
    reason: 'cancelled-in-warehouse',
    remedy: 'Release it.',
    since: `2026-11-${String((orderId % 27) + 1).padStart(2, '0')}T00:00:00Z`,
    finding: `f${orderId}`,
    ...more,
  };
}

interface Asked {
  readonly id: string;
  readonly decision: ReleaseDecision;
}

/** Order runs that take every decision but what `refuses` throws for. */
function runs(asked: Asked[], refuses: (one: Asked) => Error | undefined = () => undefined): Calls {
  const update = async (id: string, _update: unknown, [decision]: [ReleaseDecision]) => {
    await Promise.resolve();
    asked.push({ id, decision });
    const error = refuses({ id, decision });
    if (error !== undefined) throw error;
    return { stage: 'handed-over' };
  };
  const query = () => Promise.resolve({ stage: 'live' });
  return { update, query } as unknown as Calls; // nothing else of it is used here
}

async function released(calls: Calls, decision: ReleaseDecision, rows: readonly HeldAnywhere[]) {
  const found: Released[] = [];
  let error: unknown;
  try {
    for await (const page of bulkRelease(calls, decision, rows)) found.push(...page.rows);
  } catch (thrown) {
    error = thrown;
  }
  return { found, error };
}

describe('one decision over many orders', () => {
  it('is told in numbers before it is done: holds, orders, stores, reasons, the oldest', () => {
    const rows = [held(5), held(5, { addressId: 8 }), held(9, { storeHash: store('other1') })];
    expect(bulkEffect({ kind: 'hand-over-again' }, rows)).toEqual({
      sentence:
        'Would release 3 holds of 2 orders in 2 stores with hand-over-again: 3 × cancelled-in-warehouse, the oldest held since 2026-11-06T00:00:00Z.',
      confirm: true,
      numbers: { holds: 3, orders: 2, stores: 2, left: 0 },
    });
    expect(bulkEffect({ kind: 'cancel' }, [held(5)])).toMatchObject({ confirm: false });
    expect(bulkEffect({ kind: 'cancel' }, [])).toMatchObject({ confirm: false, numbers: { holds: 0 } });
  });

  it('stands for what was shown: each hold is released by its own address and finding, once', async () => {
    const asked: Asked[] = [];
    const rows = [held(5), held(5, { addressId: 8, finding: 'g5' }), held(9, { addressId: 0 })];
    const { found, error } = await released(runs(asked), { kind: 'hand-over-again' }, rows);
    expect(error).toBeUndefined();
    expect(asked).toEqual([
      { id: 'order:abc123:5', decision: { kind: 'hand-over-again', addressId: 7, finding: 'f5' } },
      { id: 'order:abc123:9', decision: { kind: 'hand-over-again', finding: 'f9' } },
      { id: 'order:abc123:5', decision: { kind: 'hand-over-again', addressId: 8, finding: 'g5' } },
    ]);
    expect(found.map(({ done, stage }) => ({ done, stage }))).toEqual(
      rows.map(() => ({ done: true, stage: 'handed-over' })),
    );
  });

  it('goes on after what is refused, and says of each why it was not done', async () => {
    const rows = Array.from({ length: 47 }, (_, at) => held(at + 1));
    const refuses = ({ id }: Asked) =>
      id.endsWith('3') ? new Refused('What was shown is no longer so.', { field: 'finding' }) : undefined;
    const { found, error } = await released(runs([], refuses), { kind: 'treat-as-done' }, rows);
    expect(error).toBeUndefined();
    expect(found).toHaveLength(47);
    expect(found.filter(({ done }) => !done)).toEqual(
      [3, 13, 23, 33, 43].map((orderId) => ({
        storeHash: 'abc123',
        orderId,
        addressId: 7,
        reason: 'cancelled-in-warehouse',
        done: false,
        type: 'Refused',
        why: 'What was shown is no longer so.',
      })),
    );
  });

  it('ends where nobody answers: the rest is not asked, and what was done is told', async () => {
    const asked: Asked[] = [];
    const rows = Array.from({ length: 100 }, (_, at) => held(at + 1));
    const away = new WorkerUnavailable('No worker polls.');
    const refuses = ({ id }: Asked) => (id === 'order:abc123:25' ? away : undefined);
    const { found, error } = await released(runs(asked, refuses), { kind: 'treat-as-done' }, rows);
    expect(error).toBe(away);
    expect(asked).toHaveLength(30); // the ten that it was asked with
    expect(found.filter(({ done }) => done)).toHaveLength(29);
    expect(found.find(({ orderId }) => orderId === 25)).toMatchObject({ done: false, type: 'Unavailable' });
  });

  const pairs = holdReasons.flatMap((reason) => decisionKinds.map((kind) => ({ reason, kind })));
  it.each(pairs)('$kind of what is held as $reason is refused at once where no hold of it takes it', async (pair) => {
    const { reason, kind } = pair as { reason: HoldReason; kind: 'cancel' };
    const decision = decisionOf(kind);
    const moved = reason === 'changed-after-hand-over' && (kind as string) === 'hand-over-again';
    const fits = (decisionsAbout[reason] as readonly string[]).includes(kind) || moved;
    const asked: Asked[] = [];
    if (fits && (kind as string) !== 'use-pickup-point') {
      expect(bulkEffect(decision, [held(1, { reason })]).numbers).toMatchObject({ holds: 1, left: 0 });
      return;
    }
    expect(() => bulkEffect(decision, [held(1, { reason })])).toThrow(InvalidInput);
    const { found, error } = await released(runs(asked), decision, [held(1, { reason })]);
    expect(error instanceof OgoshipError || found[0]?.done === false).toBe(true);
    expect(asked).toEqual([]);
  });

  it.each([
    [{ kind: 'use-code' }, 'code'],
    [{ kind: 'use-code', code: '' }, 'code'],
    [{ kind: 'forget' }, 'kind'],
    [{ kind: 'cancel', addressId: 7 }, 'addressId'],
    [{ kind: 'cancel', finding: 'f1' }, 'finding'],
    [{ kind: 'cancel', orders: 7 }, 'orders'],
    [undefined, 'decision'],
  ])('bad input is refused before anybody is asked: %j', async (decision, field) => {
    const asked: Asked[] = [];
    const { error } = await released(runs(asked), decision as ReleaseDecision, [held(1)]);
    expect(error).toMatchObject({ type: 'InvalidInput', field: expect.stringContaining(field) as string });
    expect(asked).toEqual([]);
  });
});

function decisionOf(kind: string): ReleaseDecision {
  return (kind.startsWith('use-') ? { kind, code: '0118' } : { kind }) as ReleaseDecision; // each kind of the list
}
