import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

// An update that is refused leaves no trace in the history, yet every wait is asked beside it, at its time and with its
// length of history. A wait that asks the clock, or how long the history is, is then woken where no replay can know it, and
// the run never goes on: so a wait asks only what is recorded (test/integration/refused-messages.test.ts meets it).

const root = fileURLToPath(new URL('../../../', import.meta.url));
const files = readdirSync(`${root}src/workflows`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `${root}src/workflows/${name}`);

/** By name: older histories of the integration were woken so, and are replayed so. */
const ALLOWED = ['src/workflows/integration/integration.ts: asBefore'];

describe('what a workflow waits for', () => {
  it('is asked of what is recorded, and of neither the clock nor the length of the history', () => {
    expect(files.length).toBeGreaterThan(50);
    const found = files.flatMap((file) =>
      waitsOnTheUnrecorded(readFileSync(file, 'utf8')).map((what) => `${relative(root, file)}: ${what}`),
    );
    expect(found).toEqual(ALLOWED);
  });

  it.each([
    ['await condition(() => Date.now() > at);', 'condition'],
    ['await condition(() => workflowInfo().continueAsNewSuggested, 100);', 'condition'],
    ['const woken = () => new Date() > at; await condition(woken);', 'woken'],
    ['const isDue = () => Date.now() > at; const woken = () => isDue() || seen; await condition(woken);', 'woken'],
    ['function isDue() { return Date.now() > at; } await condition(() => !isDue());', 'condition'],
  ])('%s would be found', (planted, what) => {
    expect(waitsOnTheUnrecorded(planted)).toEqual([what]);
  });

  it.each([
    'await condition(() => done);',
    'const now = Date.now(); await condition(() => hasWork(now), at - Date.now());',
    'const isDue = () => Date.now() > at; if (isDue()) await condition(() => done);',
  ])('%s is fine', (planted) => {
    expect(waitsOnTheUnrecorded(planted)).toEqual([]);
  });
});

/** The waits of a file whose question, or a function of the file that it asks, takes the time or asks the run. */
function waitsOnTheUnrecorded(text: string): readonly string[] {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const functions = new Map<string, ts.Node>();
  const waits: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) functions.set(node.name.text, node);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      if (ts.isArrowFunction(node.initializer)) functions.set(node.name.text, node.initializer);
    }
    const [asked] = ts.isCallExpression(node) && node.expression.getText() === 'condition' ? node.arguments : [];
    if (asked !== undefined) waits.push(asked);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const isUnrecorded = (node: ts.Node, seen: ReadonlySet<ts.Node> = new Set()): boolean => {
    if (seen.has(node)) return false;
    const text = node.getText();
    if (ts.isCallExpression(node) && ['Date.now', 'workflowInfo'].includes(node.expression.getText())) return true;
    if (ts.isNewExpression(node) && text === 'new Date()') return true;
    const isAsked =
      waits.includes(node as ts.Expression) || (ts.isCallExpression(node.parent) && node.parent.expression === node);
    const called = ts.isIdentifier(node) && isAsked ? functions.get(node.text) : undefined;
    const within = new Set([...seen, node]);
    if (called !== undefined && isUnrecorded(called, within)) return true;
    return ts.forEachChild(node, (child) => isUnrecorded(child, within)) ?? false;
  };
  return waits
    .filter((asked) => isUnrecorded(asked))
    .map((asked) => (ts.isIdentifier(asked) ? asked.text : 'condition'));
}
