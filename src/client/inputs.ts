import * as z from 'zod/mini';
import type { DriftReport } from '../contract/changes.ts';
import { message } from '../contract/schemas/check-message.ts';
import { optional, text, wholeNumber } from '../contract/schemas/parts.ts';
import { isReport } from './integration/report-rows.ts';

// What only this library takes: tokens and options, which no message carries.

/** Both sides' parts. What a token may be, `credentials.ts` says by its field. */
export const credentialsInput = message(() =>
  z.object(
    {
      bigcommerce: z.nullish(z.looseObject({}, 'an object with apiToken')),
      myogo: z.nullish(z.looseObject({}, 'an object with merchantId and secretToken')),
      settings: optional(z.unknown()),
    },
    'an object with bigcommerce and myogo',
  ),
);

const credentialKeys = optional(z.string('keyId:base64 of 32 bytes, several separated by commas'));

export const sealOptions = message(() => z.object({ credentialKeys }, 'an object with credentialKeys, or nothing'));

const anObject = (expected: string) => z.custom((value) => typeof value === 'object' && value !== null, expected);

export const clientOptions = message(() =>
  z.strictObject(
    {
      temporal: optional(
        z.looseObject(
          {
            address: optional(text('host:port of the Temporal server')),
            namespace: optional(text('a Temporal namespace')),
            apiKey: optional(
              z.union([text('an API key', 20_000), z.custom((value) => typeof value === 'function')], 'an API key'),
            ),
            tls: optional(z.union([z.null(), z.boolean(), anObject('TLS options')], 'true, false or TLS options')),
            connection: optional(anObject('an open connection of the Temporal SDK')),
          },
          'an object with address, namespace, apiKey, tls or connection',
        ),
      ),
      credentialKeys,
      by: optional(text('who is recorded as the author of changes')),
      answerWithinMs: optional(wholeNumber('milliseconds from 1 to a day', 1, 86_400_000)),
      onWaiting: optional(z.custom((value) => typeof value === 'function', 'a function')),
      connectLater: optional(z.boolean('true or false')),
    },
    'an object with temporal, credentialKeys, by, answerWithinMs, onWaiting or connectLater, all optional',
  ),
);

/** `''` stands for workers that have none. */
export const buildName = message(() => z.string("the build id of a worker, or '' for workers without one"));

/** Which rows of which report. */
export const rowsOfReport = message<{ after?: string; of?: DriftReport }>(() =>
  z.strictObject(
    {
      after: optional(z.string('what an earlier page gave as next')),
      of: optional(z.custom<DriftReport>(isReport, 'a report of a comparison')),
    },
    'an object with after or of, both optional',
  ),
);
