import { createLocalJWKSet, importPKCS8, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sha256 } from '../../../../src/base/hashes.ts'
import type { Transaction } from '../../../../src/database/database.ts'
import { registerCertificate, removeCertificate } from '../../../../src/registry/certificates.ts'
import { closeSender } from '../../../../src/registry/close-sender.ts'
import { loginOrigin } from '../../../../src/registry/login-origin.ts'
import { removeChannel, resumeChannel, suspendChannel } from '../../../../src/registry/move-channel.ts'
import { openChannel } from '../../../../src/registry/open-channel.ts'
import { suspendSender } from '../../../../src/registry/senders.ts'
import { ACT, auditOf, value } from '../../../registry/fixtures.ts'
import {
  type AssertionParts,
  inspectedPair,
  makePair,
  openWebRig,
  TOKEN_PATH,
  tokenForm,
  type WebRig,
  type WebSender,
} from '../web-rig.ts'

const SCOPES =
  'scope:structuredreports:transfer:send scope:structuredreports:transfer:consult scope:structuredreports:message:retrieve'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const NOT_AUTHENTICATED = {
  error: 'invalid_client',
  error_description:
    'The client could not be authenticated. Check its id, its key, and that its certificate is registered for log-in.',
}

let rig: WebRig
let network: string | null = null
let mayUseWeb = true
let enterprises = 100
beforeAll(async () => {
  rig = await openWebRig({
    ground: {
      originOf: (address) => loginOrigin(address, network),
      mayUseWeb: () => mayUseWeb,
      furtherUrls: () => ['https://gateway.test'],
    },
  })
})
afterAll(() => rig[Symbol.asyncDispose]())
beforeEach(async () => {
  await rig.database.queries.deleteFrom('login_throttle').execute()
})

const run = <Value>(work: (tx: Transaction) => Promise<Value>) => rig.database.transaction(work)
const fresh = () => rig.enrol(enterprises++, 'ec')
const webChannel = ({ senderNumber }: WebSender) => ({ senderNumber, type: 'web' }) as const

/** Status, and the reason that the audit has for it. */
async function refusalOf(parts: AssertionParts, sender = rig.sender, fields = {}): Promise<unknown> {
  await rig.database.queries.deleteFrom('login_throttle').execute()
  const { status, json } = await rig.fetchToken({ assertion: rig.assertion({ sender, ...parts }), fields })
  expect(json).toEqual(NOT_AUTHENTICATED)
  return [status, (await auditOf(rig.database, `login:${sender.clientId}`)).at(-1)?.reason]
}

describe('a token', () => {
  test('rule 15.8 comes with all scopes of the client when none is named, and is not cached', async () => {
    const { status, headers, json } = await rig.fetchToken()
    expect({ status, json }).toEqual({
      status: 200,
      json: { access_token: expect.any(String), token_type: 'Bearer', expires_in: 900, scope: SCOPES },
    })
    expect([headers['cache-control'], headers['content-type']]).toEqual(['no-store', 'application/json; charset=utf-8'])
  })

  test('rule 15.7 is verified by anybody with the published keys', async () => {
    const keys = await rig.ask({ path: '/.well-known/jwks.json' })
    const beside = await rig.ask({ path: '/REST/oauth/v5/.well-known/jwks.json' })
    expect(beside.text).toBe(keys.text)
    const { payload, protectedHeader } = await jwtVerify(
      await rig.token(),
      createLocalJWKSet(keys.json as unknown as JSONWebKeySet),
      { issuer: rig.url, audience: `${rig.url}/REST/structuredReports/v1`, typ: 'at+jwt', algorithms: ['ES256'] },
    )
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.stringMatching(/^[\w-]{43}$/) })
    const { sender } = rig
    expect(payload).toEqual({
      ...{ iss: rig.url, sub: sender.clientId, client_id: sender.clientId, jti: expect.any(String), scope: SCOPES },
      ...{ aud: `${rig.url}/REST/structuredReports/v1`, iat: expect.any(Number), exp: (payload.iat ?? 0) + 900 },
      ...{ senderNumber: sender.senderNumber, enterpriseNumber: sender.enterpriseNumber, qualityCode: 'QUAL_EMP_NOSS' },
      certificate: Buffer.from(sender.sha256, 'hex').toString('base64url'),
    })
  })

  test('is given to an assertion that another library made', async () => {
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'PS256', typ: 'JWT', kid: 'mine' })
      .setIssuer(rig.sender.clientId)
      .setSubject(rig.sender.clientId)
      .setAudience([`${rig.url}${TOKEN_PATH}`])
      .setJti('by-another-library')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(await importPKCS8(rig.sender.keyPem, 'PS256'))
    expect((await rig.fetchToken({ assertion })).status).toBe(200)
  })

  test('is in the audit with what it rests on', async () => {
    const sender = await fresh()
    await rig.token({ sender, scope: 'scope:structuredreports:transfer:consult' })
    expect(await auditOf(rig.database, `login:${sender.clientId}`)).toEqual([
      {
        ...{ actor: 'endpoint', action: 'token.issued', reason: null },
        detail: {
          ...{ token: expect.any(String), origin: '127.0.0.1', certificate: sender.sha256, boundTo: null },
          scopes: ['scope:structuredreports:transfer:consult'],
        },
      },
    ])
  })

  test('is as long as the operator says, and audiences are those that he adds', async () => {
    const { web } = rig.settings
    const assertion = () => rig.assertion({ claims: { aud: 'https://oauth.old.example' } })
    expect((await rig.fetchToken({ assertion: assertion() })).status).toBe(401)
    const before = { ...web }
    Object.assign(web, { tokenSeconds: 60, acceptedAudiences: ['https://oauth.old.example'] })
    const { status, json } = await rig.fetchToken({ assertion: assertion() })
    Object.assign(web, before)
    expect([status, json.expires_in]).toEqual([200, 60])
  })

  test('is given for an assertion that means another name of ours', async () => {
    const assertion = rig.assertion({ claims: { aud: `https://gateway.test${TOKEN_PATH}` } })
    expect((await rig.fetchToken({ assertion })).status).toBe(200)
  })

  test('is described', async () => {
    const { json, headers } = await rig.ask({ path: '/.well-known/oauth-authorization-server' })
    expect(json).toEqual({
      ...{ issuer: rig.url, token_endpoint: `${rig.url}${TOKEN_PATH}`, jwks_uri: `${rig.url}/.well-known/jwks.json` },
      ...{
        scopes_supported: SCOPES.split(' '),
        response_types_supported: [],
        grant_types_supported: ['client_credentials'],
      },
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256', 'ES256', 'PS256'],
      tls_client_certificate_bound_access_tokens: true,
    })
    expect(headers['cache-control']).toBe('public, max-age=300')
  })
})

describe('scopes (rule 15.8)', () => {
  test.each<[string, number, unknown]>([
    ['scope:structuredreports:transfer:send', 200, 'scope:structuredreports:transfer:send'],
    [SCOPES, 200, SCOPES],
    ['', 200, SCOPES],
    ['scope:structuredreports:transfer:send scope:dimona:declaration:declarant', 400, 'invalid_scope'],
    ['scope:structuredreports:transfer:SEND', 400, 'invalid_scope'],
    ['scope:structuredreports:transfer:send ', 400, 'invalid_scope'],
    ['toString', 400, 'invalid_scope'],
  ])('%j', async (scope, status, told) => {
    const answer = await rig.fetchToken({ scope })
    expect([answer.status, answer.json.scope ?? answer.json.error]).toEqual([status, told])
  })

  test('one that the client does not have uses its assertion up, and no other fault comes after it', async () => {
    const assertion = rig.assertion()
    const answers = [
      await rig.fetchToken({ assertion, scope: 'other' }),
      await rig.fetchToken({ assertion }),
      await rig.fetchToken({ assertion, scope: 'other' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 401, 401])
  })
})

describe('a form that is none', () => {
  const ask = (body: string, headers: Record<string, string> = FORM) =>
    rig.ask({ method: 'POST', path: TOKEN_PATH, headers, body })
  const without = (name: string) => {
    const fields = new URLSearchParams(tokenForm(rig.assertion()))
    fields.delete(name)
    return fields.toString()
  }

  test.each<[string, () => ReturnType<typeof ask>, number, string]>([
    ['nothing', () => ask(''), 400, 'invalid_request'],
    ['no grant type', () => ask(without('grant_type')), 400, 'invalid_request'],
    [
      'another grant',
      () => ask(tokenForm(rig.assertion(), { fields: { grant_type: 'password' } })),
      400,
      'unsupported_grant_type',
    ],
    ['no type of assertion', () => ask(without('client_assertion_type')), 400, 'invalid_request'],
    [
      'another type of assertion',
      () => ask(tokenForm(rig.assertion(), { fields: { client_assertion_type: 'saml' } })),
      400,
      'invalid_request',
    ],
    ['no assertion', () => ask(without('client_assertion')), 400, 'invalid_request'],
    [
      'a secret',
      () => ask(tokenForm(rig.assertion(), { fields: { client_secret: 'secret' } })),
      400,
      'invalid_request',
    ],
    [
      'a parameter twice',
      () => ask(`${tokenForm(rig.assertion())}&grant_type=client_credentials`),
      400,
      'invalid_request',
    ],
    [
      'an assertion over its limit',
      () => ask(tokenForm(rig.assertion({ claims: { x: 'x'.repeat(16_000) } }))),
      400,
      'invalid_request',
    ],
    ['a form over all limits', () => ask(tokenForm('x'.repeat(90_000))), 413, 'invalid_request'],
    ['very many fields', () => ask(`${tokenForm(rig.assertion())}${'&a=b'.repeat(300)}`), 413, 'invalid_request'],
    ['JSON', () => ask('{}', { 'content-type': 'application/json' }), 415, 'invalid_request'],
    ['no content type', () => ask(tokenForm(rig.assertion()), {}), 415, 'invalid_request'],
    ['a form in parts', () => ask('', { 'content-type': 'multipart/form-data; boundary=x' }), 415, 'invalid_request'],
    [
      'another scheme beside',
      () => ask(tokenForm(rig.assertion()), { ...FORM, authorization: 'Basic YTpi' }),
      400,
      'invalid_request',
    ],
  ])('%s', async (_, asked, status, error) => {
    const answer = await asked()
    expect([answer.status, answer.json.error, answer.headers['cache-control']]).toEqual([status, error, 'no-store'])
    expect(answer.json.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  })

  test.each([
    ['that tells its length', {}],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('how large a form may be is a setting that holds from the next request on: %s', async (_, framing) => {
    const { limits } = rig.settings
    const before = limits.tokenRequestBytes
    const form = (bytes: number) => `${tokenForm(rig.assertion())}&x=`.padEnd(bytes, 'x')
    limits.tokenRequestBytes = 2048
    const answers = [await ask(form(2049), { ...FORM, ...framing }), await ask(form(2048), { ...FORM, ...framing })]
    limits.tokenRequestBytes = before
    answers.push(await ask(form(2049), { ...FORM, ...framing }))
    expect(answers.map(({ status, json }) => [status, json.error])).toEqual([
      ...[
        [413, 'invalid_request'],
        [200, undefined],
        [200, undefined],
      ],
    ])
  })

  test('with the encoding in its type, an id that fits, and what is not known', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
    const fields = { client_id: rig.sender.clientId, resource: 'x', a: '' }
    expect((await ask(tokenForm(rig.assertion(), { fields }), headers)).status).toBe(200)
  })

  test('by another method', async () => {
    const { status, headers } = await rig.ask({ path: TOKEN_PATH })
    expect([status, headers.allow]).toEqual([405, 'POST'])
  })
})

describe('rule 15.10 one answer for all causes, and each cause in the audit', () => {
  const seconds = () => Math.floor(Date.now() / 1000)
  test.each<[string, () => AssertionParts, string]>([
    ['the key of somebody else', () => ({ key: rig.serverKey }), 'badSignature'],
    ['another issuer', () => ({ claims: { iss: 'other' } }), 'wrongIssuer'],
    ['another audience', () => ({ claims: { aud: 'https://elsewhere.example' } }), 'wrongAudience'],
    ['over', () => ({ claims: { iat: seconds() - 400, exp: seconds() - 61 } }), 'assertionTime'],
    ['not yet', () => ({ claims: { nbf: seconds() + 90 } }), 'assertionTime'],
    ['too long', () => ({ claims: { exp: seconds() + 5000 } }), 'assertionTime'],
    ['a header that names no algorithm of ours', () => ({ header: { alg: 'none' } }), 'badSignature'],
  ])('%s', async (_, parts, reason) => {
    expect(await refusalOf(parts())).toEqual([401, reason])
  })

  test('an id beside that is another', async () => {
    expect(await refusalOf({}, rig.sender, { client_id: 'other' })).toEqual([401, 'wrongIssuer'])
  })

  test('an algorithm that the operator took out', async () => {
    rig.settings.web.algorithms = ['ES256']
    const refused = await refusalOf({})
    rig.settings.web.algorithms = ['RS256', 'ES256', 'PS256']
    expect(refused).toEqual([401, 'badSignature'])
  })

  test('a network that may not use the web service', async () => {
    mayUseWeb = false
    const refused = await refusalOf({})
    mayUseWeb = true
    expect(refused).toEqual([401, 'channelNotInNetwork'])
  })

  test('what is no assertion, and a client that nobody knows', async () => {
    const unknown = rig.assertion({
      claims: { iss: 'self_service_expeditor_000001', sub: 'self_service_expeditor_000001' },
    })
    const answers = [await rig.fetchToken({ assertion: 'a.b.c' }), await rig.fetchToken({ assertion: unknown })]
    expect(answers.map(({ status, json }) => ({ status, json }))).toEqual([
      { status: 401, json: NOT_AUTHENTICATED },
      { status: 401, json: NOT_AUTHENTICATED },
    ])
    const [row] = (await auditOf(rig.database, 'origin:127.0.0.1')).slice(-1)
    expect(row?.reason).toBe('unknownUser')
    expect(JSON.stringify(row)).not.toContain('000001')
  })
})

describe('who may have one', () => {
  test('nobody whose channel is suspended or gone, or whose sender is closed', async () => {
    const sender = await fresh()
    const channel = webChannel(sender)
    value(await run((tx) => suspendChannel(tx, channel, ACT)))
    expect(await refusalOf({}, sender)).toEqual([401, 'channelSuspended'])
    value(await run((tx) => resumeChannel(tx, channel, ACT)))
    expect((await rig.fetchToken({ sender })).status).toBe(200)
    value(await run((tx) => removeChannel(tx, channel, ACT)))
    expect((await rig.fetchToken({ sender })).json).toEqual(NOT_AUTHENTICATED)
    value(await run((tx) => openChannel(tx, { ...channel, networks: [] }, ACT)))
    expect((await rig.fetchToken({ sender })).status).toBe(200)
    value(await run((tx) => closeSender(tx, sender.senderNumber, ACT)))
    expect((await rig.fetchToken({ sender })).json).toEqual(NOT_AUTHENTICATED)
  })

  test('a suspended sender, whose sets are answered with 103', async () => {
    const sender = await fresh()
    value(await run((tx) => suspendSender(tx, sender.senderNumber, ACT)))
    expect((await rig.fetchToken({ sender })).status).toBe(200)
  })

  test('rule 15.4 only by a certificate for log-in that is valid now', async () => {
    const sender = await fresh()
    const { senderNumber } = sender
    const pairs = {
      signs: await makePair('ec'),
      waits: await makePair('rsa'),
      over: await makePair('ec'),
      soon: await makePair('ec'),
      revoked: await makePair('ec'),
      old: await makePair('rsa'),
    }
    const register = (
      pair: keyof typeof pairs,
      usages: ('signature' | 'clientAuthentication')[],
      approvedBy: string | null,
    ) =>
      run((tx) =>
        registerCertificate(tx, { senderNumber, certificate: inspectedPair(pairs[pair]), usages, approvedBy }, ACT),
      )
    const usages = ['signature', 'clientAuthentication'] as const
    value(await register('signs', ['signature'], 'operator:test'))
    value(await register('waits', [...usages], null))
    for (const pair of ['over', 'soon', 'revoked', 'old'] as const)
      value(await register(pair, [...usages], 'operator:test'))
    const change = (pair: keyof typeof pairs, columns: object) =>
      rig.database.queries.updateTable('certificate').set(columns).where('sha256', '=', pairs[pair].sha256).execute()
    await change('over', { not_after: new Date(Date.now() - 1000) })
    await change('soon', { not_before: new Date(Date.now() + 3_600_000) })
    await change('revoked', { state: 'revoked' })
    const statuses = async (names: readonly (keyof typeof pairs)[]) => {
      const answers: number[] = []
      for (const name of names) {
        await rig.database.queries.deleteFrom('login_throttle').execute()
        answers.push((await rig.fetchToken({ assertion: rig.assertion({ sender, key: pairs[name].key }) })).status)
      }
      return answers
    }
    expect(await statuses(['signs', 'waits', 'over', 'soon', 'revoked', 'old'])).toEqual([401, 401, 401, 401, 401, 200])
    await change('old', { state: 'expiring' })
    expect(await statuses(['old'])).toEqual([200])
    value(await run((tx) => removeCertificate(tx, { senderNumber, sha256: pairs.old.sha256 as Sha256 }, ACT)))
    value(await run((tx) => removeCertificate(tx, { senderNumber, sha256: sender.sha256 as Sha256 }, ACT)))
    expect(await statuses(['old'])).toEqual([401])
    expect(await refusalOf({}, sender)).toEqual([401, 'noCertificate'])
  })

  test('not by the certificate of another sender', async () => {
    const other = await fresh()
    expect(await refusalOf({ key: other.key })).toEqual([401, 'badSignature'])
  })
})

describe('failures make wait (decision 30, case R9)', () => {
  const limits = () => rig.settings.limits.loginFailures
  const fail = () => rig.fetchToken({ assertion: rig.assertion({ key: rig.serverKey }) })

  test('a client at one origin, and at no other', async () => {
    const statuses: number[] = []
    for (let n = 0; n < limits().perAccount; n += 1) statuses.push((await fail()).status)
    expect(statuses).toEqual(statuses.map(() => 401))
    const waiting = await rig.fetchToken()
    expect([waiting.status, waiting.json.error, Number(waiting.headers['retry-after'])]).toEqual([
      ...[429, 'invalid_client', expect.closeTo(limits().lockSeconds, -1)],
    ])
    network = 'office'
    const elsewhere = await rig.fetchToken()
    network = null
    expect(elsewhere.status).toBe(200)
    expect((await rig.fetchToken({ sender: await fresh() })).status).toBe(200)
  })

  test('an address outside the networks, whatever clients it names', async () => {
    const before = { ...limits() }
    Object.assign(limits(), { perAddress: 3 })
    for (let n = 0; n < 3; n += 1) await rig.fetchToken({ assertion: `${n}` })
    const [here, answer] = [await rig.fetchToken(), await rig.fetchToken({ assertion: 'x' })]
    Object.assign(limits(), before)
    expect([here.status, answer.status]).toEqual([429, 429])
  })

  test('and are forgotten when it goes well', async () => {
    for (let n = 1; n < limits().perAccount; n += 1) await fail()
    expect((await rig.fetchToken()).status).toBe(200)
    for (let n = 1; n < limits().perAccount; n += 1) await fail()
    expect((await rig.fetchToken()).status).toBe(200)
  })
})
