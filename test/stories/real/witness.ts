import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../../dev/stand-ins/world.ts';
import type { OgoshipClient } from '../../../src/client/index.ts';

/** What can be seen of a life whose rule was broken: at real speed it may not be lived the same way again. */
interface Seen {
  readonly world: World;
  readonly ogoship: OgoshipClient;
  readonly hashes: readonly string[];
  readonly stored: () => Promise<string>;
}

/**
 * Writes down what the stores' integrations say, what took effect and every history, in a folder of its own.
 * @returns the folder
 */
export async function witness({ world, ogoship, hashes, stored }: Seen): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'story-find-'));
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), `${text}\n`);
  };
  for (const hash of hashes) {
    const status: unknown = await ogoship
      .integration(hash)
      .status()
      .catch((error: unknown) => String(error));
    write(`status-${hash}.json`, JSON.stringify(status, undefined, 2));
  }
  write('effects.jsonl', world.ledger.since(0).map((effect) => JSON.stringify(effect)).join('\n')); // prettier-ignore
  write('requests.json', JSON.stringify(world.ledger.report(), undefined, 2));
  write('histories.txt', await stored());
  return folder;
}
