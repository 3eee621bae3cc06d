import { accessSync, constants } from 'node:fs';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

/** Where a system keeps its Chromium; `CHROMIUM_PATH` comes first. */
const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Nothing but the pages themselves: no updates, no accounts, no sandbox that root could not have. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type FoundChromium = { readonly path: string } | { readonly missing: string };

/** The browser of this machine: nothing is ever downloaded for it. */
export function findChromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
  usual: readonly string[] = USUAL,
): FoundChromium {
  const named = env['CHROMIUM_PATH'];
  const places = named === undefined || named === '' ? usual : [named];
  const path = places.find(isProgram);
  return path === undefined
    ? { missing: `no Chromium at ${places.join(', ')}; CHROMIUM_PATH names another` }
    : { path };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A headless browser whose pages reach one origin only: whatever else a page asks for is refused. */
export async function openBrowser(
  path: string,
  origin: string,
): Promise<{ readonly browser: Browser; readonly context: BrowserContext }> {
  const browser = await chromium.launch({ executablePath: path, headless: true, args: QUIET });
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, timezoneId: 'UTC' });
  context.setDefaultTimeout(60_000);
  await context.route(
    (url) => url.origin !== origin && /^https?:$/.test(url.protocol),
    (route) => route.abort(),
  );
  return { browser, context };
}
