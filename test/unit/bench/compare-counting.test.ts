import { describe, expect, test } from 'vitest';
import { actionsOf, billedCalls, timeOf } from '../../../bench/compare/billed.ts';
import { secondsOf } from '../../../bench/compare/measure.ts';
import { cpuSecondsIn, peakMiBIn } from '../../../bench/compare/process-usage.ts';
import { sameModules } from '../../../bench/compare/same-modules.ts';

type Event = Parameters<typeof timeOf>[0];

/** Events with ids from 1, a second apart. */
const history = (...events: Event[]): Event[] =>
  events.map((event, index) => ({
    eventId: (index + 1) as never, // a number does where the types want a Long
    eventTime: { seconds: (index + 1) as never, nanos: 500_000_000 },
    ...event,
  }));

const started: Event = { workflowExecutionStartedEventAttributes: {} };
const signaled: Event = { workflowExecutionSignaledEventAttributes: {} };
const scheduled: Event = { activityTaskScheduledEventAttributes: {} };
const begun = (scheduledEventId: number, attempt: number): Event => ({
  activityTaskStartedEventAttributes: { scheduledEventId: scheduledEventId as never, attempt },
});
const workflowTask: Event[] = [
  { workflowTaskScheduledEventAttributes: {} },
  { workflowTaskStartedEventAttributes: {} },
  { workflowTaskCompletedEventAttributes: {} },
];

describe('billable actions of a history', () => {
  test('are its start, signals, updates, activities, timers and upserts, and nothing else', () => {
    const events = history(
      started,
      signaled,
      ...workflowTask,
      scheduled,
      begun(6, 1),
      { activityTaskCompletedEventAttributes: {} },
      { timerStartedEventAttributes: {} },
      { timerFiredEventAttributes: {} },
      { upsertWorkflowSearchAttributesEventAttributes: {} },
      { workflowPropertiesModifiedEventAttributes: {} },
      { workflowExecutionUpdateAcceptedEventAttributes: {} },
      { workflowExecutionUpdateCompletedEventAttributes: {} },
      { markerRecordedEventAttributes: { markerName: 'core_patch' } },
      { startChildWorkflowExecutionInitiatedEventAttributes: {} },
      { signalExternalWorkflowExecutionInitiatedEventAttributes: {} },
      { workflowExecutionCompletedEventAttributes: {} },
    );
    expect(actionsOf(events)).toBe(7);
  });

  test('count every attempt of an activity, also of one that was timed out before it began', () => {
    expect(actionsOf(history(started, scheduled, begun(2, 4)))).toBe(5);
    expect(actionsOf(history(started, scheduled, { activityTaskTimedOutEventAttributes: {} }))).toBe(2);
  });

  test('count a start by a schedule twice, and local activities', () => {
    const bySchedule = { searchAttributes: { indexedFields: { TemporalScheduledById: {} } } };
    expect(actionsOf(history({ workflowExecutionStartedEventAttributes: bySchedule }))).toBe(2);
    expect(actionsOf(history({ markerRecordedEventAttributes: { markerName: 'core_local_activity' } }))).toBe(1);
  });

  test('leave out what was before, and count an earlier activity no second time', () => {
    const events = history(started, scheduled, signaled, begun(2, 3), signaled);
    expect(actionsOf(events, timeOf(events[2] ?? {}))).toBe(2);
  });
});

test('billed calls are queries and heartbeats that are sent, from the worker’s metrics', () => {
  const metrics = [
    'temporal_request_total{namespace="n",operation="QueryWorkflow",service_name="temporal-core-sdk"} 3',
    'temporal_request_total{namespace="n",operation="RecordActivityTaskHeartbeat"} 1.2e+01',
    'temporal_request_total{namespace="n",operation="RespondWorkflowTaskCompleted"} 40',
    'temporal_request_failure_total{namespace="n",operation="QueryWorkflow"} 2',
    'temporal_request_latency_count{namespace="n",operation="QueryWorkflow"} 9',
  ].join('\n');
  expect(billedCalls(metrics)).toBe(15);
});

describe('the time of a round', () => {
  test('runs from the first event after each phase was set off until its last effect', () => {
    const phases = [
      { setOffAt: 1_000, lastEffectAt: 4_000 },
      { setOffAt: 10_000, lastEffectAt: 13_500 },
    ];
    expect(secondsOf(phases, [12_000, 1_500, 3_000, 10_500, 14_000])).toBe(2.5 + 3);
  });
});

test('CPU is user and system time, whatever the process is called', () => {
  expect(cpuSecondsIn('42 (a (worker) 7 8) S 1 42 42 0 -1 4194560 9 0 0 0 250 50 0 0 20 0 11 0')).toBe(3);
});

test('the peak of memory is in MiB', () => {
  expect(peakMiBIn('Name:\tnode\nVmPeak:\t 999999 kB\nVmHWM:\t  409600 kB\nVmRSS:\t 1024 kB\n')).toBe(400);
});

describe('two lock files', () => {
  const lock = (version: string, dependency: string, extra: object = {}) =>
    JSON.stringify({
      name: 'p',
      version,
      lockfileVersion: 3,
      packages: {
        '': { name: 'p', version, dependencies: { a: dependency } },
        'node_modules/a': { version: dependency },
      },
      ...extra,
    });

  test('install the same where only the project’s own version differs', () => {
    expect(sameModules(lock('0.1.0', '1.0.0'), lock('1.0.0', '1.0.0'))).toBe(true);
  });

  test('do not where a dependency or the format differs', () => {
    expect(sameModules(lock('0.1.0', '1.0.0'), lock('0.1.0', '1.0.1'))).toBe(false);
    expect(sameModules(lock('0.1.0', '1.0.0'), lock('0.1.0', '1.0.0', { lockfileVersion: 2 }))).toBe(false);
  });
});
