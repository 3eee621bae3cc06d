import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { clientEnvironmentLines } from '../../../dev/demo/walk-environment.ts';

it('a shell reads from the walk’s file what the client and the command line need, whatever stands in it', () => {
  const odd = `a'b "c" $HOME \\ d`;
  const lines = clientEnvironmentLines({ address: '127.0.0.1:7233', namespace: 'default' }, 'walk:a+/=', {
    apiToken: odd,
    secretToken: 's',
  });
  const names = 'TEMPORAL_ADDRESS TEMPORAL_NAMESPACE CREDENTIAL_KEYS BIGCOMMERCE_API_TOKEN MYOGO_SECRET_TOKEN';
  const print = names.split(' ').map((name) => `printf '%s\\n' "$${name}"`);
  const said = execFileSync('sh', ['-c', `${lines}${print.join('\n')}`], { env: {}, encoding: 'utf8' });
  expect(said).toBe(`127.0.0.1:7233\ndefault\nwalk:a+/=\n${odd}\ns\n`);
});
