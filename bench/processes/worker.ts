/*
 * The worker as it is shipped, in a process that also tells how much of a core and of memory it has used so far.
 */
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
process.on('disconnect', () => process.exit());
await import('../../src/worker.ts');
export {};
