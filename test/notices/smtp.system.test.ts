import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { beforeAll, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import type { Message } from '../../src/notices/message.ts'
import { createSmtp, type SmtpSettings } from '../../src/notices/smtp.ts'
import { type KeyAndCertificate, makeSelfSigned } from '../../src/signing/make-certificate.ts'

const MESSAGE: Message = {
  ...{ id: '01920000-aaaa', medium: 'mail', to: 'an@example.be' },
  ...{ subject: 'Ungelesen: été', text: 'Guten Tag\n\n.\nEin Code für Zoë: 1234\n' },
}

let pair: KeyAndCertificate
beforeAll(async () => {
  const names = { commonName: 'localhost', alternativeNames: ['localhost', '127.0.0.1'] }
  pair = await makeSelfSigned({ ...names, keyType: 'ec', days: 2, now: new Date() })
})

const soon = () => AbortSignal.timeout(15_000)

test('STARTTLS and a log-in: the message arrives as it was written, from us, once', async () => {
  await using server = await mailServer({ onAuth: takes('gateway', 'secret') })
  const send = createSmtp({ ...server.settings, user: 'gateway', password: 'secret' })
  expect(await send(MESSAGE, soon())).toEqual({ ok: true, value: undefined })
  const [mail, ...more] = server.received
  expect(more).toEqual([])
  expect(mail).toMatchObject({ from: 'noreply@sluice.example', to: ['an@example.be'], secure: true, user: 'gateway' })
  expect(mail?.headers).toMatchObject({
    from: 'noreply@sluice.example',
    to: 'an@example.be',
    subject: '=?UTF-8?Q?Ungelesen=3A_=C3=A9t=C3=A9?=',
    'message-id': '<01920000-aaaa@sluice.example>',
    'auto-submitted': 'auto-generated',
  })
  expect(mail?.text).toBe(MESSAGE.text)
})

test('TLS from the first byte', async () => {
  await using server = await mailServer({ secure: true })
  expect(await createSmtp({ ...server.settings, tls: 'implicit' })(MESSAGE, soon())).toMatchObject({ ok: true })
  expect(server.received).toMatchObject([{ secure: true }])
})

test('none at all, when it is set so', async () => {
  await using server = await mailServer({})
  expect(await createSmtp({ ...server.settings, tls: 'never' })(MESSAGE, soon())).toMatchObject({ ok: true })
  expect(server.received).toMatchObject([{ secure: false }])
})

test.each<[string, SMTPServerOptions, Partial<SmtpSettings>]>([
  ['a server without STARTTLS where it is required', { disabledCommands: ['STARTTLS'] }, {}],
  ['a certificate that nobody vouches for', {}, { ca: '' }],
  ['a wrong password of ours', { onAuth: takes('gateway', 'secret') }, { user: 'gateway', password: 'wrong' }],
  ['a recipient that is busy (4xx)', { onRcptTo: (_, __, done) => done(refusing(450)) }, {}],
  [
    'a message not taken now (4xx)',
    { onData: (stream, _, done) => void stream.resume().on('end', () => done(refusing(451))) },
    {},
  ],
  ['a sender that is not ours (5xx)', { onMailFrom: (_, __, done) => done(refusing(550)) }, {}],
])('%s is something for later, and nothing is in the words of it', async (_, options, settings) => {
  await using server = await mailServer(options)
  const sent = createSmtp({ ...server.settings, ...settings })(MESSAGE, soon())
  await expect(sent).rejects.toThrow(Unavailable)
  await expect(sent).rejects.not.toThrow(/an@example|1234|secret|wrong/)
  expect(server.received).toEqual([])
})

test.each<[string, SMTPServerOptions, string]>([
  ['no such recipient', { onRcptTo: (_, __, done) => done(refusing(550)) }, 'SMTP 550 RCPT TO'],
  [
    'a message that is not wanted',
    { onData: (stream, _, done) => void stream.resume().on('end', () => done(refusing(554))) },
    'SMTP 554 DATA',
  ],
])('%s (5xx) is for good', async (_, options, why) => {
  await using server = await mailServer(options)
  expect(await createSmtp(server.settings)(MESSAGE, soon())).toEqual({ ok: false, problem: { why } })
})

test.each([
  ['says nothing', ''],
  ['stops in the middle', '220 mail\r\n'],
])('a server that %s is left alone when the signal says so', async (_, greeting) => {
  const end = new AbortController()
  const silent = createServer((socket) => {
    socket.write(greeting)
    socket.on('error', () => {})
    socket.once('data', () => end.abort())
    if (!greeting) end.abort()
  })
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const port = (silent.address() as AddressInfo).port
  await expect(createSmtp({ ...SETTINGS, port })(MESSAGE, end.signal)).rejects.toThrow(Unavailable)
  await new Promise((resolve) => silent.close(resolve))
})

test('a server that is not there is something for later', async () => {
  await expect(createSmtp({ ...SETTINGS, port: 1 })(MESSAGE, soon())).rejects.toThrow(Unavailable)
})

const SETTINGS: SmtpSettings = {
  ...{ host: '127.0.0.1', port: 25, tls: 'required', user: '', password: '' },
  ...{ from: 'noreply@sluice.example', sendSeconds: 15 },
}

type Mail = {
  readonly from: string
  readonly to: readonly string[]
  readonly secure: boolean
  readonly user: unknown
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

async function mailServer(options: SMTPServerOptions) {
  const received: Mail[] = []
  const server = new SMTPServer({
    ...{ key: pair.keyPem, cert: pair.certificatePem, authOptional: true, disableReverseLookup: true },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user,
          ...parsed(Buffer.concat(chunks).toString('utf8')),
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {}) // a client that turns away from our certificate
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  return {
    received,
    settings: { ...SETTINGS, port, ca: pair.certificatePem },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

function parsed(mail: string): Pick<Mail, 'headers' | 'text'> {
  const [head = '', ...body] = mail.split('\r\n\r\n')
  const lines = head.replace(/\r\n\s+/g, ' ').split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
  const bytes = body.join('\r\n\r\n').replaceAll('=\r\n', '').replaceAll('\r\n', '\n')
  const quoted = headers['content-transfer-encoding'] === 'quoted-printable'
  const text = quoted
    ? Buffer.from(
        bytes.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      )
    : Buffer.from(bytes)
  return { headers, text: text.toString('utf8') }
}

function takes(user: string, password: string): NonNullable<SMTPServerOptions['onAuth']> {
  return (auth, _, done) =>
    auth.username === user && auth.password === password ? done(null, { user }) : done(new Error('Invalid'))
}

function refusing(responseCode: number): Error {
  return Object.assign(new Error('an@example.be: not here'), { responseCode })
}
