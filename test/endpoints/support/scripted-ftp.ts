/** A small FTP server that does what no right one does: each of its answers can be replaced. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import { makeSelfSigned } from '../../../src/signing/make-certificate.ts'

export type ScriptedFtp = AsyncDisposable & {
  readonly port: number
  /** The lines of all clients, without their ends. */
  readonly heard: string[]
  /** What the last upload brought. */
  readonly received: () => Buffer | null
}

export type Session = {
  say(line: string): void
  /** The data connection that the client opened last, under TLS where the control connection is. */
  data(): Promise<Socket>
  /** Waits for a data connection on the port that it resolves with. */
  listen(): Promise<number>
  /** Ends the control connection. */
  hangUp(): void
}

export type Script = Readonly<Record<string, (session: Session) => unknown>>

type Certificates = { readonly control: SecureContext; readonly data?: SecureContext }

// biome-ignore format: a table
const ANSWERS: Readonly<Record<string, string>> = {
  USER: '331 Password?', PASS: '230 Welcome.', TYPE: '200 Yes.', STRU: '200 Yes.', OPTS: '200 Yes.', PBSZ: '200 Yes.', PROT: '200 Yes.',
  FEAT: '211 None.', DELE: '250 Gone.', QUIT: '221 Bye.',
}

export async function startScriptedFtp(script: Script = {}, certificates?: Certificates): Promise<ScriptedFtp> {
  const heard: string[] = []
  const open = new Set<Socket>()
  let received: Buffer | null = null
  const server = createServer((socket) => {
    open.add(socket)
    converse(socket, script, certificates, heard, (bytes) => {
      received = bytes
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    ...{ port: portOf(server), heard, received: () => received },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export async function certificateContext(): Promise<{ context: SecureContext; certificatePem: string }> {
  const { keyPem, certificatePem } = await makeSelfSigned({
    ...{
      commonName: 'localhost',
      keyType: 'ec',
      days: 1,
      now: new Date(),
      alternativeNames: ['localhost', '127.0.0.1'],
    },
  })
  return { context: createSecureContext({ key: keyPem, cert: certificatePem }), certificatePem }
}

function converse(
  raw: Socket,
  script: Script,
  certificates: Certificates | undefined,
  heard: string[],
  keep: (bytes: Buffer) => void,
): void {
  let control: Socket = raw
  let passive: Server | undefined
  let connected: Promise<Socket> | undefined
  const session: Session = {
    say: (line) => void control.write(`${line}\r\n`),
    hangUp: () => void control.destroy(),
    async listen() {
      passive = createServer().listen(0, '127.0.0.1')
      connected = once(passive, 'connection').then(([socket]) => {
        passive?.close()
        return quiet(socket)
      })
      await once(passive, 'listening')
      return portOf(passive)
    },
    async data() {
      const socket = await (connected ?? Promise.reject(new Error('no data connection')))
      return control === raw ? socket : secured(socket, certificates?.data ?? certificates?.control)
    },
  }
  const acts: Script = {
    AUTH: () => {
      if (!certificates) return session.say('502 There is no TLS here.')
      session.say('234 Go on.')
      listen(secured(raw, certificates.control))
    },
    EPSV: async () => session.say(`229 Entering (|||${await session.listen()}|)`),
    STOR: async () => {
      session.say('150 Send it.')
      keep(await buffer(await session.data()))
      session.say('226 Kept.')
    },
    RETR: async () => {
      session.say('150 Here it is.')
      ;(await session.data()).end('content')
      session.say('226 Sent.')
    },
    ...script,
  }
  const listen = (socket: Socket): void => {
    control = quiet(socket)
    raw.removeAllListeners('data')
    let rest = ''
    socket.on('data', (chunk) => {
      const lines = `${rest}${chunk}`.split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        heard.push(line)
        const word = line.split(' ')[0] ?? ''
        const act = acts[word]
        if (act) void act(session)
        else session.say(ANSWERS[word] ?? '502 What?')
      }
    })
  }
  raw.on('close', () => passive?.close())
  listen(raw)
  session.say('220 Here.')
}

function secured(socket: Socket, secureContext: SecureContext | undefined): Socket {
  return quiet(new TLSSocket(socket, { isServer: true, ...(secureContext ? { secureContext } : {}) }))
}

/** Clients that go away are what some tests are about. */
function quiet(socket: Socket): Socket {
  return socket.on('error', () => {})
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
