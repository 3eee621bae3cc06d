import { expect, it } from 'vitest';
import { findChromium } from '../support/browser.ts';

it.each([
  ['the one that is named', { CHROMIUM_PATH: process.execPath }, ['/nowhere/chromium'], { path: process.execPath }],
  ['the first usual one that is there', {}, ['/nowhere/chromium', process.execPath], { path: process.execPath }],
  ['the usual one where the name is empty', { CHROMIUM_PATH: '' }, [process.execPath], { path: process.execPath }],
] as const)('the browser of this machine is %s', (_, env, usual, found) => {
  expect(findChromium(env, usual)).toEqual(found);
});

it.each([
  [{}, ['/nowhere/chromium'], /no Chromium at \/nowhere\/chromium; CHROMIUM_PATH/],
  [{ CHROMIUM_PATH: '/nowhere/else' }, [process.execPath], /no Chromium at \/nowhere\/else/],
] as const)('where there is none, it is said where it was looked for: %j', (env, usual, why) => {
  expect(findChromium(env, usual)).toEqual({ missing: expect.stringMatching(why) as string });
});
