/** The token endpoint, the keys that it publishes, and its description (RFC 6749, 7517, 8414). */
import type { FormEntry } from '../../../http/form.ts'
import { entriesIn } from '../../../http/form-body.ts'
import type { HttpApp, HttpReply, HttpRequest } from '../../../http/listener.ts'
import { wholeBody } from '../../../http/whole-body.ts'
import { SCOPES } from '../caller.ts'
import type { WebGround } from '../ground.ts'
import { originOfRequest } from '../request-origin.ts'
import { PATHS } from './addresses.ts'
import { type Grant, grantToken } from './grant-token.ts'
import { type OAuthError, oauthError, sendOAuthError } from './oauth-error.ts'
import { tokenKeysOf } from './token-keys.ts'
import { readTokenRequest } from './token-request.ts'

const FORM = 'application/x-www-form-urlencoded'
const KEYS_SECONDS = 300

export function serveTokens(app: HttpApp, ground: WebGround): void {
  const count = ground.metrics.counter('sluice_tokens_total', 'Requests for access tokens, by outcome.', ['outcome'])
  app.register(async (own) => {
    own.removeAllContentTypeParsers()
    own.addContentTypeParser(FORM, async (request: HttpRequest) => {
      const form = await wholeBody(request, ground.settings.limits.tokenRequestBytes)
      return entriesIn(form.toString('utf8'))
    })
    own.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => answerUnreadable(error, reply))
    own.post(PATHS.token, async (request, reply) => {
      const answer = await answerTo(request, ground)
      count({ outcome: answer.ok ? 'issued' : answer.problem.error })
      return answer.ok ? sendToken(reply, answer.value) : sendOAuthError(reply, answer.problem)
    })
  })
  for (const path of [PATHS.keys, PATHS.keysBeside]) {
    app.get(path, async (_, reply) => cacheable(reply, await publishedKeys(ground)))
  }
  app.get(PATHS.description, async (_, reply) => cacheable(reply, descriptionOf(ground)))
}

async function answerTo(request: HttpRequest, ground: WebGround) {
  const refused = (problem: OAuthError) => ({ ok: false, problem }) as const
  if (request.headers.authorization !== undefined) return refused(OTHER_SCHEME)
  const asked = readTokenRequest((request.body ?? []) as FormEntry[], ground.settings.web)
  return asked.ok ? await grantToken(asked.value, originOfRequest(request, ground), ground) : asked
}

function sendToken(reply: HttpReply, { token, seconds, scopes }: Grant): HttpReply {
  const body = { access_token: token, token_type: 'Bearer', expires_in: seconds, scope: [...scopes].join(' ') }
  return reply.header('cache-control', 'no-store').header('pragma', 'no-cache').send(body)
}

/** A body that cannot be read keeps its status; what is ours to mend goes the way of all failures. */
function answerUnreadable(error: Error & { statusCode?: number }, reply: HttpReply): HttpReply {
  const { statusCode: status = 500 } = error
  if (status < 400 || status >= 500) throw error
  if (status === 413) reply.header('connection', 'close') // the rest of the body is not read
  return sendOAuthError(reply, oauthError('invalid_request', `Send a form of the type ${FORM}.`, status))
}

async function publishedKeys(ground: WebGround) {
  const { published } = await tokenKeysOf(ground)
  return { keys: published.map(({ kid, publicJwk }) => ({ ...publicJwk, use: 'sig', alg: 'ES256', kid })) }
}

function descriptionOf({ publicUrl, settings }: WebGround) {
  const issuer = publicUrl()
  return {
    issuer,
    token_endpoint: `${issuer}${PATHS.token}`,
    jwks_uri: `${issuer}${PATHS.keys}`,
    scopes_supported: SCOPES,
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: settings.web.algorithms,
    tls_client_certificate_bound_access_tokens: true,
  }
}

/** Public, unlike everything else here. */
function cacheable(reply: HttpReply, body: object): HttpReply {
  return reply.header('cache-control', `public, max-age=${KEYS_SECONDS}`).send(body)
}

const OTHER_SCHEME = oauthError(
  'invalid_request',
  'Clients prove themselves by client_assertion in the form, without an Authorization header.',
)
