/** How the client bears servers that are not right, or not ours; what it does with our own is in `neutral-ftp.system.test.ts`. */
import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ServerTrust } from '../../src/endpoints/files/server-trust.ts'
import { connectFtp } from '../../src/endpoints/ftp/client.ts'
import { certificateContext, type ScriptedFtp, type Session, startScriptedFtp } from './support/scripted-ftp.ts'

const PASSWORD = 'a-password'
const BYTES = Buffer.alloc(300_000, 'x')
const DONE = { ok: true, value: undefined }

test('a certificate that nobody vouches for is taken on this machine only, and shown', async () => {
  const { context, certificatePem } = await certificateContext()
  await using server = await startScriptedFtp({}, { control: context })
  const shown: string[] = []
  await using client = await connect(server, { onUnverified: (fingerprint) => shown.push(fingerprint) })
  expect(await client.put('/a', BYTES)).toEqual(DONE)
  expect(shown).toEqual([new X509Certificate(certificatePem).fingerprint256])
  expect(server.received()).toEqual(BYTES)
})

test.each<[string, (pem: string) => ServerTrust]>([
  ['its own authority', (pem) => ({ authorities: pem })],
  ['its fingerprint', (pem) => ({ fingerprint: new X509Certificate(pem).fingerprint256.toLowerCase() })],
])('a certificate is verified by %s, and nothing is said of it', async (_, trustOf) => {
  const { context, certificatePem } = await certificateContext()
  await using server = await startScriptedFtp({}, { control: context })
  const shown: string[] = []
  const trust = { ...trustOf(certificatePem), onUnverified: (fingerprint: string) => shown.push(fingerprint) }
  await using client = await connect(server, trust)
  expect([await client.put('/a', BYTES), shown]).toEqual([DONE, []])
})

test.each<[string, (other: string) => ServerTrust]>([
  ['another authority is trusted', (other) => ({ authorities: other })],
  ['another certificate was compared', (other) => ({ fingerprint: new X509Certificate(other).fingerprint256 })],
])('no password is sent when %s', async (_, trustOf) => {
  const [own, other] = [await certificateContext(), await certificateContext()]
  await using server = await startScriptedFtp({}, { control: own.context })
  const attempt = connect(server, trustOf(other.certificatePem))
  const { fingerprint256 } = new X509Certificate(own.certificatePem)
  await expect(attempt).rejects.toMatchObject({ name: 'Unavailable', message: expect.stringContaining(fingerprint256) })
  expect(server.heard.filter((line) => /^(USER|PASS)/.test(line))).toEqual([])
})

test('no password is sent to a server that knows no TLS', async () => {
  await using server = await startScriptedFtp()
  await expect(connect(server, {})).rejects.toMatchObject({
    name: 'Unavailable',
    message: `FTP to 127.0.0.1:${server.port} failed: There is no TLS here.`,
  })
  expect(server.heard).toEqual(['AUTH TLS'])
})

test('no byte goes over a data connection that shows another certificate', async () => {
  const [own, other] = [await certificateContext(), await certificateContext()]
  let seen = -1
  const script = {
    async STOR(session: Session) {
      session.say('150 Send it.')
      const data = await session.data()
      seen = 0
      data.on('data', (chunk) => {
        seen += chunk.length
      })
      data.on('close', () => session.say('226 Kept.'))
    },
  }
  await using server = await startScriptedFtp(script, { control: own.context, data: other.context })
  await using client = await connect(server, {})
  await expect(client.put('/a', BYTES)).rejects.toMatchObject({
    name: 'Unavailable',
    message: 'The FTP connection broke: the data connection shows another certificate',
  })
  expect(seen).toBe(0)
})

test('the sentence of a server that cuts an upload is told, although the data connection breaks first', async () => {
  const script = {
    async STOR(session: Session) {
      session.say('150 Send it.')
      const data = await session.data()
      data.once('data', () => {
        data.resetAndDestroy()
        data.once('close', () => setImmediate(() => session.say('552-SLU-SIZE: It is too large.\r\n552 Send less.')))
      })
    },
  }
  await using server = await startScriptedFtp(script)
  await using client = await connect(server, null)
  const refused = { ok: false, problem: { status: 552, message: 'SLU-SIZE: It is too large.\nSend less.' } }
  expect(await client.put('/a', Buffer.alloc(20_000_000))).toEqual(refused)
  expect(await client.remove('/a')).toEqual(DONE)
})

test('success without a transfer is none', async () => {
  await using server = await startScriptedFtp({ STOR: (session) => session.say('226 Kept.') })
  await using client = await connect(server, null)
  await expect(client.put('/a', BYTES)).rejects.toMatchObject({ name: 'Unavailable' })
})

test('data goes to the server that we are connected to, whatever address it names', async () => {
  const script = {
    EPSV: (session: Session) => session.say('500 What?'),
    async PASV(session: Session) {
      const port = await session.listen()
      session.say(`227 Entering (192,0,2,1,${port >> 8},${port & 255}).`)
    },
  }
  await using server = await startScriptedFtp(script)
  await using client = await connect(server, null)
  expect(await client.put('/a', BYTES)).toEqual(DONE)
  expect(server.received()).toEqual(BYTES)
})

test.each<[string, (session: Session) => void]>([
  ['says that it closes', (session) => session.say('421 Good night.')],
  ['goes away', (session) => session.hangUp()],
])('every request ends when the server %s', async (_, RETR) => {
  await using server = await startScriptedFtp({ RETR })
  await using client = await connect(server, null)
  const requests = [client.read('/a'), client.read('/b'), client.remove('/c'), client.put('/d', BYTES)]
  const ends = (await Promise.allSettled(requests)).map(({ status }) => status)
  expect(ends).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
  expect(server.heard.filter((line) => /^(RETR|DELE|STOR)/.test(line))).toEqual(['RETR /a'])
})

test('a server that falls silent is not waited for longer than agreed', async () => {
  await using server = await startScriptedFtp({ DELE: () => {} })
  await using client = await connect(server, null, 0.2)
  await expect(client.remove('/a')).rejects.toMatchObject({ name: 'Unavailable' })
})

function connect({ port }: ScriptedFtp, tls: ServerTrust | null, silenceSeconds = 20) {
  return connectFtp({ host: '127.0.0.1', port, user: 'sender', password: PASSWORD, tls, silenceSeconds })
}
