import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { defined } from '../../contract/defined.ts';
import { FailureType, type FailureDetail, type Side } from '../../contract/failures.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { integrationMessages } from '../../contract/messages.ts';
import { passingServerError } from '../../contract/runs/server-errors.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { OpenConnection } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { activityFailure, serverFailure } from './failures.ts';

/** A refusal of access, as the entity is told of it. */
export interface AccessRefusal {
  readonly type: typeof FailureType.credentialsRejected | typeof FailureType.scopeMissing;
  readonly side: Side;
  readonly detail: FailureDetail;
}

/** The refusal of access that an error is, if it is one. */
export function accessRefusal(error: unknown): AccessRefusal | undefined {
  if (!(error instanceof HttpFailure) || error.detail.side === undefined) return undefined;
  if (error.type !== FailureType.credentialsRejected && error.type !== FailureType.scopeMissing) return undefined;
  return { type: error.type, side: error.detail.side, detail: error.detail };
}

/**
 * Tells the entity of a 401 or 403, with the version that was used, so that a refusal of old credentials is ignored.
 * The cached answer is dropped: the next activity asks for the present credentials.
 */
export async function tellAccess(
  deps: Pick<Dependencies, 'temporal' | 'connections'>,
  storeHash: StoreHash,
  credentialsVersion: number,
  { type, side, detail }: AccessRefusal,
): Promise<void> {
  deps.connections.drop(storeHash);
  const version = detail.credentialsVersion ?? credentialsVersion;
  const cause = [storeHash, version, side, type, detail.capability ?? ''].join(' ');
  if (!deps.connections.reports.take(cause)) return;
  const entity = deps.temporal.workflow.getHandle(workflowId.integration(storeHash));
  try {
    await entity.signal(integrationMessages.accessRefused, {
      side,
      type,
      credentialsVersion: version,
      ...defined({ capability: detail.capability }),
    });
  } catch (error) {
    // Disconnected meanwhile: there is nobody left to tell.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Why a question beside the work was not answered: as a report may say it. */
export interface Unanswered {
  readonly type: string;
  readonly message: string;
}

/** After these nothing of the work may go on. */
const ends: readonly string[] = [FailureType.integrationGone, FailureType.integrationPaused];

/**
 * Asks what only a part of the work hangs on: where it is not answered, the rest goes on, and the report says what could not be
 * judged. A refusal of access is told to the integration, as one that ends an activity is.
 * @throws what ends the work itself: a cancellation, and that the integration is closed
 */
export async function askBeside<T>(
  deps: Pick<Dependencies, 'temporal' | 'connections'>,
  { connection, versions }: Pick<OpenConnection, 'connection' | 'versions'>,
  ask: () => Promise<T>,
): Promise<{ readonly answer: T } | { readonly unanswered: Unanswered }> {
  const { cancellationSignal, log } = Context.current();
  try {
    return { answer: await ask() };
  } catch (error) {
    if (cancellationSignal.aborted || error instanceof CancelledFailure) throw error;
    if (error instanceof HttpFailure || error instanceof ApplicationFailure) {
      const { type, message } = error;
      if (ends.includes(type ?? '')) throw error;
      const refusal = accessRefusal(error);
      if (refusal !== undefined) await tellAccess(deps, connection.storeHash, versions.credentials, refusal);
      return { unanswered: { type: type ?? 'Defect', message } };
    }
    if (passingServerError(error) !== undefined) {
      const { type, message } = serverFailure();
      log.warn('a question beside the work was not answered: the work goes on, and its report says so', { error });
      return { unanswered: { type: type ?? FailureType.unavailable, message } };
    }
    // Its text may hold anything: the log has it, redacted.
    log.error('a question beside the work failed', { error });
    const name = error instanceof Error ? error.name : typeof error;
    return { unanswered: { type: 'Defect', message: `${name}: see the worker’s log` } };
  }
}

/**
 * Meets every 401 and 403 of an activity. Where the credentials were rotated meanwhile, the call is simply tried again
 * with the new ones; otherwise the entity is told, which confirms it before it closes anything.
 */
export class AccessInterceptor implements ActivityInboundCallsInterceptor {
  readonly #deps: Pick<Dependencies, 'temporal' | 'connections'>;

  constructor(deps: Pick<Dependencies, 'temporal' | 'connections'>) {
    this.#deps = deps;
  }

  async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>): Promise<unknown> {
    try {
      return await next(input);
    } catch (error) {
      const refusal = accessRefusal(error);
      const storeHash = storeOf(input.args);
      if (refusal === undefined || storeHash === undefined) throw error;
      const present = (await this.#deps.connections.ask(storeHash, { fresh: true })).credentials?.version ?? 0;
      const used = refusal.detail.credentialsVersion ?? present;
      if (present > used) {
        throw activityFailure(
          FailureType.unavailable,
          'The credentials were rotated meanwhile: trying with the new ones.',
          {
            ...refusal.detail,
            retryAfterMs: 100,
          },
        );
      }
      await tellAccess(this.#deps, storeHash, used, refusal);
      throw error;
    }
  }
}

/** Every activity that touches a store takes one argument that names it. */
function storeOf(args: readonly unknown[]): StoreHash | undefined {
  const [first] = args;
  if (typeof first !== 'object' || first === null || !('storeHash' in first)) return undefined;
  return first.storeHash as StoreHash; // written by our own workflows
}
