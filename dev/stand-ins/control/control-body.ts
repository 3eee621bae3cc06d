import type { Exchange, JsonObject } from '../exchange.ts';
import { isObject } from '../exchange.ts';
import type { FaultRule } from '../faults.ts';
import type { OddRowRule } from '../odd-rows.ts';
import type { PutRule } from '../warehouse/put-rules.ts';
import { ControlError } from './control-error.ts';

/** The body of a control request; an empty one is an empty object, a list is a list of fault rules. */
export function readBody(exchange: Exchange): JsonObject {
  if (exchange.rawBody.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(exchange.rawBody);
  } catch {
    throw new ControlError(400, 'The body is not JSON.');
  }
  if (Array.isArray(value)) return { rules: value };
  if (!isObject(value)) throw new ControlError(400, 'The body must be an object.');
  return value;
}

/** Refuses a field that the control would silently pass over: a misspelt switch must not make a test mean less. */
export function onlyKnown<T>(body: JsonObject, fields: readonly (keyof T & string)[]): T {
  const known = new Set<string>(fields);
  const unknown = Object.keys(body).find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new ControlError(400, `There is no field '${unknown}' here. There are: ${[...known].join(', ')}.`);
  // The values come from tests and from people with curl; what cannot be used is refused where it is used.
  return body as T;
}

export function readGoods(body: JsonObject): { goods: Record<string, number>; merchantId?: string } {
  const { merchantId, ...rest } = body;
  const goods: Record<string, number> = {};
  for (const [sku, quantity] of Object.entries(rest)) {
    if (typeof quantity !== 'number') throw new ControlError(400, `The quantity of '${sku}' is not a number.`);
    goods[sku] = quantity;
  }
  return { goods, ...(typeof merchantId === 'string' && { merchantId }) };
}

const ruleFields = [
  'rate',
  'kinds',
  'paths',
  'side',
  'seed',
  'count',
  'skip',
  'latencyMs',
  'lateMs',
  'resetMs',
  'dripMs',
] as const;

/** Rules of PUT: one, a list of them, or nothing to end them. */
export function readPutRules(body: JsonObject): PutRule[] {
  const rules: unknown[] = Array.isArray(body['rules']) ? body['rules'] : Object.keys(body).length === 0 ? [] : [body];
  return rules.map((rule) => {
    if (!isObject(rule)) throw new ControlError(400, 'A rule is an object.');
    return onlyKnown<PutRule>(rule, ['reference', 'answer', 'says', 'occurrence', 'keeps', 'lateMs', 'times']);
  });
}

/** One rule, a list of them under `rules`, or nothing to end all faults. */
export function readFaults(body: JsonObject): FaultRule[] {
  const rules: unknown[] = Array.isArray(body['rules']) ? body['rules'] : Object.keys(body).length === 0 ? [] : [body];
  return rules.map((rule) => {
    if (!isObject(rule)) throw new ControlError(400, 'A fault is an object.');
    const { rate, kinds = [] } = rule;
    if (typeof rate !== 'number') throw new ControlError(400, 'A fault needs a rate between 0 and 1.');
    if (!Array.isArray(kinds) || (rate > 0 && kinds.length === 0))
      throw new ControlError(400, 'A fault needs a list of kinds.');
    return onlyKnown<FaultRule>({ ...rule, kinds }, ruleFields);
  });
}

/** Rules of odd rows: one, a list of them, or nothing to end them. */
export function readOddRows(body: JsonObject): OddRowRule[] {
  const rules: unknown[] = Array.isArray(body['rules']) ? body['rules'] : Object.keys(body).length === 0 ? [] : [body];
  return rules.map((rule) => {
    if (!isObject(rule)) throw new ControlError(400, 'A rule is an object.');
    const { side, path } = rule;
    if (side !== 'store' && side !== 'warehouse')
      throw new ControlError(400, "A rule's side is 'store' or 'warehouse'.");
    if (typeof path !== 'string' || path === '') throw new ControlError(400, 'A rule names the end of a path.');
    return onlyKnown<OddRowRule>(rule, ['side', 'path', 'where', 'set', 'drop', 'twin']);
  });
}
