import { expect, it } from 'vitest';
import { LevelsWorld } from './levels-world.ts';

it.each([
  ['a comparison', 'compares'],
  ['a run of latest changes', 'moves'],
] as const)('%s reads and writes nothing while a person’s word, or the stage, forbids it', async (_, kind) => {
  const world = new LevelsWorld(['SOAP']);
  world.moves('SOAP', 9);
  const process = world.process('run', undefined, { stopped: 'latest changes are not enabled' });
  const run = kind === 'compares' ? process.compares() : process.moves({ skus: ['SOAP'] });
  const refused = expect(run).rejects.toMatchObject({
    type: 'IntegrationPaused',
    message: expect.stringContaining('latest changes are not enabled') as string,
  });
  await world.settled();
  expect(world.waiting).toEqual([]);
  await refused;
  expect(world.level.get('SOAP')).toBe(5);
});
