import { startSandbox, type Sandbox, type SandboxOptions } from '../../../dev/stand-ins/start.ts';
import { ContractChecker, type Sender } from './checker.ts';
import { wordsOf } from './finding.ts';
import { specsFolder } from './spec-files.ts';

/**
 * Starts a sandbox whose exchanges are checked against the OpenAPI files: `close` throws when one of them disagrees in a way
 * that is not on the list of deviations. Without the files it is a plain sandbox; the contract suite says so.
 */
export async function startWatchedSandbox(options: SandboxOptions = {}, sender: Sender = 'clients'): Promise<Sandbox> {
  const specs = specsFolder();
  if ('absent' in specs) return startSandbox(options);
  const checker = new ContractChecker(specs.folder, sender);
  const observe: SandboxOptions['observe'] = (exchange) => {
    checker.observe(exchange);
    options.observe?.(exchange);
  };
  const sandbox = await startSandbox({ ...options, observe });
  return {
    ...sandbox,
    close: async () => {
      await sandbox.close();
      const findings = await checker.findings();
      if (findings.length > 0) throw new Error(`Against the OpenAPI files:\n${findings.map(wordsOf).join('\n')}`);
    },
  };
}
