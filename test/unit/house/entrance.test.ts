import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../../src/', import.meta.url);
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const textOf = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const inSchemas = (file: string): boolean => file.startsWith('contract/schemas/');
/** Parts of messages, and the entrance itself. */
const parts = ['contract/schemas/parts.ts', 'contract/schemas/check-message.ts'];

/** What a file of schemas exports beside messages; a function that says that it gives a plain value is no schema. */
function bareExports(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => /^export (?!type |interface )/.test(line))
    .filter((line) => !/= message[<(]/.test(line) && !/\): (?:number|string|boolean)\b/.test(line));
}

describe('whatever comes from outside a run goes in by the one entrance', () => {
  test('a file of messages exports messages, and no bare schema that could be read without it', () => {
    const messages = files.filter((file) => inSchemas(file) && !parts.includes(file));
    expect(messages.length).toBeGreaterThan(3);
    expect(messages.flatMap((file) => bareExports(textOf(file)).map((line) => `${file}: ${line}`))).toEqual([]);
  });

  test('a bare export would be found', () => {
    expect(bareExports('export const link = z.object({})')).toHaveLength(1);
    expect(bareExports('export function link() {')).toHaveLength(1);
    expect(bareExports('export const link = message<Link>(() =>\nexport type Link = {};')).toEqual([]);
  });

  test('no message is parsed elsewhere', () => {
    // Answers of the two sides and the environment have readers of their own.
    const readers = [...parts, 'config/environment.ts', 'bigcommerce/batch.ts', 'http/rows.ts', 'http/json.ts'];
    const parsing = files.filter((file) => /\bsafeParse(?:Async)?\(/.test(textOf(file)));
    expect(parsing.filter((file) => !readers.includes(file))).toEqual([]);
    // Parts make messages and nothing else; the client makes its own of them.
    const usingParts = files.filter((file) => /schemas\/parts\.ts'/.test(textOf(file)) && !inSchemas(file));
    expect(usingParts).toEqual(['client/inputs.ts']);
  });

  test('a run takes no signal and no input but by the entrance', () => {
    const workflows = files.filter((file) => file.startsWith('workflows/'));
    const unchecked = workflows.flatMap((file) =>
      [...textOf(file).matchAll(/setHandler\(\s*([\w.]+),\s*(?:async )?\(([^)]*)\)/g)]
        .filter(([, , given = '']) => given !== '')
        .map(([, name = '']) => `${file} ${name}`),
    );
    // Queries read what they are asked with by themselves, and answer nothing where it is no such question.
    const readBySelf = /(?:awaited|awaitedVariants|rows|lastLook)$/;
    const checks = /(?:checked|checkMessage|checkedSignal|validator: [^=]*=>)/;
    const bare = unchecked.filter((each) => !readBySelf.test(each) && !checks.test(textOf(each.split(' ')[0] ?? '')));
    expect(bare).toEqual([]);
  });
});
