import type { NativeConnection } from '@temporalio/worker';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../src/observability/log.ts';
import { makeWorkers } from '../../../src/worker/make-workers.ts';

/** What the SDK throws where the server could not be asked about the namespace. */
function transportError(code: string): Error {
  const error = new Error(`Namespace n could not be described: Status { code: ${code}, message: "${code} it is" }`);
  error.name = 'TransportError';
  return error;
}

const closed: string[] = [];
const connection = (name: string): NativeConnection =>
  ({ name, close: () => Promise.resolve(closed.push(name)) }) as unknown as NativeConnection; // what is used of it
const nameOf = (one: NativeConnection): string => (one as unknown as { readonly name: string }).name;

/** A maker that fails with one error after another, then makes; a connection has one place, as the SDK has it. */
function maker(queue: string, ...errors: readonly Error[]) {
  const places = new Set<string>();
  let tried = 0;
  return (upon: NativeConnection): Promise<string> => {
    const name = nameOf(upon);
    if (places.has(name)) return Promise.reject(new Error('overlapping worker task types'));
    places.add(name);
    const error = errors[tried++];
    return error === undefined ? Promise.resolve(`${queue} upon ${name}`) : Promise.reject(error);
  };
}

const log = createLog({ level: 'silent', secrets: [] });

describe('workers that are made', () => {
  beforeEach(() => void (closed.length = 0));

  it('are made anew upon another connection where the server went away meanwhile, and the others are kept', async () => {
    let opened = 0;
    const paused: number[] = [];
    const reconnect = {
      pause: (attempts: number) => Promise.resolve(void paused.push(attempts)),
      connect: () => Promise.resolve(connection(`c${(opened += 1)}`)),
    };
    const makers = [maker('main', transportError('Unavailable'), transportError('Unavailable')), maker('scan')];
    const made = await makeWorkers(makers, connection('c0'), { log, reconnect, checked: Promise.resolve() });
    expect([made.workers, made.opened.map(nameOf), closed]).toEqual([['main upon c2', 'scan upon c0'], ['c2'], ['c1']]);
    expect(paused).toEqual([1, 2]);
  });

  it('are given up with the server’s words where it says no, or nobody waits for it', async () => {
    const reconnect = { pause: () => Promise.resolve(), connect: () => Promise.resolve(connection('c1')) };
    const refused = makeWorkers([maker('main', transportError('NotFound'))], connection('c0'), { log, reconnect });
    await expect(refused).rejects.toMatchObject({ name: 'StartError', message: 'NotFound it is' });
    const away = makeWorkers([maker('main', transportError('Unavailable'))], connection('c0'), { log });
    await expect(away).rejects.toMatchObject({ name: 'StartError', message: 'Unavailable it is' });
  });

  it('are waited for no longer when the process is to end', async () => {
    const ends = new DOMException('stopped', 'AbortError');
    const reconnect = { pause: () => Promise.reject(ends), connect: () => Promise.resolve(connection('c1')) };
    const making = makeWorkers([maker('main', transportError('Unavailable'))], connection('c0'), { log, reconnect });
    await expect(making).rejects.toBe(ends);
  });

  it('are not tried again for a fault of our own, nor where the checks say no', async () => {
    const own = makeWorkers([maker('main', new Error('no bundle'))], connection('c0'), { log });
    await expect(own).rejects.toThrow('no bundle');
    const checked = Promise.reject(new Error('no search attributes'));
    const unchecked = makeWorkers([maker('main', transportError('Unavailable'))], connection('c0'), { log, checked });
    await expect(unchecked).rejects.toThrow('no search attributes');
  });
});
