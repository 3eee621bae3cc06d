#!/usr/bin/env node
import { cliEnvironment } from './cli/environment.ts';
import { run } from './cli/run.ts';

// `ogoship … | head` ends before everything is written: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), cliEnvironment());
