import type { AddressInfo } from 'node:net'
import { type ConnectionOptions, connect, createServer, type TLSSocket } from 'node:tls'
import { afterAll, expect, test } from 'vitest'
import { EID_TLS, verifyEidConnection } from '../../../src/identity/eid/tls-listener.ts'
import { makeSelfSigned } from '../../../src/signing/make-certificate.ts'
import { toPem } from '../../../src/signing/pem.ts'
import { authority, type Holder } from '../../signing/authorities.ts'
import { card, citizens, outcome, root, rules, SSIN } from './cards.ts'

const name = {
  commonName: 'localhost',
  alternativeNames: ['127.0.0.1'],
  keyType: 'ec',
  days: 1,
  now: new Date(),
} as const
const own = await makeSelfSigned(name)
const server = createServer({ key: own.keyPem, cert: own.certificatePem, ...EID_TLS })
server.on('secureConnection', async (socket) => {
  socket.end(JSON.stringify(outcome(await verifyEidConnection(socket, rules()))))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => server.close())

/** What the listener makes of a client that holds `chain[0]` and shows all of `chain`. */
async function seenOf(chain: readonly Holder[], options: ConnectionOptions = {}): Promise<unknown> {
  return (await connection(chain, options)).seen
}

async function connection(chain: readonly Holder[], options: ConnectionOptions = {}) {
  const key = chain[0]?.key.export({ type: 'pkcs8', format: 'pem' })
  const cert = chain.map(({ certificate }) => toPem('CERTIFICATE', certificate.der)).join('')
  const { port } = server.address() as AddressInfo
  const shown = key ? { key, cert } : {}
  const socket = connect({ port, host: '127.0.0.1', ca: own.certificatePem, ...shown, ...options })
  let session: Buffer | undefined
  socket.on('session', (ticket: Buffer) => {
    session = ticket
  })
  let reused: boolean | undefined
  socket.on('secureConnect', () => {
    reused = socket.isSessionReused()
  })
  const seen: unknown = JSON.parse(await textOf(socket))
  return { seen, session, reused }
}

async function textOf(socket: TLSSocket): Promise<string> {
  let text = ''
  for await (const chunk of socket) text += chunk
  return text
}

const holder = card()
const identity = {
  ...{ issuer: 'urn:be:eid', subject: holder.certificate.sha256, ssin: SSIN, method: 'eid', assurance: 500 },
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'the holder of a card is known by the connection, in %s',
  async (version) => {
    expect(await seenOf([holder], { minVersion: version, maxVersion: version })).toEqual(identity)
  },
)

test('an authority that comes with the card serves', async () => {
  const foreigners = authority('Foreigner CA', root)
  expect(await seenOf([card({ by: foreigners }), foreigners, root])).toMatchObject({ ssin: SSIN })
})

test.each(['TLSv1.2', 'TLSv1.3'] as const)('no session is resumed in %s, for the card may be gone', async (version) => {
  const options = { minVersion: version, maxVersion: version }
  const { seen, session } = await connection([holder], options)
  const again = await connection([holder], { ...options, ...(session && { session }) })
  expect([seen, again.seen, again.reused]).toEqual([identity, identity, false])
})

test('a server that resumes sessions all the same lets nobody in by one', async () => {
  const socket = { getPeerCertificate: () => ({ raw: holder.certificate.der }), isSessionReused: () => true }
  expect(outcome(await verifyEidConnection(socket, rules()))).toBe('eidSignature')
})

test('who shows no card, or one of another authority, connects and is told', async () => {
  expect(await seenOf([])).toBe('eidUnreadable')
  expect(await seenOf([card({ by: authority('Citizen CA') })])).toBe('eidUntrusted')
})

test('who holds no key of the card does not connect', async () => {
  const thief = { certificate: holder.certificate, key: citizens.key }
  await expect(seenOf([thief])).rejects.toThrow('key values mismatch')
})
