import type { Command } from 'commander';
import { many } from '../../contract/runs/many.ts';
import type { CliContext } from '../context.ts';

interface Resealed {
  readonly storeHash: string;
  readonly ok: boolean;
  readonly problem?: string;
}

/** Commands about all integrations. */
export function everyStoreCommands(program: Command, context: CliContext): void {
  const { out } = context;

  program
    .command('rotate-keys')
    .description('seal all stored credentials anew with the first of CREDENTIAL_KEYS; the workers must have it already')
    .action(async () => {
      const resealed = await context.withClient(async (client) => {
        const done: Resealed[] = [];
        for await (const { storeHash } of client.integrations()) {
          try {
            await client.integration(storeHash).resealCredentials();
            done.push({ storeHash, ok: true });
          } catch (error) {
            if (context.interrupted) throw error;
            // One store must not keep the others on the old key.
            done.push({ storeHash, ok: false, problem: error instanceof Error ? error.message : String(error) });
          }
          out.progress(many(done.length, 'store'));
        }
        return done;
      });
      context.failed = resealed.some(({ ok }) => !ok);
      await out.result(resealed, (rows) =>
        out.table(
          ['store', 'sealed anew', 'problem'],
          rows.map(({ storeHash, ok, problem }) => [storeHash, ok, problem]),
        ),
      );
    });
}
