import { connect } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sha256 } from '../../../src/base/hashes.ts'
import { registerCertificate, removeCertificate } from '../../../src/registry/certificates.ts'
import { ACT, auditOf, value } from '../../registry/fixtures.ts'
import { claimsOf, inspectedPair, makePair, openWebRig, type Pair, type WebRig, type WebSender } from './web-rig.ts'
import { whoAmI } from './who-am-i.ts'

let rig: WebRig
let other: WebSender
let second: Pair
beforeAll(async () => {
  rig = await openWebRig({ routes: whoAmI })
  other = await rig.enrol(50)
  second = await registered('ec', ['signature', 'clientAuthentication'])
})
afterAll(() => rig[Symbol.asyncDispose]())
beforeEach(async () => {
  await rig.database.queries.deleteFrom('login_throttle').execute()
})

async function registered(keyType: 'rsa' | 'ec', usages: ('signature' | 'clientAuthentication')[]): Promise<Pair> {
  const pair = await makePair(keyType)
  const { senderNumber } = rig.sender
  const input = { senderNumber, certificate: inspectedPair(pair), usages, approvedBy: 'operator:test' }
  value(await rig.database.transaction((tx) => registerCertificate(tx, input, ACT)))
  return pair
}

async function whoIs(token: string, certificate?: Pair, headers = {}) {
  const asked = { path: '/who-am-i', headers: { authorization: `Bearer ${token}`, ...headers } }
  const { json } = await rig.ask({ ...asked, ...(certificate && { certificate }) })
  return json.kind ?? [json.isMutualTls, (json.visitor as { sender: string }).sender]
}

const escaped = ({ certificatePem }: Pair) => encodeURIComponent(certificatePem)
const binary = ({ certificatePem }: Pair) => `:${certificatePem.replaceAll(/-----[A-Z ]+-----|\s/g, '')}:`

describe('rule 15.2 a certificate that is shown at the token endpoint (case H9)', () => {
  test('one of the sender binds the token, also when another of its keys proved the client', async () => {
    const token = await rig.token({ certificate: second })
    expect(claimsOf(token)).toMatchObject({
      cnf: { 'x5t#S256': Buffer.from(second.sha256, 'hex').toString('base64url') },
      certificate: Buffer.from(rig.sender.sha256, 'hex').toString('base64url'),
    })
    expect(claimsOf(await rig.token())).not.toHaveProperty('cnf')
  })

  test('any other is refused', async () => {
    const over = await registered('ec', ['clientAuthentication'])
    const certificate = rig.database.queries.updateTable('certificate').set({ not_after: new Date(Date.now() - 1000) })
    await certificate.where('sha256', '=', over.sha256).execute()
    const strangers = [other, await makePair('ec'), await registered('ec', ['signature']), over]
    for (const stranger of strangers) {
      const { status, json } = await rig.fetchToken({ certificate: stranger })
      expect([status, json.error]).toEqual([401, 'invalid_client'])
      const [entry] = (await auditOf(rig.database, `login:${rig.sender.clientId}`)).slice(-1)
      expect(entry?.reason).toBe('unknownCertificate')
      await rig.database.queries.deleteFrom('login_throttle').execute()
    }
  })
})

describe('a token and the certificate of the connection', () => {
  test('rule 15.13 a bound one is good with that certificate alone', async () => {
    const token = await rig.token({ certificate: second })
    expect([
      await whoIs(token, second),
      await whoIs(token),
      await whoIs(token, rig.sender),
      await whoIs(token, other),
      await whoIs(token, await makePair('ec')),
      await whoIs(token, undefined, { 'client-cert': binary(second) }),
    ]).toEqual([[true, rig.sender.senderNumber], ...Array.from({ length: 5 }, () => 'invalidAccessToken')])
  })

  test('rule 15.2 one that is not bound is good without, and with a certificate of its sender', async () => {
    const token = await rig.token()
    expect([
      await whoIs(token),
      await whoIs(token, rig.sender),
      await whoIs(token, second),
      await whoIs(token, other),
      await whoIs(token, await makePair('ec')),
    ]).toEqual([
      ...[false, true, true].map((isMutualTls) => [isMutualTls, rig.sender.senderNumber]),
      ...['invalidAccessToken', 'invalidAccessToken'],
    ])
  })

  test('rule 15.11 ends when the certificate of the connection is taken back, though the one of the proof stays', async () => {
    const bound = await registered('ec', ['clientAuthentication'])
    const token = await rig.token({ certificate: bound })
    expect(await whoIs(token, bound)).toEqual([true, rig.sender.senderNumber])
    const key = { senderNumber: rig.sender.senderNumber, sha256: bound.sha256 as Sha256 }
    value(await rig.database.transaction((tx) => removeCertificate(tx, key, ACT)))
    expect(await whoIs(token, bound)).toBe('invalidAccessToken')
  })

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('a resumed session of %s is that of its certificate', async (version) => {
    const token = await rig.token({ certificate: second })
    const shown = { key: second.keyPem, cert: second.certificatePem }
    const first = await overTls(version, token, shown)
    const resumed = await overTls(version, token, { session: first.session })
    const stolen = await overTls(version, token, {})
    expect([first.status, resumed.status, resumed.isReused, stolen.status]).toEqual([200, 200, true, 401])
  })

  test.each(['TLSv1', 'TLSv1.1'] as const)('no %s', async (version) => {
    await expect(overTls(version, 'x', { ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toThrow()
  })

  test.each(['RC4-SHA', 'DES-CBC3-SHA', 'NULL-SHA256', 'AECDH-NULL-SHA', 'EXP-RC4-MD5', 'ADH-AES128-SHA256'])(
    'no %s',
    async (cipher) => {
      await expect(overTls('TLSv1.2', 'x', { ciphers: `${cipher}:@SECLEVEL=0` })).rejects.toThrow()
    },
  )
})

describe('rule 15.1 behind a proxy (case H12)', () => {
  const address = async (headers: Record<string, string>, certificate?: Pair) => {
    const asked = { path: '/who-am-i', headers: { authorization: `Bearer ${await rig.token()}`, ...headers } }
    const { json } = await rig.ask({ ...asked, ...(certificate && { certificate }) })
    return json.kind ?? [(json.visitor as { address: string }).address, json.isMutualTls]
  }
  async function behind<Value>(proxies: string[], header: string, work: () => Promise<Value>): Promise<Value> {
    const before = { ...rig.settings.web }
    Object.assign(rig.settings.web, { trustedProxies: proxies, clientCertificateHeader: header })
    try {
      return await work()
    } finally {
      Object.assign(rig.settings.web, before)
    }
  }

  test('what anybody claims is not believed', async () => {
    const claims = {
      'x-forwarded-for': '203.0.113.7',
      forwarded: 'for=203.0.113.7',
      'x-real-ip': '203.0.113.7',
      'client-cert': binary(second),
    }
    expect(await address(claims)).toEqual(['127.0.0.1', false])
    expect(await behind(['192.0.2.0/24', '::/0'], 'client-cert', () => address(claims))).toEqual(['127.0.0.1', false])
  })

  test('the last hop that our proxy tells is the client', async () => {
    const told = (hops: string) => behind(['127.0.0.0/8'], '', () => address({ 'x-forwarded-for': hops }))
    expect([
      await told('203.0.113.7'),
      await told('198.51.100.1, 203.0.113.7'),
      await told('203.0.113.7,2001:db8::1'),
      await told('::ffff:203.0.113.7'),
      await told('203.0.113.7, unknown'),
      await told(''),
    ]).toEqual(
      ['203.0.113.7', '203.0.113.7', '2001:db8::1', '203.0.113.7', '127.0.0.1', '127.0.0.1'].map((one) => [one, false]),
    )
  })

  test('the certificate that our proxy tells is the client’s, and its own is nobody’s', async () => {
    await behind(['127.0.0.1/32'], 'client-cert', async () => {
      expect([
        await address({ 'client-cert': binary(second) }),
        await address({ 'client-cert': escaped(second) }),
        await address({ 'client-cert': binary(other) }),
        await address({ 'client-cert': 'nonsense' }),
        await address({ 'client-cert': `${binary(second)}, ${binary(second)}` }),
        await address({ 'client-cert': '' }),
        await address({}, second),
        await address({ 'x-client-cert': binary(other) }),
      ]).toEqual([
        ...[true, true].map((isMutualTls) => ['127.0.0.1', isMutualTls]),
        ...Array.from({ length: 3 }, () => 'invalidAccessToken'),
        ...[false, false, false].map((isMutualTls) => ['127.0.0.1', isMutualTls]),
      ])
    })
  })

  test('tokens are bound through it', async () => {
    await behind(['127.0.0.1/32'], 'x-ssl-cert', async () => {
      const token = await rig.token({ headers: { 'x-ssl-cert': escaped(second) } })
      expect([
        await whoIs(token, undefined, { 'x-ssl-cert': binary(second) }),
        await whoIs(token, undefined, { 'x-ssl-cert': binary(rig.sender) }),
        await whoIs(token),
      ]).toEqual([[true, rig.sender.senderNumber], 'invalidAccessToken', 'invalidAccessToken'])
    })
  })
})

type Secret = { readonly key?: string; readonly cert?: string; readonly session?: Buffer; readonly ciphers?: string }

/** One request by hand, for what `https` does not let one say. */
function overTls(version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3', token: string, secret: Secret) {
  return new Promise<{ status: number; session: Buffer; isReused: boolean }>((resolve, reject) => {
    const versions = { minVersion: version, maxVersion: version }
    const socket = connect({ host: '127.0.0.1', port: rig.port, ca: rig.serverCertificatePem, ...versions, ...secret })
    let session = Buffer.alloc(0)
    let text = ''
    let isReused = false
    socket.on('session', (latest) => {
      session = latest
    })
    socket.on('secureConnect', () => {
      isReused = socket.isSessionReused()
      socket.write(`GET /who-am-i HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${token}\r\n\r\n`)
    })
    socket.on('data', (chunk) => {
      text += String(chunk)
    })
    socket.on('error', reject)
    socket.on('close', () => resolve({ status: Number(text.split(' ')[1]), session, isReused }))
  })
}
