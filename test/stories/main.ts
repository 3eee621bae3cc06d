import { realNow, VirtualTime } from './engine/virtual-time.ts';
import { plant } from './planted/plant.ts';

// Before anything of the product is loaded: what reads the clock at its beginning reads this one.
const time = new VirtualTime(Date.parse('2026-11-02T08:00:00Z'));
time.install();
const args = process.argv.slice(2);
const [option, name = ''] = args;
if (option === '--planted') process.exit((await import('./planted/run-planted.ts')).runPlanted(args.slice(1)));
const fault = option === '--plant' ? plant(name) : undefined;
const { runStories } = await import('./run-stories.ts');
process.exit(await runStories(time, realNow, fault === undefined ? args : args.slice(2), fault));
