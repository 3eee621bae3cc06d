import * as z from 'zod/mini';
import { FailureType } from '../failures.ts';
import { legs, type LegsSeen } from '../integration/health.ts';
import type { ConnectRequest, EarlierIntegration, IntegrationInput } from '../integration.ts';
import type { ScheduleSeen } from '../integration/schedules-memo.ts';
import type { AccessReport, RotateRequest } from '../integration/access.ts';
import { questionKinds, type DueReport, type KeptQuestion } from '../integration/questions.ts';
import { SEALED_TEXT } from '../integration/sealed-text.ts';
import type { Settings, SettingsPatch } from '../settings.ts';
import { message } from './check-message.ts';
import { flag, oneOf, optional, storeHash, text, time, wholeNumber } from './parts.ts';
import { draftLinks } from './shipping.ts';

const sides = ['bigcommerce', 'myogo'] as const;
const VALUE = 'a number, a text, true, false, null, a list, or an object of them';
/** Plain data that fits into one payload with all else: what it may be is the domain's. */
const isSmall = (value: unknown): boolean => typeof value === 'object' && JSON.stringify(value).length <= 50_000;
const settingValue = z.optional(
  z.union(
    [
      z.null(),
      z.boolean(),
      z.number(),
      z.string().check(z.maxLength(250)),
      z.array(z.number()).check(z.maxLength(100)),
      z.custom<NonNullable<Settings['cashOnDelivery']> | Settings['notAtWarehouse'] | Settings['methodNeeds']>(isSmall),
    ],
    VALUE,
  ),
);
/** Plain data, by name. What each setting may be is one page of rules (`domain/integration/settings.ts`), which the worker asks. */
const patch = z.record(z.string().check(z.maxLength(100)), settingValue, 'an object of settings by name');

// The rules of the domain read the values.
export const settingsPatch = message<SettingsPatch>(() => patch);
// What an earlier integration kept is complete: nothing but `changeSettings` wrote it.
const settings = z.pipe(patch, z.custom<Settings, z.output<typeof patch>>());

const author = text('who asks', 250);

// Sealed by us: both tokens are short. What looks otherwise may be a token in clear. The check writes to its expression,
// so it has one of its own: the shared one is frozen.
const sealed = z
  .string('sealed credentials')
  .check(z.maxLength(20_000), z.regex(new RegExp(SEALED_TEXT), 'sealed credentials'));

const version = wholeNumber('a version', 0);
const PAUSING = 'why and when it was paused';
const pausing = () => ({ reason: text('why it is paused', 1_000), at: time(), by: optional(author) });
const refusedQuestion = message<KeptQuestion>(() =>
  z.object(
    {
      id: text('an id'),
      kind: z.literal('stock-brake'),
      askedAt: time(),
      askedBy: optional(text('a workflow type')),
      items: z.array(z.string('an item').check(z.maxLength(250))).check(z.maxLength(5_000)),
      beyond: optional(wholeNumber('a number of items', 0)),
      oldest: optional(time()),
      answer: z.object({ decision: z.literal('refuse'), at: time(), by: optional(author) }, 'who refused, and when'),
    },
    'a question that a person refused',
  ),
);
const earlier = message<EarlierIntegration>(() =>
  z.object(
    {
      merchantId: text('a merchant’s id'),
      merchantSince: optional(time()),
      endedAt: time(),
      live: flag(),
      enabled: optional(flag()),
      disabled: optional(z.object({ at: time(), by: optional(author) }, 'when it was disabled, and by whom')),
      paused: optional(z.object({ ...pausing(), also: optional(z.array(z.object(pausing()))) }, PAUSING)),
      refused: optional(z.array(refusedQuestion()).check(z.maxLength(1_000))),
      settings,
      links: draftLinks(),
      versions: z.object({ credentials: version, links: version, settings: version }, 'an object of versions'),
    },
    'what an earlier integration of this store left',
  ),
);

export const connectRequest = message<ConnectRequest>(() =>
  z.strictObject(
    {
      merchantId: text('the id from Edit merchant › Integrations'),
      sealed,
      settings: optional(settingsPatch()),
      continues: optional(earlier()),
    },
    'an object with merchantId and sealed; settings and continues are optional',
  ),
);

const ROTATE = 'what “ogoship <store> rotate --print” prints';
export const rotateRequest = message<RotateRequest>(() =>
  z.strictObject(
    { sealed, parts: z.array(oneOf(sides), ROTATE).check(z.minLength(1, ROTATE), z.maxLength(2, ROTATE)) },
    ROTATE,
  ),
);

export const changeSettings = message<{ patch: SettingsPatch; by: string }>(() =>
  z.strictObject(
    { patch: settingsPatch(), by: author },
    'an object with patch (the settings that change) and by (who changes them)',
  ),
);

export const enableLatestChanges = message<{ every?: string; force?: boolean }>(() =>
  z.strictObject(
    { every: optional(z.string('a duration, for example "5m"')), force: optional(flag()) },
    'an object with every or force, both optional',
  ),
);

/** Nothing at all may be said, too: in the Temporal UI nobody has to. */
export const disableLatestChanges = message<{ by?: string }>(() =>
  z.strictObject({ by: optional(author) }, 'nothing, or an object with by'),
);

export const pauseRequest = message<{ reason: string; by?: string }>(() =>
  z.strictObject(
    { reason: text('a few words for whoever finds it paused', 1_000), by: optional(author) },
    'an object with reason; by is optional',
  ),
);

export const answerRequest = message<{ questionId: string; decision: 'approve' | 'refuse'; by?: string }>(() =>
  z.strictObject(
    { questionId: text('an id of questions()'), decision: oneOf(['approve', 'refuse']), by: optional(author) },
    'an object with questionId and decision',
  ),
);

export const integrationInput = message<IntegrationInput>(() =>
  z.object(
    { storeHash: storeHash(), continues: optional(earlier()) },
    'an object with storeHash; `connect` of the client or the command line starts one',
  ),
);

// What other runs report.

export const accessReport = message<AccessReport>(() =>
  z.object(
    {
      side: oneOf(sides),
      type: z.enum(FailureType, 'a class of failure'),
      credentialsVersion: version,
      capability: optional(text('a capability')),
    },
    'an object with side, type and credentialsVersion',
  ),
);

const items = z.array(z.string('an item').check(z.maxLength(250)), 'a list of items').check(z.maxLength(1_000));
export const dueReport = message<DueReport>(() =>
  z.object(
    {
      kind: oneOf(questionKinds),
      due: items,
      over: items,
      knew: optional(z.array(text('a question'), 'a list of questions')),
      fell: optional(items),
      total: optional(wholeNumber('how many are due in all', 0)),
      askedBy: optional(text('a workflow type')),
      oldest: optional(time()),
    },
    'an object with kind, due and over',
  ),
);

export const scheduleSeen = message<ScheduleSeen>(() =>
  z.object(
    {
      pausedByPerson: optional(z.string('the note of the pause')),
      hooksPlace: optional(z.string('where webhooks can be made to')),
    },
    'an object, with pausedByPerson or without',
  ),
);

const failingLeg = z.object(
  {
    leg: oneOf(legs),
    since: time(),
    type: text('a class of failure'),
    message: text('what failed', 2_000),
    lastSuccess: optional(time()),
  },
  'an object with leg, since, type and message',
);

export const legsSeen = message<LegsSeen>(() =>
  z.object(
    {
      of: oneOf(['latest-changes', 'comparison']),
      failing: z.array(failingLeg, 'a list of failing legs').check(z.maxLength(10)),
      triesAgain: optional(z.literal(true)),
    },
    'an object with of and failing',
  ),
);
