/**
 * Runs the Temporal server so that it dies with whoever asked for it. The asker holds an IPC channel; the operating
 * system closes it when the asker dies, even by SIGKILL, and then the server is ended. Plain JavaScript, so that it
 * starts at once and stays small. Arguments: the binary and its arguments.
 */
import { spawn } from 'node:child_process';

const [binary, ...args] = process.argv.slice(2);
// The server waits for open connections when it is asked to end; its database file is safe with being killed.
const PATIENCE_MS = 2000;

const server = spawn(binary, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true });
server.once('spawn', () => process.send?.({ pid: server.pid }, () => undefined));
server.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
server.once('exit', (code, signal) => {
  // The server is gone; with the channel open this process would wait for ever.
  process.exitCode = code ?? (signal === null ? 1 : 128);
  if (process.connected) process.disconnect();
});

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), PATIENCE_MS).unref();
}
process.once('message', end);
process.once('disconnect', end);
process.on('SIGTERM', end);
process.on('SIGINT', end);
