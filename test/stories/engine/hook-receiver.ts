import { Client, WorkflowClient, QueryRejectCondition } from '@temporalio/client';
import { workflowId } from '../../../src/contract/ids.ts';
import { integrationMessages } from '../../../src/contract/messages.ts';
import { createHookKeys } from '../../../src/security/hook-keys.ts';
import { parseKeyRing } from '../../../src/security/seal.ts';
import { AcceptedVersions } from '../../../src/webhooks/accepted-versions.ts';
import { Counters } from '../../../src/webhooks/counters.ts';
import { Hints, hintSender } from '../../../src/webhooks/sender.ts';
import { createReceiver } from '../../../src/webhooks/server.ts';
import { connectionTo } from './connection.ts';
import type { Machine } from './machine.ts';
import type { Schedules } from './schedules.ts';

/** Where the stand-ins deliver to, and the keys that the worker and the receiver share. */
export const webhooksHere = {
  publicUrl: 'https://hooks.test',
  keys: parseKeyRing(`w1:${Buffer.alloc(32, 9).toString('base64')}`),
};

/** The product's receiver of webhooks in this process. */
export interface HookReceiver {
  /** While it is dead nobody answers. */
  dead: boolean;
  readonly counters: Counters;
  /** One delivery. @returns whether it was answered with a 2xx */
  post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<boolean>;
}

export function hookReceiver(machine: Machine, schedules: Schedules): HookReceiver {
  const connection = connectionTo(machine, schedules, { dead: false });
  const entities = new WorkflowClient({
    connection,
    namespace: 'default',
    queryRejectCondition: QueryRejectCondition.NOT_OPEN,
  });
  const counters = new Counters();
  const app = createReceiver({
    keys: createHookKeys(webhooksHere.keys),
    hints: new Hints(hintSender(new Client({ connection, namespace: 'default' }))),
    accepted: new AcceptedVersions(async (storeHash) => {
      const { hooks } = await entities
        .getHandle(workflowId.integration(storeHash))
        .query(integrationMessages.connection);
      return hooks;
    }),
    counters,
  });
  return {
    dead: false,
    counters,
    async post(url, body, headers) {
      await machine.arrive();
      if (this.dead) return false;
      const { statusCode } = await app.inject({
        method: 'POST',
        url: new URL(url).pathname,
        headers: { 'content-type': 'application/json', ...headers },
        payload: body,
      });
      return statusCode < 300;
    },
  };
}
