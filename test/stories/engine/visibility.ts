import { fromPayload } from './payloads.ts';
import type { Run } from './run.ts';

/** Reads a run by a name of the list's language. */
function valueOf(run: Run, name: string): string | undefined {
  switch (name) {
    case 'WorkflowType':
      return run.type;
    case 'WorkflowId':
      return run.workflowId;
    case 'ExecutionStatus':
      return run.status;
    case 'StartTime':
      return new Date(run.startedAt).toISOString();
    case 'CloseTime':
      return run.closedAt === undefined ? undefined : new Date(run.closedAt).toISOString();
    default: {
      const value = fromPayload(run.searchAttributes[name]);
      const one: unknown = Array.isArray(value) ? value[0] : value;
      return typeof one === 'string' ? one : undefined;
    }
  }
}

/**
 * The part of the visibility language that the product uses: comparisons, STARTS_WITH, IN, IS NULL, AND, OR, parentheses.
 * Anything else throws: a query that nobody reads must not look answered.
 */
export function matcher(query: string): (run: Run) => boolean {
  const tokens = query.match(/"[^"]*"|'[^']*'|[A-Za-z_]+|<=|>=|!=|[=<>(),]/g) ?? [];
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const eat = (word: string): boolean => {
    if (tokens[at]?.toUpperCase() !== word) return false;
    at += 1;
    return true;
  };
  const text = (): string => next().slice(1, -1);
  type Test = (run: Run) => boolean;
  const term = (): Test => {
    if (eat('(')) {
      const inner = or();
      if (!eat(')')) throw new Error(`a list query without its ")": ${query}`);
      return inner;
    }
    const name = next();
    if (eat('IS')) {
      const not = eat('NOT');
      if (!eat('NULL')) throw new Error(`a list query that is not understood: ${query}`);
      return (run) => (valueOf(run, name) !== undefined) === not;
    }
    if (eat('IN')) {
      const values: string[] = [];
      eat('(');
      do values.push(text());
      while (eat(','));
      eat(')');
      return (run) => values.includes(valueOf(run, name) ?? '');
    }
    const operator = next().toUpperCase();
    const wanted = text();
    return (run) => {
      const value = valueOf(run, name);
      if (value === undefined) return false;
      switch (operator) {
        case '=':
          return value === wanted;
        case '!=':
          return value !== wanted;
        case 'STARTS_WITH':
          return value.startsWith(wanted);
        case '<':
          return value < wanted;
        case '<=':
          return value <= wanted;
        case '>':
          return value > wanted;
        case '>=':
          return value >= wanted;
        default:
          throw new Error(`a list query that is not understood: ${query}`);
      }
    };
  };
  const and = (): Test => {
    const parts = [term()];
    while (eat('AND')) parts.push(term());
    return (run) => parts.every((part) => part(run));
  };
  const or = (): Test => {
    const parts = [and()];
    while (eat('OR')) parts.push(and());
    return (run) => parts.some((part) => part(run));
  };
  const whole = query.trim() === '' ? () => true : or();
  if (at < tokens.length)
    throw new Error(`a list query that is not understood after "${tokens.slice(0, at).join(' ')}": ${query}`);
  return whole;
}
