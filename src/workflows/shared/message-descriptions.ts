import type { integrationMessages, orderMessages } from '../../contract/messages.ts';

/** What the Temporal UI and CLI say of an order's messages, where a person may choose one. */
export const orderDescriptions = {
  retry: 'Try again now: reads the order anew and judges by the present links and settings. No data.',
  release:
    'Decide about a held order. Data: {"kind":"use-code","code":"DHL"}, {"kind":"use-pickup-point","code":"0118"}, ' +
    '{"kind":"forward-words"}, {"kind":"drop-words"}, {"kind":"hand-over-again"}, {"kind":"treat-as-done"} or {"kind":"cancel"}; with "addressId" for one address only, and "finding" for what was shown.',
  cancel: 'Cancel the order, in myOGO too where it was handed over. No data.',
  status: 'Where the order stands, and its story. No data.',
  account: 'All that the run knows of the order, for the run that follows it. No data.',
} satisfies Partial<Record<keyof typeof orderMessages, string>>;

/** The same of a run that creates products. */
export const productDescriptions = { retry: 'Try again now what could not be done. No data.' };

type IntegrationMessage = keyof typeof integrationMessages;

/** The same of an integration's: of those that a person may send from a form. */
export const integrationDescriptions = {
  pause: 'Stop every effect on either side until resume; nothing is dropped. Data: {"reason":"stock-taking"}.',
  resume: 'End a pause. No data.',
  test: 'Ask both sides what works; changes nothing. No data.',
  answer: 'Decide a question. Data: {"questionId":"stock-brake-1","decision":"approve"}, or "refuse".',
  enableLatestChanges: 'Switch latest changes on. Data: {}, {"every":"5m"} or {"force":true}.',
  disableLatestChanges:
    'Switch latest changes off, in 20 s at the latest; orders under way go on. No data, or {"by":"your name"}.',
  linkShippingMethod: 'Link a shipping method. Data: {"method":"DHL*","code":"DHL"}; "country":"FI" for one country.',
  unlinkShippingMethod: 'Remove a link. Data: {"method":"DHL*"}; with "country" where it was saved with one.',
  changeSettings: 'Change settings. Data: {"patch":{"stockBuffer":2},"by":"your name"}.',
  disconnect: 'Stop the schedules, forget the credentials, end. No data.',
  status: 'How the integration stands. No data.',
  connect:
    'Connect by the command line or the client: they seal the tokens first. ' +
    'Data: {"merchantId":"17","sealed":"v1.k1.…"}, never a token.',
  rotateCredentials:
    'Take new tokens, after a test. Data: what “ogoship <store> rotate --print” prints, never a token: ' +
    '{"sealed":"v1.k1.…","parts":["bigcommerce"]}.',
  reseal: 'Seal the credentials anew with the first key. No data.',
} satisfies Partial<Record<IntegrationMessage, string>>;
