#!/usr/bin/env node
import { constants } from 'node:os';
import { cliEnvironment } from './cli/environment.ts';
import { tolerateClosedPipes } from './cli/interruption.ts';
import { run } from './cli/run.ts';

tolerateClosedPipes();
// What a dependency will do otherwise one day is nothing to whoever reads a command's errors, a script above all.
process.noDeprecation = true;

// The first signal ends what waits, and says what may still happen; the second one ends the process.
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) process.exit(128 + constants.signals[signal]);
    interruption.abort();
  });
}

process.exitCode = await run(process.argv.slice(2), cliEnvironment(), interruption.signal);
if (interruption.signal.aborted) process.exit();
