import type { SideName } from './ledger.ts';
import type { Reply } from './reply.ts';
import { stagedRow } from './reply.ts';

/** How a side's rows say something else than the truth, or than the contract allows. Nothing behind them changes. */
export interface OddRowRule {
  side: SideName;
  /** The end of the route, with its own parameters: `/v3/inventory/items`, `/zones/:zoneId/methods`, `/Stock`. */
  path: string;
  /** Which rows: fields by dotted path (`identity.sku`, `locations.0.location_id`) with their values. Absent: all. */
  where?: Record<string, unknown>;
  /** What these rows say instead, by dotted path; the whole row where the path is empty. */
  set?: Record<string, unknown>;
  /** Fields that they go without. */
  drop?: string[];
  /** The row comes once more, with these fields. */
  twin?: Record<string, unknown>;
}

type Row = Record<string, unknown>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rules in force. */
export class OddRows {
  #rules: readonly OddRowRule[] = [];

  /** Replaces all rules; an empty list ends them. */
  set(rules: readonly OddRowRule[]): void {
    this.#rules = rules;
  }

  rules(): readonly OddRowRule[] {
    return this.#rules;
  }

  /** The answer of a GET as the rules have it: a list, a list under `data`, or one row. */
  applied(side: SideName, route: string, reply: Reply): Reply {
    const rules = this.#rules.filter((rule) => rule.side === side && route.endsWith(rule.path));
    if (rules.length === 0 || reply.status !== 200) return reply;
    const { json } = reply;
    if (Array.isArray(json)) return { ...reply, json: oddList(json, rules) };
    if (!isRow(json)) return reply;
    const { data } = json;
    if (Array.isArray(data)) return { ...reply, json: stagedRow(json, { data: oddList(data, rules) }) };
    if (isRow(data)) return { ...reply, json: stagedRow(json, { data: oddList([data], rules)[0] }) };
    return { ...reply, json: oddList([json], rules)[0] };
  }
}

function oddList(rows: readonly unknown[], rules: readonly OddRowRule[]): unknown[] {
  return rows.flatMap((row) => {
    if (!isRow(row)) return [row];
    const rule = rules.find(({ where = {} }) =>
      Object.entries(where).every(([path, value]) => at(row, path) === value),
    );
    if (rule === undefined) return [row];
    const changed = rule.set?.[''] === undefined ? oddRow(row, rule.set ?? {}, rule.drop ?? []) : rule.set[''];
    return rule.twin === undefined ? [changed] : [changed, oddRow(row, rule.twin, [])];
  });
}

function oddRow(row: Row, set: Record<string, unknown>, drop: readonly string[]): Row {
  const copy = structuredClone(row);
  for (const [path, value] of Object.entries(set))
    change(copy, path, (holder, name) => Reflect.set(holder, name, value));
  for (const path of drop) change(copy, path, (holder, name) => Reflect.deleteProperty(holder, name));
  return stagedRow(copy, {});
}

function at(row: unknown, path: string): unknown {
  let found = row;
  for (const part of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, part);
  }
  return found;
}

function change(row: Row, path: string, act: (holder: object, name: string) => void): void {
  const parts = path.split('.');
  const name = parts.pop() ?? '';
  const holder = parts.length === 0 ? row : at(row, parts.join('.'));
  if (typeof holder === 'object' && holder !== null) act(holder, name);
}
