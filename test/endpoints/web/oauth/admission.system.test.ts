import { createHmac, createPublicKey } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sha256 } from '../../../../src/base/hashes.ts'
import type { Transaction } from '../../../../src/database/database.ts'
import { readAccessToken } from '../../../../src/endpoints/web/oauth/access-token.ts'
import { removeCertificate } from '../../../../src/registry/certificates.ts'
import { closeSender } from '../../../../src/registry/close-sender.ts'
import { removeChannel, resumeChannel, suspendChannel } from '../../../../src/registry/move-channel.ts'
import { suspendSender } from '../../../../src/registry/senders.ts'
import { ACT, auditOf, value } from '../../../registry/fixtures.ts'
import { segment, signedJws } from '../jws.ts'
import { claimsOf, openWebRig, type WebRig, type WebSender } from '../web-rig.ts'
import { whoAmI } from '../who-am-i.ts'

const SEND = 'scope:structuredreports:transfer:send'
const CONSULT = 'scope:structuredreports:transfer:consult'
const INVALID = {
  kind: 'invalidAccessToken',
  challenge: 'Bearer error="invalid_token", error_description="Fetch another token."',
}
const MISPLACED = {
  kind: 'invalidAccessToken',
  challenge: 'Bearer error="invalid_request", error_description="Send the token in one Authorization header."',
}
const NONE = { kind: 'noAccessToken', challenge: 'Bearer' }

let rig: WebRig
let mayUseWeb = true
let enterprises = 100
beforeAll(async () => {
  rig = await openWebRig({ routes: whoAmI, ground: { mayUseWeb: () => mayUseWeb } })
})
afterAll(() => rig[Symbol.asyncDispose]())
beforeEach(async () => {
  await rig.database.queries.deleteFrom('login_throttle').execute()
})

const run = <Value>(work: (tx: Transaction) => Promise<Value>) => rig.database.transaction(work)
const fresh = () => rig.enrol(enterprises++, 'ec')

async function whoIs(token: string, query = ''): Promise<unknown> {
  return (await rig.ask({ path: `/who-am-i${query}`, headers: { authorization: `Bearer ${token}` } })).json
}

function callerOf(sender: WebSender) {
  return {
    visitor: {
      ...{ sender: sender.senderNumber, channel: 'web', principal: sender.clientId, address: '127.0.0.1' },
      session: expect.any(String),
    },
    scopes: [SEND, CONSULT, 'scope:structuredreports:message:retrieve'],
    ...{ enterpriseNumber: sender.enterpriseNumber, qualityCode: 'QUAL_EMP_NOSS', isMutualTls: false },
  }
}

describe('who is let in', () => {
  test('the client whose token it is, with its scopes', async () => {
    expect(await whoIs(await rig.token())).toEqual(callerOf(rig.sender))
    const narrow = await rig.token({ scope: CONSULT })
    expect(await whoIs(narrow)).toEqual({ ...callerOf(rig.sender), scopes: [CONSULT] })
    expect(await whoIs(narrow, `?scope=${CONSULT}`)).toEqual({ ...callerOf(rig.sender), scopes: [CONSULT] })
    expect(await whoIs(narrow, `?scope=${SEND}`)).toEqual({
      ...{ kind: 'missingScope', requiredScopes: [SEND] },
      challenge: `Bearer error="insufficient_scope", scope="${SEND}"`,
    })
  })

  test('rule 15.12 with the token in one header of one scheme (case H13)', async () => {
    const token = await rig.token()
    const ask = (headers: Record<string, string | string[]>, query = '') =>
      rig.ask({ path: `/who-am-i${query}`, headers })
    const told = async (headers: Record<string, string | string[]>, query = '') => (await ask(headers, query)).json
    expect([
      await told({}),
      await told({ authorization: `Basic ${token}` }),
      await told({ authorization: `AWS4-HMAC-SHA256 ${token}` }),
      await told({ authorization: `DPoP ${token}` }),
      await told({ authorization: token }),
      await told({ authorization: 'Bearer' }),
      await told({ authorization: `Bearer ${token} ${token}` }),
      await told({ authorization: `Bearer ${token}, Bearer ${token}` }),
      await told({ cookie: `access_token=${token}` }),
      await told({ 'x-access-token': token }),
    ]).toEqual(Array.from({ length: 10 }, () => NONE))
    expect([
      await told({ authorization: [`Bearer ${token}`, `Bearer ${token}`] }),
      await told({ authorization: [`Bearer ${token}`, 'Basic YTpi'] }),
      await told({ authorization: `Bearer ${token}` }, `?access_token=${token}`),
      await told({}, `?access_token=${token}`),
    ]).toEqual([MISPLACED, MISPLACED, MISPLACED, MISPLACED])
    expect((await ask({ authorization: `bearer ${token}` })).status).toBe(200)
  })

  test('rule 15.7 no longer than the token lives', async () => {
    const token = await rig.token()
    const { iat, exp } = claimsOf(token)
    rig.clock.at = new Date(exp * 1000 - 1)
    const last = await whoIs(token)
    rig.clock.at = new Date(exp * 1000)
    const over = await whoIs(token)
    rig.clock.at = null
    expect([exp - iat, last, over]).toEqual([
      900,
      callerOf(rig.sender),
      {
        kind: 'expiredAccessToken',
        challenge: 'Bearer error="invalid_token", error_description="The token has expired. Fetch another one."',
      },
    ])
  })

  test('rule 32.6 no token behind whose beginning the clock went back', async () => {
    const token = await rig.token()
    const { iat } = claimsOf(token)
    rig.clock.at = new Date((iat - 120) * 1000)
    const within = await whoIs(token)
    rig.clock.at = new Date((iat - 120) * 1000 - 1)
    const beyond = await whoIs(token)
    rig.clock.at = null
    expect([within, beyond]).toEqual([callerOf(rig.sender), expect.objectContaining({ kind: 'expiredAccessToken' })])
  })

  test('nobody from a network that may not use the web service', async () => {
    const token = await rig.token()
    mayUseWeb = false
    const refused = await whoIs(token)
    mayUseWeb = true
    expect(refused).toEqual({ kind: 'missingPermission', reason: 'networkNotAllowed', challenge: 'Bearer' })
  })
})

describe('rule 15.11 what is taken back ends with the next request', () => {
  test('a suspended channel, until it is resumed', async () => {
    const sender = await fresh()
    const [token, channel] = [await rig.token({ sender }), { senderNumber: sender.senderNumber, type: 'web' } as const]
    value(await run((tx) => suspendChannel(tx, channel, ACT)))
    expect(await whoIs(token)).toEqual({ kind: 'missingPermission', reason: 'channelNotActive', challenge: 'Bearer' })
    value(await run((tx) => resumeChannel(tx, channel, ACT)))
    expect(await whoIs(token)).toEqual(callerOf(sender))
    value(await run((tx) => removeChannel(tx, channel, ACT)))
    expect(await whoIs(token)).toEqual(INVALID)
  })

  test('the certificate whose key proved the client', async () => {
    const [removed, revoked, ended] = [await fresh(), await fresh(), await fresh()]
    const tokens = [
      await rig.token({ sender: removed }),
      await rig.token({ sender: revoked }),
      await rig.token({ sender: ended }),
    ]
    const change = ({ sha256 }: WebSender, columns: object) =>
      rig.database.queries.updateTable('certificate').set(columns).where('sha256', '=', sha256).execute()
    value(await run((tx) => removeCertificate(tx, { ...removed, sha256: removed.sha256 as Sha256 }, ACT)))
    await change(revoked, { state: 'revoked' })
    await change(ended, { not_after: new Date(Date.now() - 1000) })
    expect(await Promise.all(tokens.map((token) => whoIs(token)))).toEqual([INVALID, INVALID, INVALID])
  })

  test('a closed sender; a suspended one may go on (decision 11)', async () => {
    const sender = await fresh()
    const token = await rig.token({ sender })
    value(await run((tx) => suspendSender(tx, sender.senderNumber, ACT)))
    expect(await whoIs(token)).toEqual(callerOf(sender))
    value(await run((tx) => closeSender(tx, sender.senderNumber, ACT)))
    expect(await whoIs(token)).toEqual(INVALID)
  })

  test.each(['sender', 'enterprise'] as const)('a closed %s, whatever else was left open', async (table) => {
    const sender = await fresh()
    const token = await rig.token({ sender })
    const { enterpriseNumber, senderNumber } = sender
    const [column, key] = table === 'sender' ? ['sender_number', senderNumber] : ['enterprise_number', enterpriseNumber]
    await sql`update ${sql.table(table)} set state = 'closed' where ${sql.ref(column)} = ${key}`.execute(
      rig.database.queries,
    )
    expect([await whoIs(token), (await rig.fetchToken({ sender })).status]).toEqual([INVALID, 401])
  })
})

describe('rule 15.7 what is no token of ours', () => {
  const parts = (token: string) => {
    const [header = '', claims = '', signature = ''] = token.split('.')
    const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
    return { header: decoded(header), claims: decoded(claims), signature }
  }

  test('signed by somebody else, in another way, or not at all', async () => {
    const { header, claims, signature } = parts(await rig.token())
    const [jwk] = (await rig.ask({ path: '/.well-known/jwks.json' })).json.keys as [import('node:crypto').JsonWebKey]
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    const mac = (alg: string, secret: string | Buffer) => {
      const input = `${segment({ ...header, alg })}.${segment(claims)}`
      return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
    }
    const forged = [
      signedJws(header, claims, rig.sender.key),
      signedJws(header, claims, rig.serverKey),
      signedJws({ ...header, jwk: createPublicKey(rig.serverKey).export({ format: 'jwk' }) }, claims, rig.serverKey),
      signedJws({ ...header, kid: 'unknown' }, claims, rig.serverKey),
      signedJws({ ...header, kid: '../../etc/passwd' }, claims, rig.serverKey),
      ...['HS256', 'ES256', 'none'].flatMap((alg) => [mac(alg, pem), mac(alg, JSON.stringify(jwk)), mac(alg, '')]),
      `${segment({ ...header, alg: 'none' })}.${segment(claims)}.`,
      `${segment({ ...header, alg: 'none' })}.${segment(claims)}.${signature}`,
      `${segment({ ...header, kid: undefined })}.${segment(claims)}.${signature}`,
      `${segment(header)}.${segment({ ...claims, senderNumber: '123456' })}.${signature}`,
      rig.assertion(),
    ]
    rig.settings.limits.loginFailures.perAddress = 1000
    const told = await Promise.all(forged.map((token) => whoIs(token)))
    rig.settings.limits.loginFailures.perAddress = 30
    expect(told.slice(0, -1).filter((one) => (one as { kind: string }).kind === 'noAccessToken')).toEqual([])
    expect(told).toEqual(forged.map(() => INVALID))
  })

  test('of another issuer or for another audience, though signed by us, and counts for nobody', async () => {
    const token = await rig.token()
    const before = rig.settings.web.publicUrl
    rig.settings.web.publicUrl = 'https://other.example'
    await rig.database.queries.deleteFrom('login_throttle').execute()
    const refused = await whoIs(token)
    expect(await rig.database.queries.selectFrom('login_throttle').select('failures').execute()).toEqual([])
    const renewed = await whoIs(await rig.token())
    rig.settings.web.publicUrl = before
    expect([refused, renewed]).toEqual([INVALID, callerOf(rig.sender)])
  })

  test('no change of a token is a token', async () => {
    const token = await rig.token()
    expect((await readAccessToken(token, rig.ground)).ok).toBe(true)
    const character = fc.constantFrom(...'ABCZabcz0189-_.=+')
    await fc.assert(
      fc.asyncProperty(fc.nat(), character, fc.boolean(), async (place, by, isReplaced) => {
        const at = place % token.length
        const changed = `${token.slice(0, at)}${by}${token.slice(isReplaced ? at + 1 : at)}`
        expect(changed === token || !(await readAccessToken(changed, rig.ground)).ok).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('is counted for its address, which then waits; a good one never does', async () => {
    const token = await rig.token()
    const limits = rig.settings.limits.loginFailures
    for (let n = 0; n < limits.perAddress; n += 1) expect(await whoIs('a.b.c')).toEqual(INVALID)
    expect(await whoIs('a.b.c')).toEqual({
      kind: 'tooManyFailedRequests',
      retryAfterSec: expect.closeTo(limits.lockSeconds, -1),
      challenge: 'Bearer',
    })
    expect(await whoIs(token)).toEqual(callerOf(rig.sender))
    expect((await auditOf(rig.database, 'origin:127.0.0.1')).at(-1)).toMatchObject({
      ...{ action: 'login.refused', reason: 'badToken', detail: { failures: limits.perAddress } },
    })
  })
})
