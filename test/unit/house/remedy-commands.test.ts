import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { holdRemedies, caseRemedies } from '../../../src/contract/hold-reasons.ts';
import { decisionKinds } from '../../../src/contract/orders.ts';
import { settingRules } from '../../../src/domain/integration/settings.ts';
import { commandsIn, problemOf } from '../../support/remedies/named-commands.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const below = (folder: string, ends: string): readonly string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ends))
    .map((name) => `${folder}${name}`);

/** Literals of a node: a template with its expressions in place, a sum of texts as one. */
function textsOf(node: ts.Node, source: ts.SourceFile): readonly string[] {
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

interface SourceText {
  readonly file: string;
  readonly text: string;
}

const sources = below('src/', '.ts').map((file) => ({
  file,
  source: ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true),
}));

/** Texts that this product shows as a remedy outside of orders: where they are given, or what a named one stands for. */
const remedies: readonly SourceText[] = sources.flatMap(({ file, source }) => {
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

const ofHolds: readonly SourceText[] = [
  ...Object.values(holdRemedies),
  ...Object.values(caseRemedies).map(({ words }) => words),
].map((text) => ({ file: 'src/contract/hold-reasons.ts', text }));

/** Sections of the page that the alert rules send their reader to. */
const ofAlerts: readonly SourceText[] = [...read('ops/alerts.yml').matchAll(/- alert: (\w+)/g)].map(([, name = '']) => {
  const page = read('docs/operations/metrics.md');
  const [, text = ''] = new RegExp(`^### ${name}\n\n(.*?)(?=^#|$(?![^]))`, 'ms').exec(page) ?? [];
  // “As [QuotaSpent](#quotaspent)”: what stands there is meant.
  const others = [...text.matchAll(/\]\(#([a-z]+)\)/g)].map(([, other = '']) => {
    return new RegExp(`^### ${other}\n\n(.*?)(?=^#|$(?![^]))`, 'ims').exec(page)?.[1] ?? '';
  });
  return { file: `alert ${name}`, text: [text, ...others].join('') };
});

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

function actsIn(text: string): readonly string[] {
  return acts.flatMap(([words, command]) => [...text.matchAll(words)].map(([, word = '']) => command(word)));
}

/** Who acts where the reader of a text cannot, or the other place where the reader does it. */
const WHO =
  /\bin (?:the )?(?:myOGO|store)\b|store’s order|warehouse’s people|its people|[Ww]hoever (?:runs|maintains)|Temporal's support|Temporal Web UI|BigCommerce|the shopper|\bmerchant\b|\ba worker\b|on the worker|one more worker|the worker its key/;
/** What only whoever runs the workers or the server can do, by the names of that trade. */
const OPERATORS =
  /\b(?:TEMPORAL|CENSUS|CREDENTIAL)_[A-Z_]+\b|temporal (?:operator|workflow|schedule) [a-z]+ |tcld |docs\/operations\/[\w-]+\.md/;

describe('a remedy', () => {
  it('is found wherever one is given', () => {
    expect(remedies.length).toBeGreaterThan(15);
    expect(ofHolds.length).toBeGreaterThan(40);
    expect(ofAlerts.length).toBeGreaterThan(15);
    const [all] = [remedies.map(({ text }) => text).join('\n')];
    for (const part of [
      'then rotate',
      'copy the API path',
      'deployment --make-current',
      'Give the worker',
      '`ogoship setup`',
    ])
      expect(all).toContain(part);
  });

  it('names commands, or says who else acts and where', () => {
    const silent = [...remedies, ...ofHolds, ...ofAlerts]
      .filter(({ text }) => commandsIn(text).length === 0 && actsIn(text).length === 0)
      .filter(({ text }) => !WHO.test(text) && !OPERATORS.test(text));
    expect(silent).toEqual([]);
  });

  it('names only commands that the command line takes', async () => {
    const lines = [...remedies, ...ofHolds, ...ofAlerts].flatMap(({ text }) => [...commandsIn(text), ...actsIn(text)]);
    expect(await problemsOf(lines)).toEqual([]);
  });

  it('names only settings that there are', () => {
    const named = ofHolds.flatMap(({ text }) =>
      [...text.matchAll(/settings? (\w+(?:, \w+)*(?: and \w+)?)/g)].flatMap(([, names = '']) =>
        names.split(/, | and /),
      ),
    );
    expect(named).toContain('cashOnDelivery');
    expect(named.filter((name) => !(name in settingRules))).toEqual([]);
  });
});

describe('a command', () => {
  it('that any text of the product names is one that it takes', async () => {
    const texts = sources
      .filter(({ file }) => file !== 'src/cli/completion.ts')
      .flatMap(({ source }) => textsOf(source, source));
    const lines = texts.flatMap(commandsIn);
    expect(lines.length).toBeGreaterThan(10);
    expect(await problemsOf(lines)).toEqual([]);
  });

  it('that a page names is one that it takes', async () => {
    // The reference of the commands is made from their definitions.
    const pages = ['README.md', ...below('docs/', '.md')].filter((page) => page !== 'docs/reference/commands.md');
    const lines = pages.flatMap((page) => commandsIn(read(page)));
    expect(lines.length).toBeGreaterThan(60);
    expect(await problemsOf(lines)).toEqual([]);
  });

  it('that there is not, or with an option that there is not, is found wrong', async () => {
    const wrong = [
      'ogoship abc123 orders free 1042',
      'ogoship abc123 rotate --all',
      'ogoship mend',
      'ogoship abc123 orders release 1042 forget',
      'ogoship abc123 answer stock-brake-1 maybe',
      'ogoship held --reason bad-luck',
      'ogoship abc123 orders explain',
    ];
    for (const line of wrong) expect(await problemOf(line), line).toBeDefined();
    expect(await problemOf('ogoship abc123 orders explain 1042')).toBeUndefined();
  });
});

async function problemsOf(lines: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all([...new Set(lines)].map(problemOf));
  return found.filter((problem) => problem !== undefined);
}
