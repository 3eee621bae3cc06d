import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { referencePages } from '../../scripts/reference/pages.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

const names = await readdir(join(root, 'docs'), { recursive: true });
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...names.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];
const texts = new Map(await Promise.all(pages.map(async (page) => [page, await read(page)] as const)));

const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block]) => block ?? '');

describe('the documentation', () => {
  it.each(pages)('%s links only to what is there', (page) => {
    const text = (texts.get(page) ?? '').replaceAll(/^```.*?^```/gms, '');
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
    const broken = targets.filter((target) => {
      if (/^https?:/.test(target)) return false;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : relative(root, join(root, dirname(page), path));
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(texts.get(file) ?? '').includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('of the packed product leads only to what is packed with it', async () => {
    const { files } = JSON.parse(await read('package.json')) as { files: readonly string[] };
    const isPacked = (path: string) => files.some((packed) => path === packed || path.startsWith(`${packed}/`));
    const missing = pages.filter(isPacked).flatMap((page) => {
      const text = (texts.get(page) ?? '').replaceAll(/^```.*?^```/gms, '');
      const targets = [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, target]) => target ?? '');
      const paths = targets.filter((target) => !/^https?:/.test(target)).map((target) => join(dirname(page), target));
      return paths.filter((path) => !isPacked(path)).map((path) => `${page}: ${path}`);
    });
    expect(pages.filter((page) => !isPacked(page))).toEqual([]);
    expect(missing).toEqual([]);
  });

  it.each(pages)('%s names only npm scripts that are there', async (page) => {
    const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
    const named = [...(texts.get(page) ?? '').matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(pages)('%s names only files and folders that are there', (page) => {
    const text = (texts.get(page) ?? '').replaceAll(/^```mermaid.*?^```/gms, '');
    const named = [
      ...text.matchAll(/(?<![\w./-])((?:src|test|dev|scripts|bench|docs|ops)\/[\w./-]*\w\/?)(?![\w*{])/g),
    ].map(([, path = '']) => path);
    const madeByACommand = ['bench/results.json'];
    expect(named.filter((path) => !madeByACommand.includes(path) && !existsSync(join(root, path)))).toEqual([]);
  });

  it('names a file and a test for each of twenty wishes', () => {
    const rows = (texts.get('docs/where-to-change-what.md') ?? '')
      .split('\n')
      .filter((line) => /^\| .*`src\//.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(20);
    expect(rows.filter((row) => !/\| `test\/[\w./-]+\.test\.ts`\s*\|$/.test(row))).toEqual([]);
  });

  it('has a reference that says what the code says: npm run docs', { timeout: 60_000 }, async () => {
    const generated = await referencePages();
    expect(generated.length).toBeGreaterThan(5);
    for (const { path, text } of generated) expect(texts.get(`docs/${path}`), path).toBe(text);
  });

  it('is found from its index, page by page', () => {
    const index = texts.get('docs/README.md') ?? '';
    const missing = pages
      .filter((page) => page.startsWith('docs/') && page !== 'docs/README.md')
      .filter((page) => !index.includes(`(${page.slice('docs/'.length)})`));
    expect(missing).toEqual([]);
  });
});

describe('README.md', () => {
  const readme = texts.get('README.md') ?? '';

  it('says what it is in five lines', () => {
    const [, first = ''] = readme.split(/\n\n/);
    expect(first.split('\n').length).toBeLessThanOrEqual(5);
  });

  it('gives the test command that .ci/run runs', async () => {
    const command = blocks(readme, 'sh')
      .find((block) => block.includes('test'))
      ?.trim();
    expect(command).toBe('npm ci && npm test');
    expect(await read('.ci/run')).toContain(`(${command ?? ''})`);
  });

  it('names every variable of the worker that has no other page, and none that is not read', async () => {
    const sources = await Promise.all(['src/config.ts', 'src/config/environment.ts'].map(read));
    const table = readme.slice(readme.indexOf('| variable'), readme.indexOf('npx ogoship setup'));
    const named = [...table.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name ?? '');
    expect(named.length).toBeGreaterThan(10);
    const unread = named.filter(
      (name) => !name.startsWith('TEMPORAL_') && !sources.some((text) => text.includes(name)),
    );
    expect(unread).toEqual([]);
    const required = [...(sources[0] ?? '').matchAll(/^ {2}([A-Z_]+): required\(/gm)].map(([, name]) => name ?? '');
    expect(required.length).toBeGreaterThan(0);
    expect(required.filter((name) => !named.includes(name))).toEqual([]);
  });

  it('shows the client in ten lines that type-check', { timeout: 60_000 }, () => {
    const [client = ''] = blocks(readme, 'ts');
    expect(
      client
        .trim()
        .split('\n')
        .filter((line) => line !== '').length,
    ).toBeLessThanOrEqual(10);
    const [problems, problemsOfWrong] = problemsOf(client, client.replace("code: 'DHL-EXPRESS'", 'kode: 1'));
    expect(problems).toEqual([]);
    // The check is one: it does find what is wrong.
    expect(problemsOfWrong).not.toEqual([]);
  });
});

/** GitHub's anchors: lower case, punctuation gone, spaces as hyphens. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What the compiler says of pieces of code that import the package by its name. */
function problemsOf(...pieces: string[]): string[][] {
  const given = 'declare const apiToken: string, merchantId: string, secretToken: string;\n';
  const files = new Map(pieces.map((code, index) => [join(root, `readme-example-${index}.ts`), given + code]));
  const readText = (path: string): string | undefined => ts.sys.readFile(path);
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), readText) as { config: object };
  const parsed = ts.parseJsonConfigFileContent({ ...config, include: [], files: [...files.keys()] }, ts.sys, root);
  const { name } = JSON.parse(readText(join(root, 'package.json')) ?? '{}') as { name: string };
  const options = { ...parsed.options, paths: { [name]: [join(root, 'src/client/index.ts')] } };
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = files.get(path);
    return text === undefined ? getSourceFile(path, language, ...rest) : ts.createSourceFile(path, text, language);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].map((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}
