import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { TestOutcome } from '../../../../src/contract/integration/access.ts';
import { Circuit } from '../../../../src/workflows/integration/integration-circuit.ts';
import { IntegrationState } from '../../../../src/domain/integration/integration-state.ts';

const MINUTE = 60_000;
const now = () => new Date(Date.now()).toISOString();
const good: TestOutcome = { report: { ok: true, checks: [], at: '' }, store: undefined };
const refused: TestOutcome = {
  report: { ok: false, checks: [], at: '', refused: { side: 'bigcommerce', type: 'CredentialsRejected' } },
  store: undefined,
};

let state: IntegrationState;
let circuit: Circuit;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  state = new IntegrationState({ storeHash: 'abc123' as StoreHash, now }); // a valid one
  state.connect('17', 'sealed', good, undefined);
  state.enable();
  circuit = new Circuit(state, undefined);
});
afterEach(() => {
  vi.useRealTimers();
});

/** Minutes until the next look. */
const untilNext = (): number | undefined =>
  circuit.dueAt === undefined ? undefined : (circuit.dueAt - Date.now()) / MINUTE;
/** Waits for the next look, which finds this. */
function look(outcome: TestOutcome): void {
  vi.setSystemTime(circuit.dueAt ?? Date.now());
  expect(circuit.dueAt).toBeLessThanOrEqual(Date.now());
  state.tested(outcome);
  circuit.tested({ confirming: false, done: true });
}

describe('a circuit that is closed', () => {
  test('is looked at with a growing pause of at most an hour', () => {
    state.tested(refused);
    const pauses: (number | undefined)[] = [];
    for (let n = 0; n < 9; n += 1) {
      pauses.push(untilNext());
      look(refused);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('opens where the same credentials are taken again, and everything that it held is released', () => {
    state.tested(refused);
    look(refused);
    state.release.clear();
    look(good);
    expect(state.stage).toBe('live');
    expect([...state.release].sort()).toEqual(['integration-gone', 'integration-paused', 'scope-missing']);
    expect(untilNext()).toBeUndefined();
    state.tested(refused);
    expect(untilNext()).toBe(1);
  });

  test('goes on with its pause in the next run', () => {
    state.tested(refused);
    look(refused);
    look(refused);
    expect(new Circuit(state, circuit.probe).dueAt).toBe(circuit.dueAt);
  });

  test('is not looked at while a person has paused the integration', () => {
    state.tested(refused);
    state.pause('stocktaking');
    expect(untilNext()).toBeUndefined();
    state.resume();
    expect(untilNext()).toBe(1);
  });
});

describe('a refusal that an activity met', () => {
  const report = { side: 'bigcommerce', type: 'CredentialsRejected', credentialsVersion: 1 } as const;

  test('is confirmed at once, and the next ones with a growing pause where no test confirms them', () => {
    const pauses: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      state.takeAccessReport(report);
      const due = Math.max(Date.now(), circuit.dueAt ?? 0);
      pauses.push((due - Date.now()) / 1_000);
      vi.setSystemTime(due);
      state.tested(good);
      state.unconfirmed = undefined;
      circuit.tested({ confirming: true, done: true });
    }
    expect(pauses).toEqual([0, 2, 4, 8, 16]);
    vi.setSystemTime(Date.now() + 30 * MINUTE);
    state.takeAccessReport(report);
    expect(circuit.dueAt).toBeLessThanOrEqual(Date.now());
  });
});
