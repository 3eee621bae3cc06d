import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A place in a source at which it can be said whether, and how often, the code ran. */
export interface Point {
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

/** One way that the code may take. */
export type Way =
  | { readonly at: Point }
  /** An `if` without `else`: taken where `of` ran more often than `but`. */
  | { readonly at: Point; readonly of: Point; readonly but: Point };

/** What can be covered in one source. */
export interface Coverable {
  readonly statements: readonly Point[];
  readonly ways: readonly Way[];
}

/**
 * Reads a source: its statements (and the bodies of arrows without braces), and its ways: both of an `if` and of a
 * `?:`, each case of a `switch`, and the right side of `&&`, `||` and `??`.
 */
export function coverableOf(path: string): Coverable {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, true);
  const statements: Point[] = [];
  const ways: Way[] = [];
  const pointOf = (node: ts.Node): Point => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    return { line: line + 1, column: character };
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || isOnlyTypes(node)) return;
    if (isCounted(node)) statements.push(pointOf(node));
    if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) statements.push(pointOf(node.body));
    ways.push(...waysOf(node, pointOf));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return { statements, ways };
}

function waysOf(node: ts.Node, pointOf: (node: ts.Node) => Point): Way[] {
  if (ts.isIfStatement(node)) {
    const taken = pointOf(firstOf(node.thenStatement));
    const { elseStatement } = node;
    const other: Way =
      elseStatement === undefined
        ? { at: pointOf(node), of: pointOf(node), but: taken }
        : { at: pointOf(firstOf(elseStatement)) };
    return [{ at: taken }, other];
  }
  if (ts.isConditionalExpression(node)) return [{ at: pointOf(node.whenTrue) }, { at: pointOf(node.whenFalse) }];
  if (ts.isBinaryExpression(node) && LOGICAL.has(node.operatorToken.kind)) return [{ at: pointOf(node.right) }];
  if (ts.isCaseOrDefaultClause(node)) return node.statements.slice(0, 1).map((one) => ({ at: pointOf(firstOf(one)) }));
  return [];
}

const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

/** A block's own braces have no place in every compiled form: its first statement has. */
function firstOf(statement: ts.Statement): ts.Node {
  return ts.isBlock(statement) ? (statement.statements[0] ?? statement) : statement;
}

function isOnlyTypes(node: ts.Node): boolean {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    (ts.isFunctionDeclaration(node) && node.body === undefined) ||
    (ts.canHaveModifiers(node) &&
      (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword))
  );
}

/** Declarations of functions and classes run nowhere themselves, and of a block and a `try` only what is in them. */
function isCounted(node: ts.Node): boolean {
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.some((one) => one.initializer !== undefined);
  return (
    ts.isStatement(node) &&
    !ts.isBlock(node) &&
    !ts.isTryStatement(node) &&
    !ts.isFunctionDeclaration(node) &&
    !ts.isClassDeclaration(node) &&
    !ts.isEmptyStatement(node) &&
    !ts.isLabeledStatement(node)
  );
}
