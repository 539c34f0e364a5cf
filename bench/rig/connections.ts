import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import type { Gateway } from './gateway.ts'

/** Log-ins of the gateway's sender that share work. */
export type Connections = AsyncDisposable & {
  /** Each connection takes the next piece as soon as it is free; resolves when all are done. */
  each<Piece>(pieces: readonly Piece[], work: (client: RemoteClient, piece: Piece) => Promise<void>): Promise<void>
}

export async function openConnections(gateway: Gateway, count: number): Promise<Connections> {
  const clients: RemoteClient[] = []
  const dispose = async (): Promise<void> => {
    await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()))
  }
  try {
    while (clients.length < count) clients.push(await gateway.connect())
  } catch (error) {
    await dispose()
    throw error
  }
  return {
    async each(pieces, work) {
      const rest = [...pieces].reverse()
      await Promise.all(
        clients.map(async (client) => {
          for (let piece = rest.pop(); piece !== undefined; piece = rest.pop()) await work(client, piece)
        }),
      )
    },
    [Symbol.asyncDispose]: dispose,
  }
}
