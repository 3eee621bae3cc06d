import type { AttentionMemo } from '../../contract/integration/health.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type {
  Connection,
  EarlierIntegration,
  IntegrationStage,
  IntegrationStatus,
} from '../../contract/integration.ts';
import type { SchedulesMemo } from '../../contract/integration/schedules-memo.ts';
import type { SealedCredentials } from '../../contract/integration/access.ts';
import type { OwedKept } from '../../contract/stock.ts';
import { shortDigest } from '../../contract/runs/short-digest.ts';
import { attentionMemo, failingRuns } from './attention.ts';
import { emptySnapshot, type IntegrationSnapshot } from './integration-snapshot.ts';
import { keptView } from './earlier-integration.ts';
import { schedulesFollowed, schedulesMemo, schedulesOf, type WantedSchedules } from './integration-schedules.ts';
import { closedBy, stageOf } from './integration-stage.ts';
import { connectionView, statusView } from './integration-view.ts';

/** How one integration stands: what is kept of it, and what follows from that. Knows nothing of Temporal. */
export class IntegrationRecord {
  readonly storeHash: StoreHash;
  /** Grows with every change. */
  revision = 0;
  protected readonly now: () => string;
  #s: IntegrationSnapshot;

  /** @param now ISO time */
  constructor(storeHash: StoreHash, now: () => string, carried: IntegrationSnapshot | undefined) {
    this.storeHash = storeHash;
    this.now = now;
    this.#s = carried ?? emptySnapshot(now());
  }

  get snapshot(): IntegrationSnapshot {
    return this.#s;
  }

  get connected(): boolean {
    return this.#s.connected;
  }

  get disconnected(): boolean {
    return this.#s.disconnected;
  }

  get credentials(): SealedCredentials | undefined {
    return this.#s.credentials;
  }

  get stage(): IntegrationStage {
    return stageOf(this.#s);
  }

  get closed(): Connection['closed'] {
    return closedBy(this.#s);
  }

  /** What has closed the circuit, also during a pause. */
  get refusal(): string | undefined {
    const closed = closedBy({ ...this.#s, paused: undefined });
    return closed?.by === 'circuit' ? closed.reason : undefined;
  }

  /** True where a circuit that is closed may be probed: a person's pause is no reason to ask anybody. */
  get probes(): boolean {
    return this.closed?.by === 'circuit' && this.credentials !== undefined;
  }

  get mustLookForGoods(): boolean {
    return this.#s.lookForGoods && this.connected && this.closed === undefined;
  }

  /** True where stock and orders may flow: what an answer starts waits for it. */
  get flows(): boolean {
    return this.#s.live && this.schedules.running;
  }

  get schedules(): WantedSchedules {
    return schedulesOf(this.#s);
  }

  /** True where the schedules in Temporal are not what they should be. Before the first enabling there may be none. */
  get schedulesDiffer(): boolean {
    return this.#s.live && (this.#s.mendSchedules || !schedulesFollowed(this.#s));
  }

  /** What survives this run, and which state of it that is. */
  get copy(): { readonly is: string; readonly kept: EarlierIntegration } {
    const kept = keptView(this.#s, this.#s.since);
    // That goods were looked for is no reason for another copy.
    return { is: shortDigest(JSON.stringify({ ...kept, live: this.#s.live })), kept };
  }

  get copyDiffers(): boolean {
    return this.connected && !this.disconnected && this.#s.copyIs !== this.copy.is;
  }

  /** What the schedules were made, for lists. */
  get schedulesMemo(): SchedulesMemo | undefined {
    return schedulesMemo(this.#s);
  }

  get attention(): AttentionMemo {
    return attentionMemo(this.#s);
  }

  /** The same without permissions that no run has missed yet: histories of before show nothing of them. */
  get attentionOfRuns(): AttentionMemo {
    return attentionMemo(this.#s, failingRuns(this.#s));
  }

  get connection(): Connection {
    return connectionView(this.storeHash, this.#s);
  }

  get status(): IntegrationStatus {
    return statusView(this.storeHash, this.#s, Date.parse(this.now()));
  }

  /** A part of the store's ledger begins, or has ended in order. */
  owedKept({ shard, kept }: OwedKept): void {
    const others = (this.#s.owedParts ?? []).filter((each) => each !== shard);
    const parts = kept ? [...others, shard] : others;
    this.note({ owedParts: parts.length === 0 ? undefined : parts.sort((a, b) => a - b) });
  }

  /** Changes what nobody waits for: the loop is not woken by it. */
  protected note(part: Partial<IntegrationSnapshot>): void {
    this.#s = { ...this.#s, ...part };
  }

  protected change(part: Partial<IntegrationSnapshot>): void {
    const before = this.stage;
    this.#s = { ...this.#s, ...part };
    this.revision += 1;
    if (this.stage !== before) this.#s = { ...this.#s, since: this.now() };
  }
}
