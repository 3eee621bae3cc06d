// Exit code 0 when the worker is ready. Node is in the image anyway; curl is not.
const port = /:(\d+)$/.exec(process.env.HEALTH_ADDRESS ?? '')?.[1];
if (port === undefined) {
  process.stderr.write('HEALTH_ADDRESS is not set: the worker serves no /ready\n');
  process.exit(1);
}
try {
  const answer = await fetch(`http://127.0.0.1:${port}/ready`, { signal: AbortSignal.timeout(4000) });
  process.stdout.write(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
}
