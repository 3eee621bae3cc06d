import { Client, Connection, WorkflowClient, QueryRejectCondition } from '@temporalio/client';
import { usualRetries } from './client/calls/closed-channel.ts';
import { configured, ExitCode, stoppedBySignals } from './config/process.ts';
import { workflowId } from './contract/ids.ts';
import { integrationMessages } from './contract/messages.ts';
import { Grpc } from './contract/runs/server-errors.ts';
import { addressOf, listenOptions, startHealthServer, type Health } from './observability/health.ts';
import { createLog, type Log } from './observability/log.ts';
import { createHookKeys } from './security/hook-keys.ts';
import { AcceptedVersions } from './webhooks/accepted-versions.ts';
import { loadWebhooksConfig, type WebhooksConfig } from './webhooks/config.ts';
import { Counters } from './webhooks/counters.ts';
import { Hints, hintSender } from './webhooks/sender.ts';
import { createReceiver } from './webhooks/server.ts';

const PROBE_WITHIN_MS = 2_000;
/** A delivery that waits for the answer is answered itself within that time. */
const ASK_WITHIN_MS = 3_000;
/** Deliveries in hand may end for so long. */
const END_WITHIN_MS = 10_000;

/** Receives webhooks until `stop`. */
async function run(config: WebhooksConfig, log: Log, stop: AbortSignal): Promise<void> {
  const { namespace, connectionOptions, address: server } = config.temporal;
  // Connects with the first call, and again whenever it has to: a server that is away is no reason not to listen.
  const connection = Connection.lazy({ ...connectionOptions, interceptors: usualRetries() });
  const hints = new Hints(hintSender(new Client({ connection, namespace })));
  const counters = new Counters(() => hints.unanswered);
  const entities = new WorkflowClient({
    connection,
    namespace,
    queryRejectCondition: QueryRejectCondition.NOT_OPEN,
  });
  const receiver = createReceiver({
    keys: createHookKeys(config.keys),
    hints,
    accepted: new AcceptedVersions(async (storeHash) => {
      const entity = entities.getHandle(workflowId.integration(storeHash));
      const { hooks } = await entities.withDeadline(Date.now() + ASK_WITHIN_MS, () =>
        entity.query(integrationMessages.connection),
      );
      return hooks;
    }),
    counters,
    clientSecret: config.clientSecret,
    onLost: (storeHash, error) => log.warn({ storeHash, err: error }, 'a webhook was not accepted: it comes again'),
  });
  const ready = async (): Promise<Health> => {
    if (stop.aborted) return { ok: false, why: 'shutting down' };
    try {
      // In a namespace that is not there no hint could begin a run.
      await connection.withDeadline(Date.now() + PROBE_WITHIN_MS, () =>
        connection.workflowService.describeNamespace({ namespace }),
      );
      return { ok: true, why: 'deliveries are taken' };
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === Grpc.notFound;
      return {
        ok: false,
        why: isMissing ? `the Temporal server has no namespace ${namespace}` : 'the Temporal server does not answer',
      };
    }
  };
  const health =
    config.healthAddress === undefined
      ? undefined
      : await startHealthServer(
          config.healthAddress,
          { live: () => ({ ok: true, why: 'the process runs' }), ready },
          () => counters.text,
        );
  try {
    await receiver.listen(listenOptions(config.address));
    log.info({ server, namespace, address: addressOf(receiver.server) }, 'webhooks ready');
    if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
    log.info('shutting down: deliveries in hand are still answered');
    const forced = setTimeout(() => receiver.server.closeAllConnections(), END_WITHIN_MS);
    await receiver.close();
    clearTimeout(forced);
    log.info('webhooks stopped');
  } finally {
    await health?.close();
    await connection.close();
  }
}

async function main(): Promise<number> {
  const config = configured(loadWebhooksConfig);
  if (config === undefined) return ExitCode.badConfiguration;
  const stop = stoppedBySignals();
  const log = createLog({
    level: config.logLevel,
    secrets: config.clientSecret === undefined ? [] : [config.clientSecret],
  });
  try {
    await run(config, log, stop);
    return ExitCode.done;
  } catch (error) {
    log.fatal({ err: error }, `cannot receive webhooks: ${error instanceof Error ? error.message : String(error)}`);
    return ExitCode.failed;
  }
}

process.exit(await main());
