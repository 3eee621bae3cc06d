import type { Integration, OgoshipClient, OgoshipClientOptions, Waiting } from '../client/index.ts';
import type { CliEnvironment } from './environment.ts';
import { Interrupted } from './interruption.ts';
import type { Output } from './output.ts';

/** A call that waits longer waits for a run's end. */
const RUN_MS = 10 * 60_000;

/** What a command waits for. A run that is under way is no trouble, and is not waited for in seconds. */
export function waitingWords({ for: what, message, givesUpAfterMs }: Waiting): string {
  if (givesUpAfterMs < RUN_MS) return `${message} Waiting, for up to ${Math.ceil(givesUpAfterMs / 1000)} s.`;
  if (what === 'answer') return 'Under way. It goes on by itself, whether or not anybody waits for it.';
  return `${message} Waiting; what was begun goes on by itself.`;
}

/** What a command works with. */
export class CliContext {
  readonly out: Output;
  readonly environment: CliEnvironment;
  /** The store that the command is about; empty for the commands about all. */
  readonly storeHash: string;
  /** The command ran, and its answer is no: exit code 1. */
  failed = false;
  readonly #open = new Set<OgoshipClient>();
  #interrupted = false;

  constructor(out: Output, environment: CliEnvironment, storeHash: string) {
    this.out = out;
    this.environment = environment;
    this.storeHash = storeHash;
    out.storeHash = storeHash;
  }

  /** Somebody pressed Ctrl-C: nothing else is begun. */
  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Calls that wait end with what may still happen. */
  async interrupt(): Promise<void> {
    this.#interrupted = true;
    const open = [...this.#open];
    this.#open.clear();
    await Promise.all(open.map((client) => client.close()));
  }

  clientOptions(): OgoshipClientOptions {
    return {
      by: this.environment.user,
      // What is wrong in the line itself is refused without a server.
      connectLater: true,
      onWaiting: (waiting) => this.out.waiting(waitingWords(waiting)),
    };
  }

  /** Connects, works, and lets go. The library is loaded only when a command needs it: `--help` is at once. */
  async withClient<T>(work: (client: OgoshipClient) => Promise<T>): Promise<T> {
    const { OgoshipClient } = await import('../client/index.ts');
    this.#unlessInterrupted();
    const client = await OgoshipClient.connect(this.clientOptions());
    this.#open.add(client);
    try {
      this.#unlessInterrupted();
      return await work(client);
    } finally {
      if (this.#open.delete(client)) await client.close();
    }
  }

  withStore<T>(work: (store: Integration) => Promise<T>): Promise<T> {
    return this.withClient((client) => work(client.integration(this.storeHash)));
  }

  #unlessInterrupted(): void {
    if (this.#interrupted) throw new Interrupted();
  }
}
