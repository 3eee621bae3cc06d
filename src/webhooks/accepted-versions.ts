import { QueryRejectedError, WorkflowNotFoundError } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { Side } from '../contract/failures.ts';
import type { StoreHash } from '../contract/ids.ts';
import type { Connection } from '../contract/integration.ts';
import { isRejectedAsPaused } from '../contract/runs/open-runs.ts';

/** How long an answer is used: each costs a query, and secrets change once in a long while. */
const ASK_AGAIN_MS = 60 * 60_000;
/** A secret that the answer does not know may be newer than the answer. */
const ASK_SOONER_MS = 10_000;
/** A store that was disconnected may be connected again. */
const ASK_WHETHER_BACK_MS = 60_000;

/** What the integration says of the secrets that its hooks may still carry; `undefined` where it has none. */
export type AskOldest = (storeHash: StoreHash) => Promise<Connection['hooks']>;

/** Whose secret came with a delivery. */
export interface Shown {
  readonly storeHash: StoreHash;
  readonly side: Side;
  readonly version: number;
}

/**
 * `outdated`: its secret is out of use. `disconnected`: whatever is told of the store is nobody's business any more; hooks
 * that could not be taken away go on telling.
 */
export type Judged = 'current' | 'outdated' | 'disconnected';

type Answer = { readonly hooks: Connection['hooks'] } | 'disconnected';

/**
 * Which secrets are out of use: those older than the hooks' of that side. Nobody waits for the answer: until it is there, and where
 * the integration does not answer, every secret of ours is taken, because all that a delivery can do is to have somebody look.
 */
export class AcceptedVersions {
  readonly #ask: AskOldest;
  readonly #now: () => number;
  readonly #known = new LRUCache<StoreHash, { readonly at: number; readonly answer: Answer }>({ max: 20_000 });
  readonly #asking = new Map<StoreHash, Promise<Answer>>();

  constructor(ask: AskOldest, now: () => number = () => performance.now()) {
    this.#ask = ask;
    this.#now = now;
  }

  judge(shown: Shown): Judged {
    const { storeHash } = shown;
    const judged = judgedBy(this.#known.get(storeHash)?.answer, shown);
    // Whoever is told that it was disconnected waits for a newer answer (`whetherBack`).
    if (judged !== 'disconnected' && this.#age(storeHash) > askAgainAfter[judged])
      this.#refresh(storeHash).catch(() => undefined); // what was known stands
    return judged;
  }

  /**
   * The same of a store that was disconnected when somebody asked last: it may have been connected again, and a delivery that is
   * taken for nobody's is lost. An answer is used for a minute.
   * @throws where nobody answers: it is not known
   */
  async whetherBack(shown: Shown): Promise<Judged> {
    const { storeHash } = shown;
    const isOld = this.#age(storeHash) > askAgainAfter.disconnected;
    return judgedBy(isOld ? await this.#refresh(storeHash) : this.#known.get(storeHash)?.answer, shown);
  }

  #age(storeHash: StoreHash): number {
    const known = this.#known.get(storeHash);
    return known === undefined ? Infinity : this.#now() - known.at;
  }

  #refresh(storeHash: StoreHash): Promise<Answer> {
    const asking =
      this.#asking.get(storeHash) ??
      this.#answerOf(storeHash)
        .catch((error: unknown) => {
          // Nor is it asked again by the next delivery already, unless that would be taken for nobody's.
          const { answer } = this.#known.get(storeHash) ?? { answer: { hooks: undefined } };
          if (answer !== 'disconnected') this.#known.set(storeHash, { at: this.#now(), answer });
          throw error;
        })
        .finally(() => this.#asking.delete(storeHash));
    this.#asking.set(storeHash, asking);
    return asking;
  }

  async #answerOf(storeHash: StoreHash): Promise<Answer> {
    const answer = await this.#ask(storeHash).then(
      (hooks): Answer => ({ hooks }),
      (error: unknown): Answer => {
        const gone = error instanceof WorkflowNotFoundError || error instanceof QueryRejectedError;
        if (gone && !isRejectedAsPaused(error)) return 'disconnected';
        throw error;
      },
    );
    this.#known.set(storeHash, { at: this.#now(), answer });
    return answer;
  }
}

const askAgainAfter: Readonly<Record<Judged, number>> = {
  current: ASK_AGAIN_MS,
  outdated: ASK_SOONER_MS,
  disconnected: ASK_WHETHER_BACK_MS,
};

function judgedBy(answer: Answer | undefined, { side, version }: Shown): Judged {
  if (answer === 'disconnected') return answer;
  const oldest = answer?.hooks?.oldestSecrets?.[side] ?? answer?.hooks?.oldestSecret;
  return oldest === undefined || version >= oldest ? 'current' : 'outdated';
}
