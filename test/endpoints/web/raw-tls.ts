/** Bytes over TLS as somebody writes them who keeps no rules. */
import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'

export type RawTls = Disposable & {
  readonly socket: TLSSocket
  readonly text: () => string
  write(bytes: string | Buffer): void
  /** Resolves with all that came, once it holds this. Rejects when the connection ends before. */
  until(mark: string | RegExp): Promise<string>
  /** Resolves with all that came, once the other end closed. */
  ended(): Promise<string>
}

export async function rawTls({ port, ca }: { readonly port: number; readonly ca: string }): Promise<RawTls> {
  const socket = connect({ host: '127.0.0.1', port, ca })
  const came: Buffer[] = []
  socket.on('data', (chunk: Buffer) => came.push(chunk))
  socket.on('error', () => {}) // a reset is an end like any other
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await once(socket, 'secureConnect')
  const text = () => Buffer.concat(came).toString('latin1')
  return {
    ...{ socket, text },
    write: (bytes) => void socket.write(bytes),
    until: (mark) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (typeof mark === 'string' ? text().includes(mark) : mark.test(text())) resolve(text())
        }
        socket.on('data', look)
        socket.once('close', () => reject(new Error(`ended before ${mark}: ${text()}`)))
        look()
      }),
    ended: async () => {
      await closed
      return text()
    },
    [Symbol.dispose]: () => void socket.destroy(),
  }
}

/** Status, headers by name in lower case, and body of the first answer that is final. */
export function firstAnswer(text: string) {
  const final = text.replace(/^HTTP\/1\.1 1\d\d [^\r]*\r\n(?:[^\r]+\r\n)*\r\n/, '')
  const [head = '', ...rest] = final.split('\r\n\r\n')
  const [line = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((header) => {
      const at = header.indexOf(':')
      return [header.slice(0, at).toLowerCase(), header.slice(at + 1).trim()]
    }),
  )
  const body = rest.join('\r\n\r\n')
  const length = headers['content-length']
  return { status: Number(line.split(' ')[1]), headers, text: length ? body.slice(0, Number(length)) : body }
}
