import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * What the loads use of a build's client: the part that every version has. It is written down here and not taken from
 * `src`, so that a build of today may change what it likes beside it.
 */
export interface BuildClient {
  /** Registers search attributes. */
  setUp(): Promise<unknown>;
  integration(storeHash: string): BuildShop;
  close(): Promise<void>;
}

/** What became of a source of latest changes: nothing was there, so many changes were done, and others. */
export type LegOfBuild = { readonly kind?: string; readonly changes?: number } | undefined;

export interface BuildShop {
  connect(input: {
    readonly bigcommerce: { readonly apiToken: string };
    readonly myogo: { readonly merchantId: string; readonly secretToken: string };
    readonly settings?: Readonly<Record<string, unknown>>;
  }): Promise<unknown>;
  questions(): Promise<readonly { readonly id: string; readonly kind: string; readonly answer?: unknown }[]>;
  answer(questionId: string, decision: 'approve'): Promise<unknown>;
  readonly shipping: { link(link: { readonly method: string; readonly code: string }): Promise<unknown> };
  readonly latestChanges: {
    enable(options: { readonly every: string; readonly force: boolean }): Promise<unknown>;
    runNow(): Promise<{ readonly legs?: Readonly<Record<string, LegOfBuild>> }>;
  };
  readonly products: {
    create(selection: { readonly all: true }): Promise<{
      result(): Promise<{ readonly created: number }>;
    }>;
  };
}

interface ClientOptions {
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly credentialKeys: string;
}

/** The client of a build, from its own files. @param folder of the build */
export async function connectClient(folder: string, options: ClientOptions): Promise<BuildClient> {
  const { OgoshipClient } = (await import(pathToFileURL(join(folder, 'dist/client/index.js')).href)) as {
    // The public entry, as documented since the first version.
    OgoshipClient: { connect(options: ClientOptions): Promise<BuildClient> };
  };
  return OgoshipClient.connect(options);
}
