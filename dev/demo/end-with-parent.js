/**
 * Loaded before a child's own code: ends it as soon as whoever started it is gone. The parent holds an IPC channel,
 * which the operating system closes when the parent dies, even by SIGKILL. Plain JavaScript: threads of the child, which have
 * no TypeScript loader, load it too.
 */
import { isMainThread } from 'node:worker_threads';

// The channel is the main thread's.
if (isMainThread && process.channel) {
  // A graceful end would wait for servers that died with the same parent.
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // The channel alone keeps no child alive that is done.
  process.channel.unref();
}
