import { ScheduleNotFoundError } from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import { scheduleId } from '../../contract/ids.ts';
import { noteOf } from '../../contract/runs/schedule-words.ts';
import { integrationKey } from '../../contract/runs/search-attributes.ts';
import { SearchAttribute } from '../../contract/temporal.ts';
import type { Calls } from '../calls/calls.ts';
import { many } from '../../contract/runs/many.ts';
import { standing, STANDING_WITHIN_MS } from '../calls/asked-worker.ts';
import { polledQueues } from '../calls/polled-builds.ts';
import { NotFound, OgoshipError } from '../errors.ts';
import { namespaceChecks } from './namespace-checks.ts';
import {
  isPausedInTemporal,
  OPEN,
  OPEN_INTEGRATIONS,
  STANDS_STILL,
  TAKE_ITS_TASKS,
  UNPAUSE,
} from '../../contract/runs/open-runs.ts';

/** One thing that `doctor` looked at. */
export interface Diagnosis {
  /** What has to be so. */
  readonly check: string;
  readonly needed: 'required' | 'recommended';
  readonly ok: boolean | 'not provable';
  readonly problem?: string;
  readonly remedy?: string;
}

export interface DoctorReport {
  /** True when nothing that is required is wrong. */
  readonly ok: boolean;
  readonly checks: readonly Diagnosis[];
}

interface Wrong {
  readonly problem: string;
  readonly remedy: string;
}

interface Look {
  readonly check: string;
  readonly needed: Diagnosis['needed'];
  readonly look: (calls: Calls) => Promise<Wrong | 'not provable' | undefined>;
}

export const SERVER_REACHED = 'the Temporal server is reached';
const DAY_S = 86_400;
const LEAST_RETENTION_DAYS = 3;
/** The maintenance comes every hour. */
const MAINTAINED_WITHIN_MS = 2 * 3_600_000;
const NAMED = 20;

const gone = () =>
  new NotFound('Temporal does not have it.', { field: 'TEMPORAL_NAMESPACE', expected: 'a namespace that exists' });

const beside: readonly Look[] = [
  {
    check: `ended runs are kept for ${LEAST_RETENTION_DAYS} days or longer`,
    needed: 'recommended',
    look: async ({ client }) => {
      const { namespace } = client.options;
      const { config } = await client.workflowService.describeNamespace({ namespace });
      const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
      if (seconds === 0) return 'not provable';
      if (seconds >= LEAST_RETENTION_DAYS * DAY_S) return undefined;
      return {
        problem: `namespace ${namespace} keeps ended runs for ${many(Number((seconds / DAY_S).toFixed(1)), 'day')}: a disconnected store that comes back later begins anew`,
        remedy: `temporal operator namespace update --namespace ${namespace} --retention 7d`,
      };
    },
  },
  {
    check: 'tasks reach a living worker, on both task queues',
    needed: 'required',
    look: async ({ client }) => {
      const queues = await polledQueues(client.connection, client.options.namespace);
      const { problem: still } = await standing(client, queues);
      return still && { problem: still.message, remedy: still.remedy };
    },
  },
  {
    check: 'the hourly maintenance is scheduled, and has run',
    needed: 'required',
    look: maintained,
  },
  {
    check: 'all integrations have credentials that are taken',
    needed: 'recommended',
    look: async ({ client }) => {
      const query = `${OPEN_INTEGRATIONS} AND ${SearchAttribute.stage}="needs-credentials"`;
      const stores: string[] = [];
      for await (const { typedSearchAttributes } of client.workflow.list({ query, pageSize: NAMED })) {
        if (stores.length === NAMED) break;
        stores.push(typedSearchAttributes.get(integrationKey) ?? '');
      }
      if (stores.length === 0) return undefined;
      const [first = ''] = stores;
      return {
        problem: `these wait for credentials, or for the worker's key that opens them: ${stores.join(', ')}`,
        remedy: `\`ogoship ${first} status\` names the side or the key; then \`ogoship ${first} rotate --bigcommerce\` or \`ogoship ${first} rotate --myogo\`, or CREDENTIAL_KEYS on the worker`,
      };
    },
  },
  {
    check: 'every run is free to go on',
    needed: 'recommended',
    look: async ({ client }) => {
      const paused: string[] = [];
      const failing: string[] = [];
      for await (const run of client.workflow.list({ query: `${STANDS_STILL} AND ${OPEN}`, pageSize: NAMED })) {
        if (paused.length + failing.length === NAMED) break;
        (isPausedInTemporal(run.status.name) ? paused : failing).push(run.workflowId);
      }
      if (failing.length > 0) {
        const named = `the worker fails at the tasks of these, which stand still: ${failing.join(', ')}`;
        return { problem: named, remedy: TAKE_ITS_TASKS };
      }
      if (paused.length === 0) return undefined;
      return { problem: `these are paused, and hear nothing: ${paused.join(', ')}`, remedy: UNPAUSE };
    },
  },
  {
    check: 'fairness between stores is on (matching.enableFairness)',
    needed: 'recommended',
    look: () => Promise.resolve('not provable'), // no server tells its dynamic configuration
  },
];

async function maintained({ client }: Calls): Promise<Wrong | undefined> {
  const set = '`ogoship setup`';
  try {
    const { state, info } = await client.schedule.getHandle(scheduleId.maintain()).describe();
    if (state.paused) {
      return {
        problem: `it is paused: ${noteOf(state)}`,
        remedy: 'unpause the schedule `maintain` in the Temporal Web UI',
      };
    }
    const last = info.recentActions.at(-1);
    if (last === undefined || Date.now() - last.takenAt.getTime() > MAINTAINED_WITHIN_MS) {
      return {
        problem: 'it has not run for two hours',
        remedy: 'look at the schedule `maintain` in the Temporal Web UI',
      };
    }
    const { workflowId, firstExecutionRunId } = last.action.workflow;
    const { status } = await client.workflow.getHandle(workflowId, firstExecutionRunId).describe();
    if (status.name === 'COMPLETED' || status.name === 'RUNNING') return undefined;
    if (isPausedInTemporal(status.name)) {
      return { problem: `its run ${workflowId} is paused in Temporal`, remedy: UNPAUSE };
    }
    return {
      problem: `its last run ended as ${status.name}`,
      remedy: `look at the run ${workflowId} in the Temporal Web UI`,
    };
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return { problem: 'there is no schedule `maintain`', remedy: set };
    throw error;
  }
}

/** Everything that the worker checks at its start, and what shows only while it runs. Changes nothing. */
export async function doctorReport(calls: Calls, keys: Diagnosis): Promise<DoctorReport> {
  const { workflowService, options } = calls.client;
  const { namespace } = options;
  const atStart = namespaceChecks.map(({ requires, remedy, problem }): Look => ({
    check: requires,
    needed: 'required',
    look: async () => {
      const found = await problem({ workflowService, namespace });
      return found === undefined ? undefined : { problem: found, remedy };
    },
  }));
  const checks: Diagnosis[] = [{ check: SERVER_REACHED, needed: 'required', ok: true }];
  for (const look of [...atStart, ...beside]) checks.push(await diagnose(calls, look, !reportOf(checks).ok));
  return reportOf([...checks, keys]);
}

export function reportOf(checks: readonly Diagnosis[]): DoctorReport {
  return { ok: !checks.some(({ ok, needed }) => ok === false && needed === 'required'), checks };
}

/**
 * One that cannot be looked at must not hide the others; where something before it is wrong, that is why, and said once.
 * @param wrongBefore something required
 */
async function diagnose(calls: Calls, { check, needed, look }: Look, wrongBefore: boolean): Promise<Diagnosis> {
  try {
    const found = await calls.ask(gone, () => look(calls), { withinMs: STANDING_WITHIN_MS });
    if (found === 'not provable') return { check, needed, ok: found };
    return { check, needed, ok: found === undefined, ...found };
  } catch (error) {
    if (!(error instanceof OgoshipError)) throw error;
    if (wrongBefore) return { check, needed, ok: 'not provable', problem: error.message };
    return { check, needed, ok: false, problem: error.message, ...defined({ remedy: error.expected }) };
  }
}
