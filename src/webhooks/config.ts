import { z } from 'zod';
import { ConfigError, readEnvironment, type Environment, type TemporalConfig } from '../config/environment.ts';
import { isLoopback, keyRing, listenAddress, logLevel, required } from '../config/values.ts';
import type { KeyRing } from '../security/key-ring.ts';

/** What the receiver of webhooks needs. */
export interface WebhooksConfig {
  readonly temporal: TemporalConfig;
  /** `host:port` that deliveries come to. */
  readonly address: string;
  readonly keys: KeyRing;
  /** Of the app by which all stores are connected, where there is one: what it signs is checked. */
  readonly clientSecret: string | undefined;
  readonly healthAddress: string | undefined;
  readonly logLevel: z.infer<ReturnType<typeof logLevel>>;
}

/** What the receiver reads, each with its description for the reference. */
export const webhooksVariables = {
  WEBHOOKS_KEYS: required('keyId:base64 of 32 bytes, several separated by commas')
    .transform(keyRing)
    .describe('The worker’s `WEBHOOKS_KEYS`: by them a delivery’s address and secret are known. They open no token.'),
  WEBHOOKS_ADDRESS: listenAddress()
    .default('127.0.0.1:8090')
    .describe('`host:port` that deliveries come to, in plain http: loopback, or behind a proxy that ends TLS.'),
  WEBHOOKS_BEHIND_PROXY: z
    .enum(['true', 'false'], { error: 'is neither true nor false' })
    .default('false')
    .describe('`true`: a proxy in front ends TLS, so that another address than loopback may be listened on.'),
  WEBHOOKS_BIGCOMMERCE_CLIENT_SECRET: z
    .string()
    .optional()
    .describe(
      'The client secret of the BigCommerce app, where all stores are connected by one: signatures are checked by it.',
    ),
  HEALTH_ADDRESS: listenAddress().describe(
    '`host:port` of the probes `/live` and `/ready`, and of `/metrics`; unset: they are not served.',
  ),
  LOG_LEVEL: logLevel().describe('The least level that is logged.'),
};

/** @throws ConfigError naming every variable that is missing or malformed, without its value */
export function loadWebhooksConfig(env: Environment = process.env): WebhooksConfig {
  const { values, temporal } = readEnvironment(webhooksVariables, env);
  const host = values.WEBHOOKS_ADDRESS.slice(0, values.WEBHOOKS_ADDRESS.lastIndexOf(':'));
  if (!isLoopback(host) && values.WEBHOOKS_BEHIND_PROXY !== 'true') {
    throw new ConfigError([
      {
        variable: 'WEBHOOKS_ADDRESS',
        problem:
          'is not loopback, and deliveries would come in plain http (expected 127.0.0.1:port, or WEBHOOKS_BEHIND_PROXY=true where a proxy in front ends TLS)',
      },
    ]);
  }
  return {
    temporal,
    address: values.WEBHOOKS_ADDRESS,
    keys: values.WEBHOOKS_KEYS,
    clientSecret: values.WEBHOOKS_BIGCOMMERCE_CLIENT_SECRET,
    healthAddress: values.HEALTH_ADDRESS,
    logLevel: values.LOG_LEVEL,
  };
}
