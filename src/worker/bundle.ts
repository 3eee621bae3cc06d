import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { Log } from '../observability/log.ts';
import { sdkLogger } from '../observability/log.ts';

/** Workflow code as one script for the SDK's sandbox. */
export interface WorkflowBundle {
  readonly code: string;
}

/** Where the build puts the bundle: beside the built code. */
const PREBUILT = new URL('../workflow-bundle.js', import.meta.url);

/**
 * Bundles the workflows that lie beside this code: the built ones in `dist`, the sources in `src`.
 * Takes seconds of CPU; a build does it once.
 */
export async function bundleWorkflows(log: Log): Promise<WorkflowBundle> {
  const built = fileURLToPath(new URL('../workflows/index.js', import.meta.url));
  const source = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
  const workflowsPath = existsSync(built) ? built : source;
  const logger = sdkLogger(log);
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    // What webpack says of a bundle that works is for those who debug it.
    logger: { ...logger, info: (message, metadata) => void logger.debug(message, metadata) },
    // All modules are evaluated once and shared by all runs: they are vocabulary, rules and functions, and hold no state
    // (test/unit/house/deterministic.test.ts). Evaluated for each run, they would cost it milliseconds of CPU and more than half
    // a mebibyte. The entry alone is named: whatever is named cannot be joined with what it imports, and is called at a detour.
    preloadModules: [workflowsPath],
    // The process and its worker thread load the whole of it, several times over: what nothing uses of a package is left
    // out, and of the map all but files and lines, which are what a stack trace names.
    webpackConfigHook: (config) => ({
      ...config,
      devtool: 'inline-nosources-cheap-module-source-map',
      optimization: { ...config.optimization, usedExports: true, concatenateModules: true },
    }),
  });
  return { code: inAscii(code) };
}

/**
 * A text with one character beyond Latin-1 takes two bytes for each of its characters in memory. Such characters stand in
 * strings, templates and comments alone, where their escapes mean the same; the map, which knows lines only, stays right.
 */
function inAscii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The prebuilt bundle where there is one, else one made now. */
export async function loadWorkflowBundle(log: Log): Promise<WorkflowBundle> {
  return existsSync(PREBUILT) ? { code: await readFile(PREBUILT, 'utf8') } : bundleWorkflows(log);
}
