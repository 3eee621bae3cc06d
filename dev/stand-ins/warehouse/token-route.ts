import type { Exchange } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import type { World } from '../world.ts';
import type { WarehouseRoute } from './route.ts';
import { knownScopes } from './token-desk.ts';

const oauthError = (error: string, error_description: string): Reply => ({
  status: 400,
  json: { error, error_description },
});

/** Form fields, from the body or the query; a JSON body is not read. */
function fieldsOf(exchange: Exchange): URLSearchParams {
  const isForm = (exchange.headers['content-type'] ?? '').includes('application/x-www-form-urlencoded');
  return isForm ? new URLSearchParams(exchange.rawBody) : exchange.query;
}

function token(world: World, exchange: Exchange): Reply {
  const fields = fieldsOf(exchange);
  const grantType = fields.get('grant_type');
  if (grantType === null) return oauthError('invalid_request', 'grant_type is missing.');
  if (fields.get('client_id') !== world.oauth.clientId || fields.get('client_secret') !== world.oauth.clientSecret)
    return oauthError('invalid_client', 'The client is unknown.');
  if (grantType === 'password') return passwordGrant(world, fields);
  if (grantType === 'refresh_token') return refreshGrant(world, fields);
  return oauthError('unsupported_grant_type', 'Only password and refresh_token are supported.');
}

function passwordGrant(world: World, fields: URLSearchParams): Reply {
  const merchant = world.merchants.get(fields.get('username') ?? '');
  if (!merchant || merchant.secretToken !== fields.get('password'))
    return oauthError('invalid_grant', 'The merchant id or the secret token is incorrect.');
  const scopes = (fields.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
  if (scopes.some((scope) => !knownScopes.includes(scope))) return oauthError('invalid_scope', 'A scope is unknown.');
  // UNCONFIRMED: what a request without any scope gets; here everything.
  return issue(world, merchant.merchantId, scopes.length > 0 ? scopes : knownScopes);
}

function refreshGrant(world: World, fields: URLSearchParams): Reply {
  const grant = world.tokens.redeem(fields.get('refresh_token') ?? '');
  if (!grant || !world.merchants.has(grant.merchantId))
    return oauthError('invalid_grant', 'The refresh token is invalid or was used before.');
  return issue(world, grant.merchantId, grant.scopes);
}

function issue(world: World, merchantId: string, scopes: readonly string[]): Reply {
  const { accessTokenSeconds, refreshTokenSeconds } = world.settings.of(merchantId);
  const { access, refresh } = world.tokens.issue(merchantId, scopes, {
    access: accessTokenSeconds,
    refresh: refreshTokenSeconds,
  });
  world.secrets.add(access).add(refresh);
  world.ledger.record('myogo token issued', merchantId);
  return ok({ access_token: access, token_type: 'bearer', expires_in: accessTokenSeconds, refresh_token: refresh });
}

/** `POST /OAuth/Token`: the password grant, and refresh tokens that work once. */
export const tokenRoutes = (world: World): WarehouseRoute[] => [
  { method: 'POST', path: '/OAuth/Token', extra: {}, run: (exchange) => token(world, exchange) },
];
