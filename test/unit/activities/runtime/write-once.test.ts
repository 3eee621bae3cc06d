import { Context } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger } from '@temporalio/worker';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { writing, type InRun, type Once } from '../../../../src/activities/runtime/write-once.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import { HttpFailure } from '../../../../src/http/failure.ts';

const SETTLE_MS = 30_000;

/** A write whose other side is a list: what is sent is in it, unless the send says otherwise. */
class OtherSide {
  readonly rows: string[] = [];
  looks = 0;
  sends = 0;
  send = (): Promise<string> => {
    this.rows.push('row');
    return Promise.resolve('row');
  };

  write = (once: Once) =>
    once<string>({
      side: 'myogo',
      look: () => {
        this.looks += 1;
        return Promise.resolve(this.rows[0]);
      },
      send: () => {
        this.sends += 1;
        return this.send();
      },
    });
}

interface Attempt {
  readonly attempt?: number;
  readonly heartbeatDetails?: unknown;
  readonly currentAttemptScheduledTimestampMs?: number;
  readonly scheduledTimestampMs?: number;
}

/** One attempt of an activity, and the trace that it leaves. */
async function attempt(other: OtherSide, info: Attempt = {}, inRun?: InRun, cancelWhenSent = false) {
  const environment = new MockActivityEnvironment(
    {
      startToCloseTimeoutMs: 180_000,
      scheduleToCloseTimeoutMs: 86_400_000,
      scheduledTimestampMs: Date.now(),
      heartbeatTimeoutMs: 10_000,
      currentAttemptScheduledTimestampMs: Date.now(),
      ...info,
    },
    { logger: new DefaultLogger('ERROR') },
  );
  const traces: unknown[] = [];
  environment.on('heartbeat', (details: unknown) => traces.push(details));
  const result = environment.run(() => writing(SETTLE_MS, other.write, inRun));
  if (cancelWhenSent) {
    await vi.waitFor(() => expect(other.sends).toBe(1));
    environment.cancel();
  }
  const outcome = await result.then(
    (value) => ({ value: value as { found: boolean; value: string }, error: undefined }),
    (error: unknown) => ({ value: undefined, error }),
  );
  return { ...outcome, trace: traces.at(-1) };
}

const lost = () => new HttpFailure(FailureType.unavailable, 'no answer', { side: 'myogo', outcomeUnknown: true });

afterEach(() => {
  vi.useRealTimers();
});

describe('a write that must happen once', () => {
  test('is looked up before it is sent, and found where it is there already', async () => {
    const other = new OtherSide();
    expect((await attempt(other)).value).toEqual({ found: false, value: 'row' });
    expect((await attempt(other)).value).toEqual({ found: true, value: 'row' });
    expect(other).toMatchObject({ looks: 2, sends: 1 });
  });

  test('of unknown outcome is tried again when the settle time has passed: a retry delay, and not a sleep', async () => {
    const other = new OtherSide();
    other.send = () => Promise.reject(lost());
    const { error, trace } = await attempt(other);
    expect(error).toBeInstanceOf(ApplicationFailure);
    expect(error).toMatchObject({ type: 'Unavailable', nonRetryable: false, nextRetryDelay: SETTLE_MS });
    expect(trace).toMatchObject({ attempt: 1, unknownSince: expect.any(Number) as number });
  });

  test('whose answer cannot be read is read back, as one of unknown outcome', async () => {
    const other = new OtherSide();
    other.send = () => Promise.reject(new HttpFailure(FailureType.unexpectedResponse, 'no JSON', { side: 'myogo' }));
    expect((await attempt(other)).error).toMatchObject({ type: 'Unavailable', nextRetryDelay: SETTLE_MS });
  });

  test('that was refused leaves no doubt: the next attempt waits for nothing', async () => {
    const other = new OtherSide();
    const refusal = new HttpFailure(FailureType.throttled, 'too many', { side: 'myogo' });
    other.send = () => Promise.reject(refusal);
    const first = await attempt(other);
    expect(first.error).toBe(refusal);
    expect(first.trace).toEqual({ attempt: 1 });
    const next = await attempt(new OtherSide(), { attempt: 2, heartbeatDetails: first.trace });
    expect(next.value).toEqual({ found: false, value: 'row' });
  });

  test('is neither looked up nor sent before the settle time has passed, whatever the attempt before was', async () => {
    const now = Date.now();
    for (const info of [
      { heartbeatDetails: { attempt: 1, unknownSince: now - 10_000 }, waits: 20_000 },
      // It died in silence: it may have sent until the moment at which this attempt was scheduled.
      { heartbeatDetails: undefined, currentAttemptScheduledTimestampMs: now - 5_000, waits: 25_000 },
      { heartbeatDetails: { alive: 1 }, currentAttemptScheduledTimestampMs: now, waits: 30_000 },
      // A person pressed Reset Activity: it counts from one again, with or without what the attempt before left.
      { attempt: 1, heartbeatDetails: { alive: 3 }, scheduledTimestampMs: now - 3_600, waits: 30_000 },
      { attempt: 1, heartbeatDetails: undefined, scheduledTimestampMs: now - 3_600, waits: 30_000 },
    ]) {
      const other = new OtherSide();
      const { waits, ...rest } = info;
      const { error, trace } = await attempt(other, { attempt: 2, ...rest });
      expect(error).toMatchObject({ type: 'Unavailable', nonRetryable: false });
      const delay = (error as ApplicationFailure).nextRetryDelay; // of our own failures: milliseconds
      expect(Math.abs(Number(delay) - waits)).toBeLessThan(5_000);
      expect(other).toMatchObject({ looks: 0, sends: 0 });
      // The next attempt must know since when.
      expect(trace).toMatchObject({ attempt: info.attempt ?? 2, unknownSince: expect.any(Number) as number });
    }
  });

  test('is sent by a later attempt only after a look that found nothing', async () => {
    const trace = { attempt: 1, unknownSince: Date.now() - SETTLE_MS - 1 };
    const landed = new OtherSide();
    landed.rows.push('row');
    expect((await attempt(landed, { attempt: 2, heartbeatDetails: trace })).value?.found).toBe(true);
    expect(landed.sends).toBe(0);
    const never = new OtherSide();
    expect((await attempt(never, { attempt: 2, heartbeatDetails: trace })).value?.found).toBe(false);
    expect(never).toMatchObject({ looks: 1, sends: 1 });
  });

  test('is not sent by a process that was frozen: another may have been given its attempt', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const other = new OtherSide();
    const look = other.write;
    other.write = (once) =>
      look((write) =>
        once({
          ...write,
          look: async () => {
            const found = await write.look();
            vi.setSystemTime(Date.now() + 15_000);
            return found;
          },
        }),
      );
    const { error } = await attempt(other);
    expect(error).toMatchObject({ type: 'Unavailable' });
    expect(other.sends).toBe(0);
  });
});

describe('a write whose run waits out unknown outcomes', () => {
  const unknown = { type: 'Unavailable', nonRetryable: true };
  const told = { outcomeUnknown: true, retryAfterMs: SETTLE_MS };
  const detailOf = (error: unknown) => (error as ApplicationFailure).details?.[0]; // asserted to be one beside

  test('tells the run how long to wait, and ends: the server has nothing to retry', async () => {
    for (const failure of [lost(), new HttpFailure(FailureType.unexpectedResponse, 'no JSON', { side: 'myogo' })]) {
      const other = new OtherSide();
      other.send = () => Promise.reject(failure);
      const { error } = await attempt(other, {}, { before: 'nothing' });
      expect(error).toBeInstanceOf(ApplicationFailure);
      expect(error).toMatchObject(unknown);
      expect(detailOf(error)).toMatchObject({ ...told, side: 'myogo', unknownSince: expect.any(Number) as number });
    }
  });

  test('that is cancelled while it is sent says so, because it may have taken effect', async () => {
    const other = new OtherSide();
    other.send = () => Context.current().cancelled;
    const { error } = await attempt(other, {}, { before: 'nothing' }, true);
    expect(error).toMatchObject(unknown);
    expect(detailOf(error)).toMatchObject(told);
  });

  test.each([
    ['the run knows of a send and has not waited', {}, 'unknown'],
    ['the attempt before died without a word', { attempt: 2, heartbeatDetails: { alive: 1 } }, 'nothing'],
    ['the attempt before left nothing at all', { attempt: 2 }, 'settled'],
  ] as const)('is neither looked up nor sent where %s', async (_, info, before) => {
    const other = new OtherSide();
    const { error } = await attempt(other, info, { before });
    expect(error).toMatchObject(unknown);
    expect(detailOf(error)).toMatchObject(told);
    expect(other).toMatchObject({ looks: 0, sends: 0 });
  });

  test('is looked up and sent once the run has waited, or where the attempt before was refused cleanly', async () => {
    for (const info of [{}, { attempt: 2, heartbeatDetails: { attempt: 1 } }]) {
      const other = new OtherSide();
      expect((await attempt(other, info, { before: 'settled' })).value?.found).toBe(false);
      expect(other).toMatchObject({ looks: 1, sends: 1 });
    }
  });

  test('is not sent where its answer would come after the end of the activity: nobody would hear it', async () => {
    const other = new OtherSide();
    const info = {
      attempt: 9,
      heartbeatDetails: { attempt: 8 },
      scheduledTimestampMs: Date.now() - 86_400_000 + 60_000,
    };
    const { error } = await attempt(other, info, { before: 'settled' });
    expect(error).toMatchObject({ type: 'Unavailable', nonRetryable: false });
    expect(other.sends).toBe(0);
  });
});
