import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cliEnvironment } from '../../../src/cli/environment.ts';
import { textWidth } from '../../../src/cli/layout.ts';
import { run } from '../../../src/cli/run.ts';

const before = { isTTY: process.stdout.isTTY, columns: process.stdout.columns };
let said = '';

beforeEach(() => {
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    said += String(part);
    return true;
  });
});
afterEach(() => {
  Object.assign(process.stdout, before);
  vi.restoreAllMocks();
});

const lines = [
  ['--help'],
  ['abc123', '--help'],
  ['abc123', 'orders', '--help'],
  ['abc123', 'orders', 'retry', '--help'],
  ['abc123', 'shipping', 'link', '--help'],
  ['release', '--help'],
  ['help', 'held'],
];

it.each(lines)('help fits a terminal of 60 columns: %s %s %s', async (...line) => {
  Object.assign(process.stdout, { isTTY: true, columns: 60 });
  expect(await run(line, cliEnvironment({}))).toBe(0);
  expect(said.split('\n').filter((each) => textWidth(each) > 60)).toEqual([]);
  expect(said).not.toContain('\u001b');
});

it('help lists the commands by what somebody wants to do', async () => {
  Object.assign(process.stdout, { isTTY: false });
  await run(['--help'], cliEnvironment({}));
  await run(['abc123', '--help'], cliEnvironment({}));
  const groups = said.split('\n').filter((each) => /^[A-Z][^:]*:$/.test(each));
  expect(groups.filter((each) => each !== 'Options:' && each !== 'Commands:')).toEqual([
    'See how all stores are:',
    'Set up and upgrade:',
    'Connect, check, pause:',
    'Products:',
    'Shipping methods:',
    'What flows by itself:',
    'Questions:',
    'Orders:',
  ]);
});
