import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevServer, type DevServer } from '../../../dev/temporal-server/dev-server.ts';

/** The real server with all that it keeps in a file. It is killed in the middle of everything, and comes back. */
export class StoriesServer {
  readonly #folder: string;
  #running: DevServer;
  #coming: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  stops = 0;

  private constructor(folder: string, running: DevServer) {
    this.#folder = folder;
    this.#running = running;
  }

  static async start(): Promise<StoriesServer> {
    const folder = mkdtempSync(join(tmpdir(), 'stories-'));
    return new StoriesServer(folder, await startDevServer({ dbFile: join(folder, 'dev.db'), headless: true }));
  }

  get address(): string {
    return this.#running.address;
  }

  /** Stops it from time to time. */
  stopEvery(ms: number): void {
    this.#timer = setInterval(() => void this.stop(), ms);
  }

  /** As if its machine lost power; back as soon as it can be. */
  async stop(): Promise<void> {
    this.stops += 1;
    const { pid, exited, address } = this.#running;
    const coming = async (): Promise<void> => {
      process.kill(pid, 'SIGKILL');
      await exited;
      const port = Number(address.split(':')[1]);
      this.#running = await startDevServer({ dbFile: join(this.#folder, 'dev.db'), headless: true, port });
    };
    this.#coming = coming();
    await this.#coming;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#coming;
    await this.#running.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
