// Usage: oauth-client.mjs ADDRESS KEY MEMWARDEN DATA. Drives the handshake with oauth4webapi and verifies its tokens with jose.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import * as oauth from 'oauth4webapi'
import * as jose from 'jose'

const [address, key, memwarden, data] = process.argv.slice(2)
// Plain HTTP is for loopback only.
const plain = { [oauth.allowInsecureRequests]: true }
const issuer = new URL(address)

const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...plain })
const server = await oauth.processDiscoveryResponse(issuer, discovered)
const resource = await oauth.processResourceDiscoveryResponse(issuer, await oauth.resourceDiscoveryRequest(issuer, plain))
assert.deepEqual(resource.authorization_servers, [server.issuer])
console.log('ok    discovery (RFC 8414, RFC 9728)')

const client = { client_id: key.slice(4, 20) }
const grant = (auth, parameters = {}) =>
  oauth
    .clientCredentialsGrantRequest(server, client, auth, new URLSearchParams(parameters), plain)
    .then((response) => oauth.processClientCredentialsResponse(server, client, response))
const refresh = (token, auth = oauth.None()) =>
  oauth
    .refreshTokenGrantRequest(server, client, auth, token, plain)
    .then((response) => oauth.processRefreshTokenResponse(server, client, response))
const whoami = (token) => oauth.protectedResourceRequest(token, 'GET', new URL('/auth/whoami', address), undefined, null, plain)
// The library throws for every refusal: which one it was is in `error` of the body or of the challenge.
const refused = (promise, error) =>
  assert.rejects(promise, (fault) => (fault.error ?? fault.cause?.[0]?.parameters?.error) === error)
// Clients are asked for `Basic` then (RFC 6749 §5.2), which has no `error`.
const unknownClient = (promise) =>
  assert.rejects(promise, (fault) => fault.status === 401 && fault.cause?.[0]?.scheme === 'basic')

await grant(oauth.ClientSecretPost(key))
const first = await grant(oauth.ClientSecretBasic(key), { scope: 'memory:read chat' })
assert.equal(first.scope, 'memory:read chat')
await unknownClient(grant(oauth.ClientSecretBasic(key.slice(0, -1) + '~')))
await refused(grant(oauth.ClientSecretBasic(key), { scope: 'users:manage' }), 'invalid_scope')
console.log('ok    client_credentials by client_secret_basic and client_secret_post')

assert.equal((await (await whoami(first.access_token)).json()).principal.id, 'alice')
const keys = jose.createRemoteJWKSet(new URL(server.jwks_uri))
const verified = await jose.jwtVerify(first.access_token, keys, { issuer: server.issuer, audience: address, typ: 'at+jwt', algorithms: ['RS256'] })
assert.equal(verified.payload.sub, 'alice')
assert.equal(verified.payload.client_id, client.client_id)
// The library's own reading of the access-token profile (RFC 9068).
const request = new Request(address, { headers: { authorization: `Bearer ${first.access_token}` } })
assert.equal((await oauth.validateJwtAccessToken(server, request, address, plain)).scope, 'memory:read chat')
console.log('ok    the working token, at the server and by the published keys (RFC 9068)')

const second = await refresh(first.refresh_token)
assert.equal((await refresh(first.refresh_token)).refresh_token, second.refresh_token)
const third = await refresh(second.refresh_token, oauth.ClientSecretBasic(key))
await refused(refresh(first.refresh_token), 'invalid_grant')
assert.equal((await whoami(third.access_token)).status, 200)
console.log('ok    refresh tokens are used once, and a lost reply is given again')

const inspect = (token) =>
  oauth
    .introspectionRequest(server, client, oauth.ClientSecretBasic(key), token, plain)
    .then((response) => oauth.processIntrospectionResponse(server, client, response))
assert.equal((await inspect(third.access_token)).username, 'alice')
await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, oauth.ClientSecretBasic(key), third.refresh_token, plain))
assert.equal((await inspect(third.access_token)).active, false)
await refused(whoami(third.access_token), 'invalid_token')
await refused(refresh(third.refresh_token), 'invalid_grant')
console.log('ok    introspection and revocation (RFC 7662, RFC 7009)')

const before = await grant(oauth.ClientSecretBasic(key))
execFileSync(memwarden, ['signing-key', 'rotate', '--data', data])
assert.equal((await whoami(before.access_token)).status, 200)
assert.equal((await (await fetch(server.jwks_uri)).json()).keys.length, 2)
execFileSync(memwarden, ['signing-key', 'rotate', '--at-once', '--data', data])
await refused(whoami(before.access_token), 'invalid_token')
const after = await refresh(before.refresh_token)
assert.equal((await whoami(after.access_token)).status, 200)
await jose.jwtVerify(after.access_token, jose.createRemoteJWKSet(new URL(server.jwks_uri)), { issuer: server.issuer })
console.log('ok    signing keys rotate')
