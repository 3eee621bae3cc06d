import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ogoship } from '../../support/cli.ts';

/** What bash offers for a line: the last word is the one that is being typed. */
async function offered(line: string): Promise<readonly string[]> {
  const { code, out } = await ogoship(['completion', 'bash']);
  expect(code).toBe(0);
  const words = line.split(' ');
  const script = `${out}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_ogoship; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const run = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  return run.stdout.trim().split('\n');
}

describe('completion', () => {
  it.each([
    ['ogoship fai', ['failing']],
    ['ogoship held --re', ['--reason']],
    ['ogoship abc123 sta', ['status']],
    ['ogoship abc123 orders ex', ['explain']],
    ['ogoship abc123 orders explain --j', ['--json']],
    ['ogoship --json abc123 shipping unl', ['unlink']],
    ['ogoship abc123 disconnect --y', ['--yes']],
  ])('offers for “%s” what may follow', async (line, words) => {
    expect(await offered(line)).toEqual(words);
  });

  it.each(['zsh', 'fish'])('has a script for %s with every command', async (shell) => {
    const { out } = await ogoship(['completion', shell]);
    for (const word of ['failing', 'find', 'explain', 'unlink', '--reason']) expect(out).toContain(word);
  });

  it('names the shells that it knows', async () => {
    const { code, err } = await ogoship(['completion', 'cmd']);
    expect(code).toBe(2);
    expect(err).toContain('bash, zsh, fish');
  });
});

describe('help', () => {
  it('of all stores and of one is ordered by task', async () => {
    const all = (await ogoship(['--help'])).out;
    expect(all).toMatch(/See how all stores are:[^]*list[^]*held[^]*Set up and upgrade:[^]*setup/);
    const one = (await ogoship(['abc123', '--help'])).out;
    for (const task of ['Connect, check, pause:', 'Products:', 'Shipping methods:', 'Orders:', 'Questions:'])
      expect(one).toContain(task);
  });
});
