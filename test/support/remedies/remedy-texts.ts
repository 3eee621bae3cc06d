import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { holdRemedies, caseRemedies } from '../../../src/contract/hold-reasons.ts';
import { decisionKinds } from '../../../src/contract/orders.ts';

const root = new URL('../../../', import.meta.url);
export const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
export const below = (folder: string, ends: string): readonly string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ends))
    .map((name) => `${folder}${name}`);

/** Literals of a node: a template with its expressions in place, a sum of texts as one. */
export function textsOf(node: ts.Node, source: ts.SourceFile): readonly string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    const whole = node.templateSpans.map(
      ({ expression, literal }) => `\${${expression.getText(source).replaceAll(/[{}`]/g, '')}}${literal.text}`,
    );
    const inner = node.templateSpans.flatMap(({ expression }) => textsOf(expression, source));
    return [node.head.text + whole.join(''), ...inner];
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textsOf(node.left, source), textsOf(node.right, source)];
    if (left.length === 1 && right.length === 1) return [`${left[0] ?? ''}${right[0] ?? ''}`];
  }
  const found: string[] = [];
  ts.forEachChild(node, (child) => void found.push(...textsOf(child, source)));
  return found;
}

export interface SourceText {
  readonly file: string;
  readonly text: string;
}

export const sources = below('src/', '.ts').map((file) => ({
  file,
  source: ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true),
}));

/** Texts that this product shows as a remedy outside of orders: where they are given, or what a named one stands for. */
export const remedies: readonly SourceText[] = sources.flatMap(({ file, source }) => {
  const named = new Map<string, ts.Node>();
  const given: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined)
      named.set(node.name.getText(source), node.initializer);
    if (ts.isPropertyAssignment(node) && node.name.getText(source) === 'remedy') given.push(node.initializer);
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) named.set(node.name.text, node);
    // `refusal(type, problem, remedy)` is given its remedy by name.
    if (ts.isCallExpression(node) && node.expression.getText(source) === 'refusal')
      given.push(...node.arguments.slice(2));
    ts.forEachChild(node, visit);
  };
  visit(source);
  // What a constant or a function of the file stands for: a remedy may be put together by it.
  const meant = (node: ts.Node, deep = 0): readonly string[] => {
    const parts = [...textsOf(node, source)];
    const follow = (each: ts.Node): void => {
      const stands = ts.isIdentifier(each) ? named.get(each.text) : undefined;
      if (stands !== undefined && stands !== node && deep < 3) parts.push(...meant(stands, deep + 1));
      ts.forEachChild(each, follow);
    };
    follow(node);
    return [parts.join(' / ')];
  };
  return given
    .flatMap(meant)
    .filter((text) => text.includes(' ') && !file.startsWith('src/domain/orders/')) // those name a case, by its type
    .map((text) => ({ file, text }));
});

export const ofHolds: readonly SourceText[] = [
  ...Object.values(holdRemedies),
  ...Object.values(caseRemedies).map(({ words }) => words),
].map((text) => ({ file: 'src/contract/hold-reasons.ts', text }));

const alertsPage = read('docs/operations/metrics.md');

/** The section of the page that an alert rule sends its reader to, without those that it names. */
export function alertText(name: string): string {
  return new RegExp(`^### ${name}\n\n(.*?)(?=^#|$(?![^]))`, 'ims').exec(alertsPage)?.[1] ?? '';
}

/** Sections of all alert rules. “As [QuotaSpent](#quotaspent)”: what stands there is meant. */
export const ofAlerts: readonly SourceText[] = [...read('ops/alerts.yml').matchAll(/- alert: (\w+)/g)].map(
  ([, name = '']) => {
    const text = alertText(name);
    const others = [...text.matchAll(/\]\(#([a-z]+)\)/g)].map(([, other = '']) => alertText(other));
    return { file: `alert ${name}`, text: [text, ...others].join('') };
  },
);

/** What the words of a remedy have its reader do: the command behind each. */
const acts: readonly (readonly [RegExp, (word: string) => string])[] = [
  [new RegExp(`\\b(${decisionKinds.filter((kind) => kind !== 'cancel').join('|')})\\b`, 'g'), release],
  [/\b(?:with|or) (cancel)\b/g, release],
  [/\bretry\b/g, () => 'ogoship abc123 orders retry 1042'],
  [/\borders\.fulfil\b/g, () => 'ogoship abc123 orders fulfil 1042'],
  [/\bOr cancel\b/g, () => 'ogoship abc123 orders cancel 1042'],
  [/\b[Rr]otate\b/g, () => 'ogoship abc123 rotate'],
  [/\bResume the integration\b/g, () => 'ogoship abc123 resume'],
  [/\bTest again\b/g, () => 'ogoship abc123 test'],
  [/\bConnect the store\b/g, () => 'ogoship abc123 connect --merchant 17'],
  [/\bLink this|the link\b/g, () => 'ogoship abc123 shipping link x Y'],
];

function release(kind: string): string {
  return `ogoship abc123 orders release 1042 ${kind}${kind.startsWith('use-') ? ' --code X' : ''}`;
}

export function actsIn(text: string): readonly string[] {
  return acts.flatMap(([words, command]) => [...text.matchAll(words)].map(([, word = '']) => command(word)));
}
