import { setTimeout as pause } from 'node:timers/promises';
import type { HoldReason } from '../../contract/hold-reasons.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { orderMessages } from '../../contract/messages.ts';
import type { HeldOrder, OrderStatus, OrderStory, ReleaseDecision } from '../../contract/orders.ts';
import { heldFilter, releaseDecision, retryFilter } from '../../contract/schemas/orders.ts';
import type { Calls } from '../calls/calls.ts';
import { pausedStep } from '../calls/still-runs.ts';
import { checked } from '../calls/checked.ts';
import { InvalidInput, NotFound, type OgoshipError } from '../errors.ts';
import { heldOrderIds, heldOrders, holdsIn } from './held-orders.ts';
import { statusOfOpen } from '../calls/status-of-open.ts';
import { answerOf, type ExplainedOrder } from './order-answer.ts';
import { readWithoutRun, standingOf, withStanding, type Standing } from './order-standing.ts';
import { ended, notOpen, OrderRuns } from './order-runs.ts';

/** Held runs are released at this rate, so that a bulk retry does not send a store's whole backlog at once. */
const RETRIES_PER_SECOND = 50;

/** What `fulfil` did. */
export interface FulfilmentStarted {
  readonly orderId: number;
  /** For the Temporal UI. */
  readonly workflowId: string;
  /** `running`: a run was open already, and was told to look again. */
  readonly outcome: 'started' | 'running';
}

/** The store's orders on their way through the warehouse. */
export class Orders {
  readonly #calls: Calls;
  readonly #storeHash: StoreHash;
  readonly #runs: OrderRuns;

  constructor(calls: Calls, storeHash: StoreHash) {
    this.#calls = calls;
    this.#storeHash = storeHash;
    this.#runs = new OrderRuns(calls, storeHash);
  }

  /**
   * Takes one order, whatever its age and, where it is paid, its status. What is in myOGO or shipped already is
   * adopted, never repeated. An order that is under way is told to look again.
   * @throws InvalidInput where the store has no such order
   */
  async fulfil(orderId: number): Promise<FulfilmentStarted> {
    const id = this.#id(orderId);
    await this.#lookUp(orderId, true);
    for (let tries = 1; ; tries += 1) {
      if (await this.#runs.start(orderId)) return { orderId, workflowId: id, outcome: 'started' };
      try {
        await this.#signalRetry(id, ended, { byHand: true });
        return { orderId, workflowId: id, outcome: 'running' };
      } catch (error) {
        // It ended between the two: then it can be started.
        if (!(error instanceof NotFound) || tries === 3) throw error;
      }
    }
  }

  /**
   * Where the order stands, address by address. Without a run, what both sides hold now, and whether it would be taken.
   * @throws InvalidInput where the store has no such order
   */
  async status(orderId: number): Promise<OrderStatus> {
    const story = await this.explain(orderId);
    const status: OrderStatus & Partial<Record<'decisions' | 'effects' | 'answer' | 'noRun', unknown>> = { ...story };
    delete status.decisions;
    delete status.effects;
    delete status.answer;
    delete status.noRun;
    return status;
  }

  /**
   * The order's story: first, in `answer`, one sentence that says what it waits for and since when; then where it stands, every decision with its reasons, every effect with its time, and what it waits
   * for. Without a run, both sides are read now: the summary says whether the order would be taken, when, or why not.
   * @throws InvalidInput where the store has no such order
   */
  async explain(orderId: number): Promise<ExplainedOrder> {
    const id = this.#id(orderId);
    const keeps = this.standing();
    keeps.catch(() => undefined); // thrown where it is awaited
    try {
      const known = await this.#calls.query(id, orderMessages.status, ended);
      const story = explained(known, { read: false, standing: await keeps });
      const step = await pausedStep(this.#calls, id);
      return step === undefined ? story : { ...story, answer: `Order ${orderId} stands still: ${step}` };
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
    const ofRun = await this.#runs.storyOfEnded(orderId);
    return ofRun === undefined
      ? explained(
          await readWithoutRun(
            orderId,
            () => keeps,
            () => this.#lookUp(orderId),
          ),
          { read: true },
        )
      : explained(ofRun, { read: false });
  }

  /**
   * What keeps every order of the store now, whatever each of them waits for by itself: it is not connected, paused, or its
   * tokens are refused. `undefined` where nothing does, and where that cannot be found out.
   */
  standing(): Promise<Standing | undefined> {
    return standingOf(this.#calls, this.#storeHash);
  }

  /**
   * Lets a held order try again: it reads the store's order anew and judges by the present links and settings.
   * @throws Refused where the order has no open run
   */
  async retry(orderId: number): Promise<void> {
    await this.#signalRetry(this.#id(orderId), () => notOpen(orderId));
  }

  /**
   * Lets every held order try again, at most 50 a second.
   * @returns how many were told
   */
  async retryHeld(options: { readonly reason?: HoldReason } = {}): Promise<number> {
    const { reason } = checked(retryFilter, options, 'options');
    await statusOfOpen(this.#calls, this.#storeHash);
    const ids = new Set<string>();
    if (reason === undefined) for await (const id of heldOrderIds(this.#calls, this.#storeHash)) ids.add(id);
    else for (const { orderId } of await this.held({ reason })) ids.add(this.#id(orderId));
    let told = 0;
    for (const id of ids) {
      try {
        await this.#signalRetry(id, ended);
        told += 1;
      } catch (error) {
        if (!(error instanceof NotFound)) throw error; // it went on meanwhile
      }
      await pause(1000 / RETRIES_PER_SECOND);
    }
    return told;
  }

  /**
   * Settles what is held by a person's decision, for one address or for all held ones, and answers with what came of
   * it: `use-code` with this myOGO shipping code; `use-pickup-point` with the code of the point; `hand-over-again`; `treat-as-done`; `cancel`. A decision stands for what
   * was shown: `finding` says what that was; without it, what is held now, where that is one thing.
   * An order whose run has ended is gone on with, for example to hand over again what came back.
   * @throws InvalidInput for a decision that cannot be
   * @throws Refused where nothing of the order is held, where what was shown is no longer so, or where no run of it is known
   */
  async release(orderId: number, decision: ReleaseDecision): Promise<OrderStory> {
    const id = this.#id(orderId);
    const decided = checked(releaseDecision, decision, 'decision');
    try {
      const shown = decided.finding === undefined ? await this.#withFinding(id, decided) : decided;
      const release = () => this.#calls.update(id, orderMessages.release, [shown], ended, false);
      return await withStanding(() => this.standing(), release);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
    await statusOfOpen(this.#calls, this.#storeHash);
    return this.#runs.goOn(orderId, orderMessages.release, [decided]);
  }

  /**
   * Cancels the order: before hand-over it stops, after it myOGO is asked to cancel, and what that gave is in the
   * answer. An order whose run has ended is gone on with.
   * @throws Refused where nothing of it can be cancelled any more, or no run of it is known
   */
  async cancel(orderId: number): Promise<OrderStory> {
    const id = this.#id(orderId);
    try {
      const cancel = () => this.#calls.update(id, orderMessages.cancel, [], ended);
      return await withStanding(() => this.standing(), cancel);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
    await statusOfOpen(this.#calls, this.#storeHash);
    return this.#runs.goOn(orderId, orderMessages.cancel, []);
  }

  /**
   * What is held, one entry an address; address 0 stands for an order that could not be read at all. Which orders are
   * asked comes from a visibility list, so an order that holds since a second may be missing.
   * @param options.reason only this one
   * @param options.limit at most so many entries
   */
  async held(options: { readonly reason?: HoldReason; readonly limit?: number } = {}): Promise<readonly HeldOrder[]> {
    const { reason, limit } = checked(heldFilter, options, 'options');
    await statusOfOpen(this.#calls, this.#storeHash);
    return heldOrders(this.#calls, this.#storeHash, reason, limit ?? Number.POSITIVE_INFINITY);
  }

  /** What the person must have seen, where only one thing is held: a decision is never taken for another. */
  async #withFinding(id: string, decision: ReleaseDecision): Promise<ReleaseDecision> {
    const story = await this.#calls.query(id, orderMessages.status, ended);
    const { addressId } = decision;
    const held = story.addresses.filter((address) => addressId === undefined || address.addressId === addressId);
    const findings = new Set([story, ...held].flatMap(holdsIn).flatMap(({ finding }) => finding ?? []));
    const [only, ...others] = findings;
    return only === undefined || others.length > 0 ? decision : { ...decision, finding: only };
  }

  /** @param brief only whether the store has such an order */
  async #lookUp(orderId: number, brief = false): Promise<OrderStory> {
    await statusOfOpen(this.#calls, this.#storeHash);
    return this.#calls.lookup<'order'>(this.#storeHash, { kind: 'order', orderId, ...(brief ? { brief } : {}) });
  }

  #signalRetry(id: string, gone: () => OgoshipError, how?: { readonly byHand: true }): Promise<void> {
    const args: [] | [{ readonly byHand: true }] = how === undefined ? [] : [how];
    const send = () => this.#calls.client.workflow.getHandle(id).signal(orderMessages.retry, ...args);
    return this.#calls.ask(gone, send, { sent: { workflowId: id } });
  }

  #id(orderId: number): string {
    if (!Number.isSafeInteger(orderId) || orderId <= 0) {
      throw new InvalidInput('The order id is not an order number.', { field: 'orderId', expected: EXPECTED_ID });
    }
    return workflowId.fulfilOrder(this.#storeHash, orderId);
  }
}

function explained(story: OrderStory, how: Parameters<typeof answerOf>[1]): ExplainedOrder {
  return { ...story, answer: answerOf(story, how), ...(how.read ? { noRun: true } : {}) };
}

const EXPECTED_ID = 'the number of an order in the store, for example 1042';
