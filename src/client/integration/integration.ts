import { WithStartWorkflowOperation, WorkflowNotFoundError, type UpdateDefinition } from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import type { Side } from '../../contract/failures.ts';
import { integrationKey } from '../../contract/runs/search-attributes.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type {
  ConnectRequest,
  DisconnectReport,
  EarlierIntegration,
  IntegrationStatus,
  PauseReport,
  ResumeReport,
  RotatedStatus,
} from '../../contract/integration.ts';
import type { TestReport } from '../../contract/integration/access.ts';
import type { AnsweredQuestion, Question } from '../../contract/integration/questions.ts';
import { integrationMessages } from '../../contract/messages.ts';
import * as requests from '../../contract/schemas/integration.ts';
import type { SettingsChanged } from '../../contract/integration/setting-effects.ts';
import type { SettingsPatch } from '../../contract/settings.ts';
import { runPriority, TaskQueue, WorkflowType } from '../../contract/temporal.ts';
import type { Sealer } from '../../security/seal.ts';
import { unknownIntegration, type Calls, type Gone, type OpenRun } from '../calls/calls.ts';
import { checked } from '../calls/checked.ts';
import { connectRequest, rotateRequest, type ConnectInput, type RotateInput } from '../credentials.ts';
import { dueLevelsOf, withLevels } from './due-levels.ts';
import { earlierIntegration } from './earlier-integration.ts';
import { integrationOverview, type IntegrationOverview } from './integration-overview.ts';
import { statusOfOpen } from '../calls/status-of-open.ts';
import { LatestChanges } from './latest-changes.ts';
import { recurringOf } from './legs.ts';
import { Orders } from '../orders/orders.ts';
import { Products } from '../products.ts';
import { Previews } from './previews.ts';
import { Reconcile } from './reconcile.ts';
import { Shipping } from '../shipping.ts';

/** So often an integration may end between the look and the message. */
const MOST_ENDED = 5;

export interface IntegrationContext {
  readonly calls: Calls;
  readonly storeHash: StoreHash;
  /** Seals tokens; throws `InvalidInput` where there are no keys. */
  readonly sealer: () => Sealer;
  /** Who is recorded as the author of a change. */
  readonly by: string;
}

/** The answer to a rotation. */
export interface RotationReport extends RotatedStatus {
  /** The sides whose token is new: the other one's is kept. */
  readonly rotated: readonly Side[];
}

/**
 * One store linked to one myOGO merchant. Every method throws `UnknownIntegration` where the store is not connected,
 * `Unavailable` where Temporal or the worker does not answer, and otherwise what it says itself.
 */
export class Integration {
  readonly storeHash: StoreHash;
  /** The store's products beside myOGO's. */
  readonly products: Products;
  /** Which myOGO shipping code the store's shipping methods mean. */
  readonly shipping: Shipping;
  /** The recurring run that moves what changed, both ways. */
  readonly latestChanges: LatestChanges;
  readonly orders: Orders;
  /** The full comparison of both sides. */
  readonly reconcile: Reconcile;
  /** What an act would do, in numbers, before it is done. */
  readonly preview: Previews;
  readonly #context: IntegrationContext;
  readonly #id: string;
  readonly #gone: Gone;

  /** Made by `OgoshipClient.integration`. */
  constructor(context: IntegrationContext) {
    const { calls, storeHash } = context;
    this.#context = context;
    this.storeHash = storeHash;
    this.#id = workflowId.integration(storeHash);
    this.#gone = () => unknownIntegration(storeHash);
    this.products = new Products(calls, storeHash);
    this.shipping = new Shipping(calls, storeHash);
    this.latestChanges = new LatestChanges(calls, storeHash, context.by);
    this.orders = new Orders(calls, storeHash);
    this.reconcile = new Reconcile(calls, storeHash);
    this.preview = new Previews(calls, storeHash);
  }

  /**
   * Connects the store: tests both sides' credentials and keeps them, sealed. The same call again changes nothing but
   * the settings that it names. A store that was connected before goes on with its settings, links and `ordersFrom`: orders
   * that came meanwhile are taken, and none twice.
   * @throws InvalidInput for an empty or impossible token, merchant id or setting, naming the field
   * @throws Refused where the store is connected with other credentials (`rotateCredentials`) or to another merchant
   * (`disconnect` first)
   */
  async connect(input: ConnectInput): Promise<IntegrationStatus> {
    const { calls, storeHash, sealer } = this.#context;
    const request = connectRequest(storeHash, input, sealer());
    const open: OpenRun<IntegrationStatus, [ConnectRequest]> = calls.client.workflow.getHandle(this.#id);
    let continues = await earlierIntegration(calls, storeHash);
    const send = async (updateId: string) => {
      for (let round = 1; ; round += 1) {
        if (continues !== 'connected') return this.#begin(request, continues, updateId);
        try {
          return await open.executeUpdate(integrationMessages.connect, { args: [request], updateId });
        } catch (error) {
          // Somebody has ended it since it was looked at: what is begun goes on with what it kept.
          if (!(error instanceof WorkflowNotFoundError) || round === MOST_ENDED) throw error;
          continues = await earlierIntegration(calls, storeHash);
        }
      }
    };
    return calls.twice(this.#gone, send, true, this.#id);
  }

  #begin(request: ConnectRequest, continues: EarlierIntegration | undefined, updateId: string) {
    const { calls, storeHash } = this.#context;
    return calls.client.workflow.executeUpdateWithStart(integrationMessages.connect, {
      // A run that was reset to its start takes it from here: its own input is from before.
      args: [{ ...request, ...defined({ continues }) }],
      updateId,
      startWorkflowOperation: new WithStartWorkflowOperation(WorkflowType.integration, {
        workflowId: this.#id,
        workflowIdConflictPolicy: 'USE_EXISTING',
        taskQueue: TaskQueue.main,
        args: [{ storeHash, ...defined({ continues }) }],
        priority: runPriority(storeHash, 'orders'),
        typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
        staticSummary: `Store ${storeHash}`,
      }),
    });
  }

  /**
   * The guide's Test button: asks both sides, one line for each capability. Changes nothing on either side.
   * `ok` is true when nothing that the guide requires is missing.
   */
  test(): Promise<TestReport> {
    return this.#update(integrationMessages.test, []);
  }

  /**
   * How the integration stands: stage, settings, links, held orders by reason, the last run of latest changes. Also
   * answers for a disconnected store, for as long as Temporal keeps ended runs.
   */
  status(): Promise<IntegrationOverview> {
    const { calls, storeHash } = this.#context;
    return integrationOverview(calls, storeHash);
  }

  /**
   * Tests the new credentials and takes them in place of the old ones; runs that were held because of them go on.
   * @throws InvalidInput for an empty or impossible token
   * @throws Refused where a side refuses the new credentials: the old ones are kept
   */
  async rotateCredentials(input: RotateInput): Promise<RotationReport> {
    const { storeHash, sealer } = this.#context;
    const request = rotateRequest(storeHash, input, sealer());
    const status = await this.#update(integrationMessages.rotateCredentials, [request]);
    return { ...status, rotated: request.parts };
  }

  /**
   * Changes the settings that are named; the change takes effect with the next step of every run, 15 s later at the latest.
   * The answer has all settings, and of each that changed what is different from now on and what is not.
   * @throws InvalidInput naming the setting and what it may be
   */
  async changeSettings(patch: SettingsPatch): Promise<SettingsChanged> {
    const changes = checked(requests.settingsPatch, patch, 'settings');
    return this.#update(integrationMessages.changeSettings, [{ patch: changes, by: this.#context.by }]);
  }

  /**
   * Stops every effect on either side until `resume`. Nothing is dropped. The answer comes after about 20 s, when no worker
   * writes anything more, and says what was in flight: none of it is ended, and a request that had left is let end.
   * @param reason for whoever finds it paused
   * @throws InvalidInput where the reason is empty
   */
  async pause(reason: string): Promise<PauseReport> {
    const request = checked(requests.pauseRequest, { reason, by: this.#context.by }, 'reason');
    return this.#update(integrationMessages.pause, [request]);
  }

  /**
   * Ends a pause: what was held because of it goes on, and the answer says what is caught up with. Where the credentials were refused, they are tested again.
   * @throws Refused where they still are
   */
  resume(): Promise<ResumeReport> {
    return this.#update(integrationMessages.resume, []);
  }

  /**
   * Stops the schedules, forgets the credentials and ends; the answer comes after about 20 s, when no worker writes any more. Deleting the API account in BigCommerce is what revokes the
   * token. Connecting again later goes on without duplicates.
   */
  disconnect(): Promise<DisconnectReport> {
    return this.#update(integrationMessages.disconnect, []);
  }

  /** Seals the stored credentials anew with the first of the worker's keys. @returns the credentials' version */
  resealCredentials(): Promise<number> {
    return this.#update(integrationMessages.reseal, []);
  }

  /** What only a person may decide: what is open, and answers that still stand. */
  async questions(): Promise<readonly Question[]> {
    const { calls, storeHash } = this.#context;
    const status = await statusOfOpen(calls, storeHash);
    const { questions } = status;
    if (questions.every(({ kind }) => kind !== 'stock-brake')) return questions;
    return withLevels(
      questions,
      await dueLevelsOf(calls, storeHash, recurringOf(calls, storeHash), Promise.resolve(status)),
    );
  }

  /**
   * Decides a question, for the items that it has now and for this fall of them: what rises or is taken and comes up
   * again is asked about again. A refusal that stands may be taken back.
   * @throws InvalidInput where nothing is asked under this id any more: it was withdrawn, is used up, or has more items
   */
  async answer(questionId: string, decision: 'approve' | 'refuse'): Promise<AnsweredQuestion> {
    const request = checked(requests.answerRequest, { questionId, decision, by: this.#context.by }, 'answer');
    // An answer is used up by what it was given for: it is not given twice.
    return this.#context.calls.update(this.#id, integrationMessages.answer, [request], this.#gone, false);
  }

  #update<Result, Args extends unknown[]>(update: UpdateDefinition<Result, Args>, args: Args): Promise<Result> {
    return this.#context.calls.update(this.#id, update, args, this.#gone);
  }
}
