import { realNow, VirtualTime } from './engine/virtual-time.ts';
import { plant } from './planted/plant.ts';

// Before anything of the product is loaded: what reads the clock at its beginning reads this one.
const time = new VirtualTime(Date.parse('2026-11-02T08:00:00Z'));
const args = process.argv.slice(2);
// At real speed the time is everybody's.
const real = args.includes('--real');
if (!real) time.install();
const [option, name = ''] = args;
if (option === '--planted') process.exit((await import('./planted/run-planted.ts')).runPlanted(args.slice(1)));
if (option === '--other-tests') {
  (await import('./planted/other-tests.ts')).runOtherTests(args.slice(1));
  process.exit();
}
const fault = option === '--plant' ? plant(name) : undefined;
const { runStories } = await import('./run/run-stories.ts');
process.exit(await runStories(real ? undefined : time, realNow, fault === undefined ? args : args.slice(2), fault));
