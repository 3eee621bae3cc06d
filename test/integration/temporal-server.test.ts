import { expect, inject, test } from 'vitest';
import { Connection } from '@temporalio/client';

test('the shared server answers on the provided address', async () => {
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  expect(serverVersion).toMatch(/^1\./);
  await connection.close();
});
