/** What a real TLS client sends, recorded: from the handshake to its last byte. */
import { once } from 'node:events'
import { Duplex } from 'node:stream'
import { connect, createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import { makeSelfSigned } from '../../../../src/signing/make-certificate.ts'
import type { TlsVersion } from './client.ts'

export type Recording = {
  readonly bytes: Buffer
  /** How long each write of data was; each is a record of its own, behind those of the handshake. */
  readonly data: readonly number[]
  readonly isAnnounced: boolean
  /** For the next one to resume. */
  readonly session: Buffer | undefined
}

export type Recorder = (
  version: TlsVersion,
  data: readonly Buffer[],
  isAnnounced: boolean,
  session?: Buffer,
) => Promise<Recording>

export async function recorder(): Promise<Recorder> {
  const names = { commonName: 'localhost', alternativeNames: ['localhost'] }
  const pair = await makeSelfSigned({ ...names, keyType: 'ec', days: 2, now: new Date() })
  const context = createSecureContext({ key: pair.keyPem, cert: pair.certificatePem })
  return (version, data, isAnnounced, session) => record(context, version, data, isAnnounced, session)
}

async function record(
  context: SecureContext,
  version: TlsVersion,
  data: readonly Buffer[],
  isAnnounced: boolean,
  session?: Buffer,
): Promise<Recording> {
  const sent: Buffer[] = []
  const { near, far } = wire((chunk) => sent.push(chunk))
  const server = new TLSSocket(far, { isServer: true, secureContext: context })
  const client = connect({
    ...{ socket: near, rejectUnauthorized: false, minVersion: version, maxVersion: version },
    ...(session && { session }),
  })
  let given: Buffer | undefined
  client.on('session', (ticket) => {
    given = ticket
  })
  const received = taken(
    server,
    data.reduce((sum, { length }) => sum + length, 0),
  )
  await once(client, 'secureConnect')
  for (const bytes of data) await new Promise<void>((resolve) => void client.write(bytes, () => resolve()))
  await received
  if (isAnnounced) {
    client.end()
    await once(server, 'end')
  }
  const bytes = Buffer.concat(sent)
  client.destroy()
  server.destroy()
  return { bytes, data: data.map(({ length }) => length), isAnnounced, session: given }
}

/** Resolves when so many bytes have come. */
function taken(server: TLSSocket, length: number): Promise<void> {
  return new Promise((resolve) => {
    let left = length
    server.once('secure', () => length === 0 && resolve())
    server.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left === 0) resolve()
    })
  })
}

/** Two ends of a connection in memory. */
function wire(onSent: (chunk: Buffer) => void): { readonly near: Duplex; readonly far: Duplex } {
  const end = (other: () => Duplex, onWrite: (chunk: Buffer) => void): Duplex =>
    new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        onWrite(chunk)
        other().push(chunk)
        done()
      },
      final: (done) => {
        other().push(null)
        done()
      },
    })
  const near: Duplex = end(() => far, onSent)
  const far: Duplex = end(
    () => near,
    () => {},
  )
  return { near, far }
}
