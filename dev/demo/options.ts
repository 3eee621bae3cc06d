import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from './node-child.ts';

export interface WalkOptions {
  /** End after the walk instead of staying up with the running store. */
  readonly exit: boolean;
  /** One JSON event a line instead of the checklist. */
  readonly json: boolean;
  /** Where Temporal's database and the logs are kept. */
  readonly stateFolder: string;
}

export const usage = `Usage: npm start [-- OPTIONS]
  --exit          end after the walk; exit code 0 only if every step was verified on both sides
  --state FOLDER  where Temporal's database and the logs are kept (default: .temporal)
  --json          one JSON event a line instead of the checklist
  --help          this text`;

/** @throws TypeError with a message for the person who typed */
export function readOptions(args: readonly string[]): WalkOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      exit: { type: 'boolean' },
      json: { type: 'boolean' },
      state: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  return {
    exit: values.exit ?? false,
    json: values.json ?? false,
    stateFolder: values.state ?? join(projectRoot, '.temporal'),
  };
}
