import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import proto from '@temporalio/proto';
import { defined } from '../contract/defined.ts';
import { scheduleId } from '../contract/ids.ts';
import { standStill, type StandStill } from '../contract/runs/builds.ts';
import { SearchAttribute, TaskQueue, WorkflowType } from '../contract/temporal.ts';
import type { Calls } from './calls/calls.ts';
import { polledQueues } from './calls/polled-builds.ts';
import { Refused } from './errors.ts';

/** What `setUp` found and did. */
export interface SetUpReport {
  readonly namespace: string;
  readonly searchAttributes: { readonly added: readonly string[]; readonly present: readonly string[] };
  /** The one schedule that keeps all integrations in order. */
  /** `updated`: an earlier version made it otherwise, for example for another task queue; a pause of it stays. */
  readonly maintain: 'created' | 'present' | 'updated';
  /** Present where workers run and no task reaches one, because the current build is one that none of them has. */
  readonly problem?: StandStill;
}

const HOUR_MS = 3_600_000;
/** A sweep that comes this late is left to the next hour. */
const CATCHUP_MS = 10 * 60_000;

/** Registers what a namespace needs once. */
export async function setUpNamespace(calls: Calls): Promise<SetUpReport> {
  const { connection, options } = calls.client;
  const { namespace } = options;
  const { operatorService } = connection;
  const wanted = Object.values(SearchAttribute);
  const refused = () => cannotRegister(wanted);
  const { customAttributes } = await calls.ask(refused, () => operatorService.listSearchAttributes({ namespace }));
  const { INDEXED_VALUE_TYPE_KEYWORD } = proto.temporal.api.enums.v1.IndexedValueType;
  const wrong = wanted.filter((name) => ![undefined, INDEXED_VALUE_TYPE_KEYWORD].includes(customAttributes[name]));
  if (wrong.length > 0) {
    throw new Refused(`Search attributes of another type than Keyword are in the way: ${wrong.join(', ')}.`, {
      field: wrong[0] ?? '',
      expected: 'Keyword; remove them, or use another namespace',
    });
  }
  const added = wanted.filter((name) => customAttributes[name] === undefined);
  if (added.length > 0) {
    const searchAttributes = Object.fromEntries(added.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD]));
    try {
      await calls.ask(refused, () => operatorService.addSearchAttributes({ namespace, searchAttributes }));
    } catch (error) {
      // Temporal Cloud has its own way, and refuses this one.
      if (error instanceof Refused) throw cannotRegister(added, error);
      throw error;
    }
  }
  return {
    namespace,
    searchAttributes: { added, present: wanted.filter((name) => !added.includes(name)) },
    maintain: await ensureMaintain(calls),
    ...defined({ problem: await misdirected(calls) }),
  };
}

/** A new namespace has no worker yet, which is no problem. */
async function misdirected(calls: Calls): Promise<StandStill | undefined> {
  const { connection, options } = calls.client;
  const queues = await calls.ask(cannotSee, () => polledQueues(connection, options.namespace));
  return queues.some(({ living }) => living.length === 0) ? undefined : standStill(queues);
}

const cannotSee = () => new Refused('The server does not say who takes tasks.', { field: 'TEMPORAL_NAMESPACE' });

/** Creates the hourly schedule, and runs it once at once: a new definition is applied without waiting for the hour. */
async function ensureMaintain(calls: Calls): Promise<SetUpReport['maintain']> {
  const { schedule } = calls.client;
  const refused = () =>
    new Refused('The server lets no client make schedules.', {
      field: 'TEMPORAL_NAMESPACE',
      expected: 'a namespace that this client may write to',
    });
  const action = {
    type: 'startWorkflow',
    workflowType: WorkflowType.maintain,
    workflowId: 'maintain-run',
    taskQueue: TaskQueue.main,
    args: [],
    staticSummary: 'Keep all integrations in order',
  } as const;
  return calls.ask(refused, async () => {
    try {
      await schedule.create({
        scheduleId: scheduleId.maintain(),
        spec: { intervals: [{ every: HOUR_MS }] },
        action,
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCHUP_MS },
        state: { triggerImmediately: true },
      });
      return 'created';
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
    const present = schedule.getHandle(scheduleId.maintain());
    const { action: made } = await present.describe();
    if (made.taskQueue === action.taskQueue && made.workflowType === action.workflowType) return 'present';
    await present.update((before) => ({ ...before, action }));
    return 'updated';
  });
}

function cannotRegister(names: readonly string[], cause?: Error): Refused {
  const expected = `search attributes of type Keyword, made by the server’s own tool (Temporal Cloud: tcld or its UI): ${names.join(', ')}`;
  return new Refused(
    'This server lets no client register search attributes.',
    { field: 'TEMPORAL_NAMESPACE', expected },
    cause === undefined ? {} : { cause },
  );
}
