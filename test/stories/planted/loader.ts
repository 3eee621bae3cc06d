import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { LoadFnOutput, LoadHookContext } from 'node:module';
import ts from 'typescript';
import { planted } from '../../../models/planted.ts';
import type { PlantedFault } from './faults.ts';

// Runs in Node's thread for module hooks: hands out one file of the product with one wrong line.

let fault: PlantedFault | undefined;

export function initialize(given: PlantedFault): void {
  fault = given;
}

export async function load(
  url: string,
  context: LoadHookContext,
  next: (url: string, context: LoadHookContext) => Promise<LoadFnOutput>,
): Promise<LoadFnOutput> {
  const path = url.split('?')[0] ?? url;
  if (fault === undefined || !path.endsWith(`/${fault.file}`)) return next(url, context);
  const text = planted(await readFile(fileURLToPath(path), 'utf8'), fault);
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  });
  return { format: 'module', source: outputText, shortCircuit: true };
}
