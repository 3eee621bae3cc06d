/** Where the two stand-in servers listen. */
export interface UpstreamUrls {
  readonly storeUrl: string;
  readonly warehouseUrl: string;
  readonly tokenUrl: string;
}

/** The part of a worker's environment that points it at the sandbox instead of the live services. */
export function upstreamEnvironment(
  { storeUrl, warehouseUrl, tokenUrl }: UpstreamUrls,
  oauth: { readonly clientId: string; readonly clientSecret: string },
): Record<string, string> {
  return {
    BIGCOMMERCE_API_URL: storeUrl,
    MYOGO_API_URL: warehouseUrl,
    MYOGO_TOKEN_URL: tokenUrl,
    MYOGO_CLIENT_ID: oauth.clientId,
    MYOGO_CLIENT_SECRET: oauth.clientSecret,
  };
}
