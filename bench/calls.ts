/** Calls of the server by operation so far, from a worker's metrics at this address. */
export async function callsOf(metricsAddress: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`http://${metricsAddress}/metrics`)).text();
  const found = new Map<string, number>();
  for (const [, operation = '', count] of text.matchAll(
    /^temporal(?:_long)?_request_total\{.*operation="(\w+)".*\} (\d+)$/gm,
  )) {
    found.set(operation, (found.get(operation) ?? 0) + Number(count));
  }
  return found;
}
