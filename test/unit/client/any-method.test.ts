import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { OgoshipClient, OgoshipError } from '../../../src/client/index.ts';
import { silentServer as connection } from '../../support/silent-server.ts';

// What `any-input.test.ts` gives to methods by name goes here to every method that there is, also to one that comes.

const throwing = new Proxy(
  {},
  {
    get: () => {
      throw new TypeError('no');
    },
    ownKeys: () => {
      throw new TypeError('no');
    },
  },
);
const circle: Record<string, unknown> = {};
circle['of'] = circle;
const odd = [
  undefined,
  null,
  5,
  '',
  'x'.repeat(5_000),
  10n,
  Symbol('s'),
  [null],
  {},
  { of: 5 },
  { of: { levels: {} } },
];
const first: readonly unknown[] = [...odd, { after: 5 }, { text: null }, throwing, circle, () => 1, new Date(NaN)];
const second: readonly unknown[] = [undefined, null, 'x', {}, throwing];

type Method = (this: unknown, ...given: unknown[]) => unknown;

/** All methods that a caller reaches from an object, by their paths. */
function methodsOf(of: object, path: string, seen = new Set<object>()): readonly (readonly [string, () => Method])[] {
  if (seen.has(of)) return [];
  seen.add(of);
  const names = new Set<string>();
  for (let at: unknown = of; typeof at === 'object' && at !== null && at !== Object.prototype;) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
    at = Object.getPrototypeOf(at);
  }
  return [...names].flatMap((name) => {
    const value: unknown = Reflect.get(of, name);
    if (typeof value === 'object' && value !== null) return methodsOf(value, `${path}.${name}`, seen);
    if (typeof value !== 'function' || name === 'constructor' || name === 'close') return [];
    const method: Method = (...given) => (value as Method).apply(of, given); // a function, by the line before
    return [[`${path}.${name}`, () => method] as const];
  });
}

async function called(method: Method, given: unknown[]): Promise<unknown> {
  try {
    const answer = await method(...given);
    const isList = typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
    if (isList) await (answer as AsyncGenerator).next(); // what has that symbol
    return undefined;
  } catch (error) {
    return error;
  }
}

test('no method of the client throws anything but our own errors, whatever it is given', async () => {
  const credentialKeys = `test:${randomBytes(32).toString('base64')}`;
  const client = await OgoshipClient.connect({ temporal: { connection }, credentialKeys, answerWithinMs: 200 });
  const methods = [...methodsOf(client, 'client'), ...methodsOf(client.integration('abc123'), 'store')];
  expect(methods.length).toBeGreaterThan(40);
  const wrong = new Set<string>();
  for (const [path, method] of methods) {
    for (const given of [...first.map((one) => [one]), ...second.map((two) => ['x', two])]) {
      const error = await called(method(), given);
      if (error === undefined || error instanceof OgoshipError) continue;
      wrong.add(`${path}: ${error instanceof Error ? error.message : 'no error'}`);
    }
  }
  expect([...wrong]).toEqual([]);
}, 60_000);
