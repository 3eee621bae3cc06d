export interface LocalAddress {
  readonly port: number;
  readonly uiPort: number;
}

const DEFAULT_ADDRESS = '127.0.0.1:7233';
/** The Temporal CLI's own convention: the Web UI is a thousand ports above the front end (7233 → 8233). */
const UI_DISTANCE = 1000;

/**
 * The ports of a dev server that is to listen on `TEMPORAL_ADDRESS`.
 * @throws Error when the address is not one of this machine's loopback: no dev server can be started elsewhere
 */
export function localAddress(address: string | undefined): LocalAddress {
  const wanted = address?.trim() || DEFAULT_ADDRESS;
  const match = /^(127\.0\.0\.1|localhost):(\d{1,5})$/.exec(wanted);
  const port = Number(match?.[2]);
  if (match === null || port < 1 || port + UI_DISTANCE > 65535) {
    throw new Error(
      `TEMPORAL_ADDRESS is ${wanted}: a dev server needs 127.0.0.1:PORT or localhost:PORT with a port up to ${65535 - UI_DISTANCE}`,
    );
  }
  return { port, uiPort: port + UI_DISTANCE };
}
