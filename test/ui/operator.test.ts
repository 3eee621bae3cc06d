import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { OgoshipClient, type Integration } from '../../src/client/index.ts';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { ogoshipInPipe } from '../support/cli.ts';
import { findChromium, openBrowser } from '../support/browser.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { TemporalPages } from './temporal-pages.ts';

const chromium = findChromium();
const missing = 'missing' in chromium ? chromium.missing : undefined;
if (missing !== undefined) process.stderr.write(`The tests of the Temporal Web UI were skipped: ${missing}.\n`);

/** Where the pictures of the documentation come from: `DOCS_SCREENSHOTS=1` takes them anew. */
const IMAGES = process.env['DOCS_SCREENSHOTS'] === '1' ? new URL('../../docs/images/', import.meta.url) : undefined;
const PATIENCE = { timeout: 60_000, interval: 250 };
/** More than this many untaken orders are asked about before they are handed over. */
const MANY = 51;

// Pages take seconds each on a machine that also runs the other tests.
describe.skipIf(missing !== undefined)('an operator with nothing but the Temporal Web UI', { timeout: 240_000 }, () => {
  const credentialKeys = `ui:${randomBytes(32).toString('base64')}`;
  let shop: Shop;
  let ogoship: OgoshipClient;
  let store: Integration;
  let browser: Browser | undefined;
  let pages: TemporalPages;
  let unlinked: number;
  let unknown: number;

  /** The run's own word, beside what the page shows. */
  const staged = (orderId: number, stage: string) =>
    vi.waitFor(async () => expect(await shop.story(orderId)).toMatchObject({ stage }), PATIENCE);
  async function firstHeld(): Promise<number> {
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    await shop.startOrder(orderId);
    const { stage } = await shop.until(orderId, (story) => story.stage === 'held' || story.stage === 'handed-over');
    expect(stage).toBe('held');
    return orderId;
  }
  const order = (orderId: number) => workflowId.fulfilOrder(shop.storeHash, orderId);
  const entity = () => workflowId.integration(shop.storeHash);
  const created = (orderId: number) => shop.effects('myogo order created')[`${shop.storeHash}-${orderId}`] ?? 0;
  /** Takes one picture for the documentation, where they are wanted: of a form, or of the page beside its menu. */
  async function picture(name: string, form?: Locator): Promise<void> {
    if (IMAGES === undefined) return;
    await mkdir(IMAGES, { recursive: true });
    const path = fileURLToPath(new URL(`${name}.png`, IMAGES));
    if (form === undefined) await pages.page.screenshot({ path, clip: { x: 257, y: 60, width: 1023, height: 938 } });
    else await form.screenshot({ path });
  }

  beforeAll(async () => {
    if ('missing' in chromium) return;
    shop = await openShop(inject('temporalAddress'), {
      worker: { overrides: { keyRing: parseKeyRing(credentialKeys), latestChangesEvery: '1h' } },
    });
    ogoship = await OgoshipClient.connect({
      temporal: { address: inject('temporalAddress'), namespace: shop.worker.namespace },
      credentialKeys,
      by: 'operator.test',
    });
    const { credentials } = shop;
    store = ogoship.integration(shop.storeHash);
    await store.connect({
      bigcommerce: { apiToken: credentials.apiToken },
      myogo: { merchantId: credentials.merchantId, secretToken: credentials.secretToken },
    });
    await store.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
    unlinked = shop.placeOrder({ shippingMethod: 'Flat Rate', country: 'FI' }).orderId;
    unknown = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' }, { inWarehouse: false }).orderId;
    for (const orderId of [unlinked, unknown]) {
      await store.orders.fulfil(orderId);
      await shop.until(orderId, ({ stage }) => stage === 'held');
    }
    const ui = inject('temporalUiUrl');
    const opened = await openBrowser(chromium.path, new URL(ui).origin);
    browser = opened.browser;
    pages = new TemporalPages(await opened.context.newPage(), ui, shop.worker.namespace);
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    if (missing !== undefined) return;
    await ogoship.close();
    await shop.close();
  });

  it('finds held orders by saved queries: all of them, by reason, by store', async () => {
    await pages.openList();
    await pages.search('OgoHold IS NOT NULL AND ExecutionStatus="Running"');
    await expect
      .poll(() => pages.refresh().then((ids) => [...ids].sort()), PATIENCE)
      .toEqual([order(unlinked), order(unknown)].sort());
    await pages.saveView('Held orders');
    await picture('held-orders');
    await pages.search(`OgoIntegration="${shop.storeHash}" AND OgoHold="product-not-in-myogo"`);
    await expect.poll(() => pages.listed(), PATIENCE).toEqual([order(unknown)]);
    await pages.search('OgoIntegration="other" AND OgoHold IS NOT NULL');
    await expect.poll(() => pages.listed(), PATIENCE).toEqual([]);
    await pages.openView('Held orders');
    await expect.poll(() => pages.listed(), PATIENCE).toHaveLength(2);
  });

  it('understands a held order, and releases it by the words on its page', async () => {
    await pages.openListed(order(unlinked));
    await expect.poll(() => pages.metadata(), PATIENCE).toContain('How to do it here');
    const text = await pages.metadata();
    expect(text).toContain(`Order ${unlinked} of store ${shop.storeHash}`);
    expect(text).toContain('No link matches the shipping method “Flat Rate” to FI.');
    expect(text).toContain('what to do: Link this shipping method to a myOGO shipping code');
    await picture('held-order');

    const data = (await pages.wordsToCopy()).find((words) => words.includes('use-code')) ?? '';
    expect(await pages.sendUpdate('release', '{"kind":"post-it"}')).toEqual({
      refused: expect.stringContaining('one of use-code, hand-over-again') as string,
    });
    expect(created(unlinked)).toBe(0);
    const filled = await pages.fillUpdate('release', data.replace('CODE', 'POSTI'));
    await picture('release-form', filled);
    await filled.getByTestId('confirm-modal-button').click();
    await filled.waitFor({ state: 'hidden' });

    await expect.poll(() => pages.metadata(), PATIENCE).toContain(`Order ${unlinked}: handed-over`);
    expect(await shop.story(unlinked)).toMatchObject({ stage: 'handed-over', addresses: [{ shippingCode: 'POSTI' }] });
    expect(created(unlinked)).toBe(1);
  });

  it('retries a run whose cause was mended', async () => {
    await pages.open(order(unknown));
    await expect.poll(() => pages.metadata(), PATIENCE).toContain('Create the product in myOGO');
    shop.stock(Object.fromEntries(shop.storeOrder(unknown).lines.map(({ sku }) => [sku, 50])));
    expect(await pages.sendSignal('retry')).toEqual({});
    await expect.poll(() => pages.metadata(), PATIENCE).toContain(`Order ${unknown}: handed-over`);
    expect((await shop.story(unknown)).stage).toBe('handed-over');
    expect(created(unknown)).toBe(1);
  });

  it('pauses an integration, so that nothing moves, and resumes it, so that what waited goes on', async () => {
    await store.latestChanges.enable({ force: true });
    await pages.open(entity());
    await expect.poll(() => pages.metadata(), PATIENCE).toContain(`${shop.storeHash}: live`);
    expect(await pages.sendUpdate('pause', '{"reason":"stock-taking"}')).toEqual({});
    await expect.poll(() => pages.metadata(), PATIENCE).toContain('Paused: stock-taking');
    expect(await store.status()).toMatchObject({ stage: 'paused', paused: { reason: 'stock-taking' } });
    // A worker may go on for some seconds by what it heard before: orders come until one waits.
    const orderId = await vi.waitFor(firstHeld, { ...PATIENCE, interval: 1_000 });
    await pages.openSchedules();
    await expect.poll(() => pages.row(scheduleId.latestChanges(shop.storeHash)), PATIENCE).toMatch(/^PAUSED/i);
    await pages.open(order(orderId));
    await expect.poll(() => pages.metadata(), PATIENCE).toContain('integration-paused');
    expect(created(orderId)).toBe(0);

    await pages.open(entity());
    // What only runs send to each other, sent by mistake and empty, does no harm.
    expect(await pages.sendSignal('accessRefused')).toEqual({});
    expect(await pages.sendUpdate('resume')).toEqual({});
    await expect.poll(() => pages.metadata(), PATIENCE).toContain(`${shop.storeHash}: live`);
    await staged(orderId, 'handed-over');
    expect(created(orderId)).toBe(1);
  });

  it('gives a new token that the command line sealed; one in clear is refused, and leaves no trace', async () => {
    const { apiToken } = shop.sandbox.control.access({ token: true });
    await pages.open(entity());
    const inClear = JSON.stringify({ sealed: apiToken, parts: ['bigcommerce'] });
    expect(await pages.sendUpdate('rotateCredentials', inClear)).toEqual({
      refused: expect.stringContaining('These credentials are not sealed.') as string,
    });
    const printed = await ogoshipInPipe([shop.storeHash, 'rotate', '--print'], {
      env: { CREDENTIAL_KEYS: credentialKeys, BIGCOMMERCE_API_TOKEN: apiToken },
    });
    expect(await pages.sendUpdate('rotateCredentials', printed.out.trim())).toEqual({});
    expect(await store.status()).toMatchObject({ stage: 'live', credentialsVersion: 2 });
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    await shop.startOrder(orderId);
    await staged(orderId, 'handed-over');
    // Closing the shop searches all histories and log lines for every token that there was.
    expect(shop.hidden()).toContain(apiToken);
  });

  it('sets a run of latest changes off, and answers what it asks', async () => {
    const many = Array.from({ length: MANY }, () => shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' }));
    await pages.triggerSchedule(scheduleId.latestChanges(shop.storeHash));
    await vi.waitFor(async () => expect(await store.questions()).toHaveLength(1), PATIENCE);
    await pages.open(entity());
    await expect.poll(() => pages.metadata(), PATIENCE).toContain('Questions that only a person may decide');
    expect(await pages.metadata()).toContain(`${MANY} paid orders were never handed over`);
    await picture('question');

    const data = (await pages.wordsToCopy()).find((words) => words.includes('"refuse"')) ?? '';
    expect(await pages.sendUpdate('answer', data)).toEqual({});
    await expect.poll(() => pages.metadata(), PATIENCE).not.toContain('Questions that only');
    const [question] = await store.questions();
    expect(question).toMatchObject({ kind: 'first-import', answer: { decision: 'refuse' } });
    // Refused: what was there before stays with the people.
    expect((await store.status()).settings.ordersFrom).toBe(question?.askedAt);
    expect(many.map(({ orderId }) => created(orderId))).toEqual(many.map(() => 0));
  });
});
