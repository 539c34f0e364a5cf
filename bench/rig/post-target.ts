import { Agent, request } from 'node:http'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Parcel, Target } from '../../src/services/target.ts'

/** The least that hands over to a receiver: one POST on a connection that stays, with every byte of the parcel read from the spool. */
export function postTarget(port: number, connections: number): Target & AsyncDisposable {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    async handOver(parcel) {
      const contents = await Promise.all(parcel.files.map(({ content }) => buffer(content() as Readable)))
      await post(port, agent, parcel, Buffer.concat([parcel.description, ...contents]))
      return { outcome: 'delivered', reference: null }
    },
    [Symbol.asyncDispose]: async () => agent.destroy(),
  }
}

function post(port: number, agent: Agent, { idempotencyKey }: Parcel, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'idempotency-key': idempotencyKey, 'content-length': body.length }
    const asked = request({ host: '127.0.0.1', port, method: 'POST', path: '/', agent, headers }, (response) => {
      response.resume().once('end', () => (response.statusCode === 204 ? resolve() : reject(new Error('not taken'))))
    })
    asked.once('error', reject)
    asked.end(body)
  })
}
