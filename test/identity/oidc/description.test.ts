import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDescription } from '../../../src/identity/oidc/description.ts'

const issuer = 'https://idp.prd.itsme.services/v2'
const written = {
  ...{ issuer, authorization_endpoint: `${issuer}/authorization`, token_endpoint: `${issuer}/token` },
  ...{ jwks_uri: `${issuer}/jwkSet`, userinfo_endpoint: `${issuer}/userinfo` },
}
const described = {
  ...written,
  id_token_signing_alg_values_supported: ['RS256'],
  userinfo_signing_alg_values_supported: [
    ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'],
  ],
  token_endpoint_auth_methods_supported: ['client_secret_basic'],
  authorization_response_iss_parameter_supported: false,
}

const seen = (changes: object): unknown => {
  const read = readDescription(JSON.stringify({ ...written, ...changes }), issuer)
  return read.ok ? read.value : read.problem
}

test('what is used is taken over, and nothing else', () => {
  expect(seen({ registration_endpoint: 'https://x', mtls_endpoint_aliases: {} })).toEqual(described)
})

test('only algorithms with public keys are taken over', () => {
  const offered = ['none', 'HS256', 'PS256', 'EdDSA', 5]
  const lists = { id_token_signing_alg_values_supported: offered, userinfo_signing_alg_values_supported: offered }
  const admitted = {
    id_token_signing_alg_values_supported: ['PS256'],
    userinfo_signing_alg_values_supported: ['PS256'],
  }
  expect(seen(lists)).toEqual({ ...described, ...admitted })
})

// biome-ignore format: a table
test.each([
  [{ issuer: `${issuer}/` },                              'its description is that of another issuer'],
  [{ jwks_uri: undefined },                               'its description is incomplete'],
  [{ token_endpoint: 'http://idp.prd.itsme.services/' },  'its description is incomplete'],
  [{ authorization_endpoint: 'javascript:alert(1)' },     'its description is incomplete'],
  [{ id_token_signing_alg_values_supported: ['HS256'] },  'its description is incomplete'],
])('%j makes no provider', (changes, problem) => {
  expect(seen(changes)).toBe(problem)
})

test('arbitrary text is a problem, never an exception', () => {
  const text = fc.oneof(fc.string(), fc.json())
  fc.assert(fc.property(text, (description) => !readDescription(description, issuer).ok))
})
