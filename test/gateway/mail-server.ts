/** A mail server on loopback that takes everything, without TLS and log-in. */
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export type MailServer = AsyncDisposable & {
  readonly port: number
  readonly received: readonly { readonly to: readonly string[]; readonly text: string }[]
}

export async function openMailServer(): Promise<MailServer> {
  const received: { to: string[]; text: string }[] = []
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], disableReverseLookup: true },
    onData: async (stream, { envelope }, done) => {
      const text = (await buffer(stream)).toString()
      received.push({ to: envelope.rcptTo.map(({ address }) => address), text })
      done()
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  return {
    ...{ port, received },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
