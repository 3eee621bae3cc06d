import { Context } from '@temporalio/activity';
import { QueryRejectedError, WorkflowNotFoundError, type WorkflowClient } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import { FailureType } from '../../contract/failures.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { Connection } from '../../contract/integration.ts';
import type { Credentials, SealedCredentials } from '../../contract/integration/access.ts';
import { integrationMessages } from '../../contract/messages.ts';
import type { Versions } from '../../contract/orders.ts';
import type { QuotaPriority } from '../../contract/temporal.ts';
import { isRejectedAsPaused } from '../../contract/runs/open-runs.ts';
import type { BigCommerce, StoreApi } from '../../bigcommerce/client.ts';
import type { MerchantApi, Myogo } from '../../myogo/client.ts';
import type { Sealer } from '../../security/seal.ts';
import { activityFailure } from './failures.ts';
import { closedWords, mayFlow, mayWrite, NotYetConnected, whyNoAnswer, type Known, type OpenFor } from './may-flow.ts';
import { ReportPace } from './report-pace.ts';

/** An answer that is known to be of the present versions may be this old. */
export const SINCE_MS = 6 * 3_600_000;

/** An answer is used again for so long, counted from when it was asked for. */
const CACHE_MS = 15_000;
/** What was allowed to leave leaves within this, or asks again: a connection to the other side may have to be waited for. */
const LEAVES_WITHIN_MS = 5_000;
/** After so long no worker writes any more by an answer from before: what a person did is heeded by all of them. */
export const HEEDED_AFTER_MS = CACHE_MS + LEAVES_WITHIN_MS;
/** While this worker shuts down, an entity that has another one answers as soon as this. */
const LAST_DEADLINE_MS = 1_000;

/** An answer that is this young is fresh: a crowd that is turned away asks once, and not each for itself. */
const FRESH_MS = 250;

/**
 * How young an answer must be: at most `cacheMs` old where nothing is said, a moment with `true`, and with `now` the answer
 * to a question that was asked after this call, for what must see what a person did a moment ago.
 */
export interface AgeOfAnswer {
  readonly fresh?: boolean | 'now';
  /** Of what the answer must be at least: then one from hours ago will do, for looking whether anything moved. */
  readonly since?: { readonly settings: number; readonly credentials: number };
  /** Ends the requests that are made with it; default: with the activity. */
  readonly signal?: AbortSignal;
}

/** Both sides, ready to be called with one integration's tokens. */
export interface OpenApis {
  readonly store: StoreApi;
  readonly merchant: MerchantApi;
}

/** An integration with its tokens opened, for the length of one activity. */
export interface OpenConnection extends OpenApis {
  readonly connection: Connection;
  readonly versions: Versions;
}

export interface ConnectionsOptions {
  /** A workflow client whose queries are rejected for closed runs (`queryRejectCondition` NOT_OPEN). */
  readonly workflows: WorkflowClient;
  readonly bigcommerce: BigCommerce;
  readonly myogo: Myogo;
  readonly sealer: Sealer;
  /** How long an answer is used again, from when it was asked for. Default 15 s. */
  readonly cacheMs?: number;
  /** Integrations whose answers are kept. Default 20,000. */
  readonly maxStores?: number;
  /** How long the entity may take to answer. Default 5 s: a failing one would block for 30. */
  readonly deadlineMs?: number;
  /** True while this worker shuts down: the entity may have no worker left that answers. */
  readonly isShuttingDown?: () => boolean;
}

/**
 * Asks the entity for what an activity needs before any effect: sealed credentials, stage, settings, links.
 *
 * No answer is `Unavailable` (retried); a run that is not open is `IntegrationGone`, a paused one
 * `IntegrationPaused`: both hold, and neither touches the outside.
 */
export class Connections {
  /** How often entities are told of what they know already. */
  readonly reports = new ReportPace();
  readonly #options: ConnectionsOptions;
  readonly #cacheMs: number;
  readonly #cache: LRUCache<StoreHash, Known>;
  readonly #asking = new Map<StoreHash, Promise<Known>>();
  /** This worker shuts down, and entities have no other that answers: until then they are not asked. */
  #silentUntil = 0;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#cache = new LRUCache({ max: options.maxStores ?? 20_000 });
    this.#cacheMs = options.cacheMs ?? CACHE_MS;
  }

  /** Forgets an answer, so that the next activity asks anew. */
  drop(storeHash: StoreHash): void {
    this.#cache.delete(storeHash);
    // What was asked before may be answered by the state from before: its answer is for those who wait for it, and not kept.
    this.#asking.delete(storeHash);
  }

  /**
   * The integration, ready to use.
   * @param priority what the store's quota is spent for
   */
  async open(
    storeHash: StoreHash,
    priority: QuotaPriority,
    { flows = false, ...age }: OpenFor = {},
  ): Promise<OpenConnection> {
    let connection = await this.ask(storeHash, age);
    // Bad news from memory may be out of date: a run must not hold on it. What forbids the flow alone is none for other work.
    const isBad = connection.closed !== undefined || (flows && connection.stopped !== undefined);
    if (isBad && !age.fresh) connection = await this.ask(storeHash, { fresh: true });
    const credentials = connection.credentials;
    if (connection.stage === 'disconnected' || credentials === undefined) {
      throw activityFailure(FailureType.integrationGone, `The integration of ${storeHash} is disconnected.`);
    }
    if (connection.closed !== undefined) {
      const { message, expected } = closedWords(storeHash, connection.closed);
      const detail = { credentialsVersion: credentials.version, expected };
      throw activityFailure(FailureType.integrationPaused, message, detail);
    }
    if (flows) mayFlow(connection);
    return {
      connection,
      versions: {
        credentials: credentials.version,
        links: connection.linksVersion,
        settings: connection.settingsVersion,
      },
      ...this.unseal(connection, credentials, priority, age.signal, () => this.#mayWrite(storeHash, flows)),
    };
  }

  async #mayWrite(storeHash: StoreHash, flows: boolean): Promise<number> {
    const { at } = await mayWrite(storeHash, (fresh) => this.#known(storeHash, { fresh }), flows);
    return at + this.#cacheMs + LEAVES_WITHIN_MS;
  }

  /**
   * Opens given credentials, whatever the stage: for the entity's own tests.
   * @param mayWrite asked before each write
   */
  unseal(
    { storeHash, merchantId }: Pick<Connection, 'storeHash' | 'merchantId'>,
    credentials: SealedCredentials,
    priority: QuotaPriority,
    signal: AbortSignal = Context.current().cancellationSignal,
    mayWrite?: () => Promise<number>,
  ): OpenApis {
    const { sealed, version } = credentials;
    // The sealed text is bound to the store hash, so a text of another store cannot be opened here.
    const tokens = JSON.parse(this.#options.sealer.open(sealed, storeHash)) as Credentials; // written by our own client
    return {
      store: this.#options.bigcommerce.store({
        storeHash,
        apiToken: tokens.bigcommerce.apiToken,
        credentialsVersion: version,
        priority,
        signal,
        mayWrite,
      }),
      merchant: this.#options.myogo.merchant({
        merchantId,
        secretToken: tokens.myogo.secretToken,
        credentialsVersion: version,
        signal,
        mayWrite,
      }),
    };
  }

  /** The entity's answer; one question at a time however many activities ask, but for those who must know what is now. */
  async ask(storeHash: StoreHash, age: AgeOfAnswer = {}): Promise<Connection> {
    return (await this.#known(storeHash, age)).connection;
  }

  async #known(storeHash: StoreHash, { fresh = false, since }: AgeOfAnswer = {}): Promise<Known> {
    const cached = this.#cache.get(storeHash);
    if (cached !== undefined && this.#mayUse(cached.at, fresh)) return cached;
    if (cached !== undefined && since !== undefined && !fresh && isSince(cached, since)) return cached;
    // Nobody but this worker may be left to answer: what it knows is then used whatever its age.
    const last = this.#options.isShuttingDown?.() === true && fresh === false ? cached : undefined;
    if (last !== undefined && Date.now() < this.#silentUntil) return { ...last, at: Date.now() };
    // A question that is under way may be answered by the state from before this call.
    const asking = fresh === 'now' ? undefined : this.#asking.get(storeHash);
    if (asking !== undefined) return asking;
    const isLast = () => this.#asking.get(storeHash) === question;
    const question: Promise<Known> = this.#query(storeHash, last)
      .then((known) => {
        if (isLast()) this.#cache.set(storeHash, known);
        return known;
      })
      .finally(() => {
        if (isLast()) this.#asking.delete(storeHash);
      });
    this.#asking.set(storeHash, question);
    return question;
  }

  #mayUse(at: number, fresh: boolean | 'now'): boolean {
    if (fresh === 'now') return false;
    return Date.now() - at < (fresh ? FRESH_MS : this.#cacheMs);
  }

  /** @param last what is used where nobody answers in time */
  async #query(storeHash: StoreHash, last: Known | undefined): Promise<Known> {
    const { workflows } = this.#options;
    const { deadlineMs = last === undefined ? 5_000 : LAST_DEADLINE_MS } = this.#options;
    const at = Date.now();
    try {
      const handle = workflows.getHandle(workflowId.integration(storeHash));
      const connection = await workflows.withDeadline(at + deadlineMs, () =>
        handle.query(integrationMessages.connection),
      );
      // A run that was reset, or begun a moment ago, has no merchant yet: that is no answer, and no store that is gone.
      if (connection.merchantId === '') throw new NotYetConnected();
      return { at, connection };
    } catch (error) {
      this.#cache.delete(storeHash);
      // A run that an operator paused in Temporal is rejected too, but it is there: it answers when it is unpaused.
      const paused = isRejectedAsPaused(error);
      if (error instanceof WorkflowNotFoundError || (error instanceof QueryRejectedError && !paused)) {
        throw activityFailure(FailureType.integrationGone, `No integration of ${storeHash} is connected.`);
      }
      if (last !== undefined) {
        this.#silentUntil = Date.now() + this.#cacheMs;
        return { ...last, at: Date.now() };
      }
      const why = paused ? 'is paused in Temporal' : whyNoAnswer(error);
      throw activityFailure(FailureType.unavailable, `The integration of ${storeHash} ${why}.`);
    }
  }
}

function isSince({ at, connection }: Known, { settings, credentials }: NonNullable<AgeOfAnswer['since']>): boolean {
  const known = connection.settingsVersion >= settings && (connection.credentials?.version ?? 0) >= credentials;
  return known && Date.now() - at < SINCE_MS;
}
