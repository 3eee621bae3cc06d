import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer, parseKeyRing, SealError } from '../../../src/security/seal.ts';

const key = (): string => randomBytes(32).toString('base64');
const [first, second] = [key(), key()];
const sealer = createSealer(parseKeyRing(`k1:${first},k2:${second}`));

function problemOf(act: () => unknown): SealError {
  try {
    act();
  } catch (error) {
    if (error instanceof SealError) return error;
    throw error;
  }
  throw new Error('no problem');
}

describe('sealing', () => {
  it('opens what it sealed, of any text and any owner', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, owner) => {
        expect(sealer.open(sealer.seal(plain, owner), owner)).toBe(plain);
      }),
      { numRuns: 300 },
    );
    expect(sealer.open(sealer.seal({ apiToken: 'x' }, 'abc'), 'abc')).toBe('{"apiToken":"x"}');
  });

  it('names its version and key, shows nothing else, and never gives the same text twice', () => {
    const sealed = sealer.seal('secret-token', 'abc');
    expect(sealed).toMatch(/^v1\.k1\.[A-Za-z0-9_-]+$/);
    expect(sealer.keyIdOf(sealed)).toBe('k1');
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('secret');
    expect(sealer.seal('secret-token', 'abc')).not.toBe(sealed);
  });

  it('opens for its owner alone', () => {
    expect(problemOf(() => sealer.open(sealer.seal('x', 'abc'), 'abd')).problem).toBe('not-authentic');
  });

  it('notices any change', () => {
    const sealed = sealer.seal('secret', 'abc');
    const [, , body = ''] = sealed.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(problemOf(() => sealer.open(`v1.k1.${changed.toString('base64url')}`, 'abc')).problem).toBe(
        'not-authentic',
      );
    }
    expect(problemOf(() => sealer.open(sealed.replace('k1', 'k2'), 'abc')).problem).toBe('not-authentic');
  });

  it('opens by every key of the ring and seals by the first', () => {
    const old = createSealer(parseKeyRing(`k2:${second}`)).seal('x', 'abc');
    expect(sealer.keyIdOf(old)).toBe('k2');
    expect(sealer.open(old, 'abc')).toBe('x');
    const alone = createSealer(parseKeyRing(`k1:${first}`));
    expect(problemOf(() => alone.open(old, 'abc')).problem).toBe('unknown-key');
  });

  it('refuses anything else with a typed error that repeats nothing of it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((body) => `v1.k1.${body}`),
        ),
        (text) => {
          const { problem, message } = problemOf(() => sealer.open(text, 'abc'));
          expect(['format', 'not-authentic']).toContain(problem);
          if (text.length > 12) expect(message).not.toContain(text);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a key ring', () => {
  it.each([
    ['', 'entry 1'],
    ['k1', 'entry 1'],
    [`k1:${first},`, 'entry 2'],
    [`k.1:${first}`, 'entry 1'],
    [`:${first}`, 'entry 1'],
    [`k1:${first},k1:${second}`, 'entry 2'],
    [`k1:${randomBytes(31).toString('base64')}`, '32 bytes'],
    [`k1:${randomBytes(33).toString('base64')}`, '32 bytes'],
    [`k1:${first.slice(0, 20)}!${first.slice(21)}`, '32 bytes'],
  ])('that is malformed is refused by the place of the entry', (text, says) => {
    const error = problemOf(() => parseKeyRing(text));
    expect(error.problem).toBe('key-ring');
    expect(error.message).toContain(says);
    for (const secret of [first, second, first.slice(0, 20)]) expect(error.message).not.toContain(secret);
  });

  it('shows no key when it is printed', () => {
    const ring = parseKeyRing(` k1 : ${first} , k2:${second}`);
    expect(ring.sealingKeyId).toBe('k1');
    const shown = inspect(ring, { depth: 9, showHidden: true }) + JSON.stringify(ring);
    expect(shown).not.toContain(first.slice(0, 16));
    expect(shown).not.toContain(Buffer.from(first, 'base64').toString('hex').slice(0, 16));
  });
});
