import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

// A replay must take every step as the first run took it, and a run none as another one left it. The SDK makes Date, Math.random, setTimeout and setInterval
// deterministic inside a workflow, and takes WeakRef and FinalizationRegistry away; what follows it does not see.

/** Packages whose code is deterministic. */
const ALLOWED = ['@temporalio/workflow', '@temporalio/common', 'zod/mini', 'zod/v4/core'];
/** Globals of the worker's process, or of the machine. */
const GLOBALS = ['process', 'fetch', 'Buffer', 'crypto', 'performance', 'require', 'setImmediate', 'queueMicrotask'];

describe('what runs inside a workflow', () => {
  it('imports nothing that is not deterministic, and uses nothing of the process', () => {
    const reached = reachedFrom(join(root, 'src/workflows/index.ts'));
    expect(reached.size).toBeGreaterThan(100);
    const found = [...reached].flatMap(([file, text]) =>
      problemsOf(text).map((what) => `${relative(root, file)}: ${what}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    ["import { createHash } from 'node:crypto';", 'node:crypto'],
    ["import { request } from 'undici';", 'undici'],
    ["import { setTimeout as pause } from 'node:timers/promises';", 'node:timers/promises'],
    ["export * from 'lru-cache';", 'lru-cache'],
    ["const later = await import('pino');", 'pino'],
    ['const id = crypto.randomUUID();', 'crypto'],
    ['const at = performance.now();', 'performance'],
    ["const key = process.env['KEY'];", 'process'],
    ["await fetch('https://example.com');", 'fetch'],
    ['let seen = 0;', 'seen'],
    ['export const runs = new Map<string, number>();', 'runs'],
    ['const early: string[] = [];', 'early'],
  ])('%s would be found', (planted, what) => {
    expect(problemsOf(planted)).toEqual([what]);
  });

  it.each([
    'const now = Date.now();',
    'const chance = Math.random();',
    'setTimeout(wake, 1_000);',
    "import type { Pool } from 'undici';",
    "import { sleep } from '@temporalio/workflow';",
    'const process = { fetch: 1 }.fetch;',
    'const kinds = new Set([1]);',
    'function count() { let all = 0; return (all += 1); }',
  ])('%s is fine', (planted) => {
    expect(problemsOf(planted)).toEqual([]);
  });
});

/** Every file that is part of the bundle, with its text. */
function reachedFrom(entry: string): ReadonlyMap<string, string> {
  const reached = new Map<string, string>();
  const left = [entry];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (reached.has(file)) continue;
    const text = readFileSync(file, 'utf8');
    reached.set(file, text);
    const folder = dirname(file);
    left.push(
      ...valueImports(parse(text))
        .filter((path) => path.startsWith('.'))
        .map((path) => resolve(folder, path)),
    );
  }
  return reached;
}

function problemsOf(text: string): readonly string[] {
  const source = parse(text);
  const packages = valueImports(source).filter((path) => !path.startsWith('.') && !ALLOWED.includes(path));
  return [...packages, ...globalsOf(source), ...stateOf(source)];
}

/** What a module could remember from one run to the next: all runs of a worker share it. */
function stateOf(source: ts.SourceFile): readonly string[] {
  return source.statements
    .filter((statement) => ts.isVariableStatement(statement))
    .flatMap(({ declarationList }) =>
      declarationList.declarations
        .filter(({ initializer }) => (declarationList.flags & ts.NodeFlags.Const) === 0 || isFilledLater(initializer))
        .map(({ name }) => name.getText(source)),
    );
}

/** An empty collection is there to be filled; a WeakMap keeps what is derived of its keys and nothing else. */
function isFilledLater(value: ts.Expression | undefined): boolean {
  if (value === undefined) return true;
  if (ts.isArrayLiteralExpression(value)) return value.elements.length === 0;
  if (!ts.isNewExpression(value)) return false;
  return ['Map', 'Set'].includes(value.expression.getText()) && (value.arguments ?? []).length === 0;
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('workflow.ts', text, ts.ScriptTarget.Latest, true);
}

function valueImports(source: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isType =
      (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(node) && node.isTypeOnly);
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && !isType) {
      if (node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier))
        found.push(node.moduleSpecifier.text);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [path] = node.arguments;
      if (path !== undefined && ts.isStringLiteral(path)) found.push(path.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Globals that are read: names of fields, types and own variables are none. */
function globalsOf(source: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && GLOBALS.includes(node.text) && isRead(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.expression === node) ||
    (ts.isElementAccessExpression(parent) && parent.expression === node) ||
    (ts.isCallExpression(parent) && parent.expression === node) ||
    (ts.isNewExpression(parent) && parent.expression === node)
  );
}
