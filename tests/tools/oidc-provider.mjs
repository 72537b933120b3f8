// A certified OpenID provider on loopback with everything that the tests use switched on. The first line on standard output is
// {"issuer": …}; each further line is one event, such as a grant that was revoked because a used refresh token came back.
// It ends when its standard input does.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const redirects = [process.env.REDIRECT_URI ?? 'http://127.0.0.1/callback'];
const accessTokenSeconds = Number(process.env.ACCESS_TOKEN_SECONDS ?? 3600);

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const signing = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

const native = { application_type: 'native', redirect_uris: redirects, response_types: ['code'], grant_types: ['authorization_code', 'refresh_token'] };
const provider = new Provider(issuer, {
  clients: [
    { ...native, client_id: 'web', client_secret: 'CANARY-web-secret', token_endpoint_auth_method: 'client_secret_basic' },
    { ...native, client_id: 'posting', client_secret: 'CANARY-posting-secret', token_endpoint_auth_method: 'client_secret_post' },
    { ...native, client_id: 'public', token_endpoint_auth_method: 'none' },
    { ...native, client_id: 'pushing', client_secret: 'CANARY-pushing-secret', token_endpoint_auth_method: 'client_secret_basic', require_pushed_authorization_requests: true },
    {
      client_id: 'device', token_endpoint_auth_method: 'none', application_type: 'native', redirect_uris: [], response_types: [],
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
    },
    {
      client_id: 'machine', client_secret: 'CANARY-machine-secret', token_endpoint_auth_method: 'client_secret_basic', redirect_uris: [], response_types: [],
      grant_types: ['client_credentials'],
    },
    ...(process.env.CLIENT_JWK ? [{
      client_id: 'signing', token_endpoint_auth_method: 'private_key_jwt', redirect_uris: [], response_types: [], grant_types: ['client_credentials'],
      jwks: { keys: [JSON.parse(process.env.CLIENT_JWK)] },
    }] : []),
    {
      client_id: 'hashing', client_secret: 'CANARY-hashing-secret-of-32-bytes-or-more', token_endpoint_auth_method: 'client_secret_jwt', redirect_uris: [], response_types: [],
      grant_types: ['client_credentials'],
    },
  ],
  scopes: ['openid', 'offline_access', 'read', 'write'],
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'],
  jwks: { keys: [{ ...signing, use: 'sig', alg: 'RS256' }] },
  cookies: { keys: ['made-up'] },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async (ctx, client) => client.grantTypeAllowed('refresh_token'),
  findAccount: async (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  ttl: { AccessToken: accessTokenSeconds, ClientCredentials: accessTokenSeconds, RefreshToken: 86400, Grant: 86400, Session: 86400, Interaction: 600, DeviceCode: 600, IdToken: 3600 },
  features: {
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    clientCredentials: { enabled: true },
    revocation: { enabled: true, allowedPolicy: async () => true },
    introspection: { enabled: true, allowedPolicy: async () => true },
    pushedAuthorizationRequests: { enabled: true },
  },
});

const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
provider.on('grant.revoked', () => tell({ event: 'grant.revoked' }));
provider.on('grant.error', (ctx, error) => tell({ event: 'grant.error', error: error.error, detail: error.error_detail ?? error.error_description }));
provider.on('server_error', (ctx, error) => tell({ event: 'server_error', detail: error.stack }));
server.on('request', provider.callback());
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
tell({ issuer });
