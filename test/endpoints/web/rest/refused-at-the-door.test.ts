import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { silentLog } from '../../../../src/base/log.ts'
import { no, ok } from '../../../../src/base/result.ts'
import { SessionRegister } from '../../../../src/endpoints/sessions/register.ts'
import type { Caller } from '../../../../src/endpoints/web/caller.ts'
import type { WebGround } from '../../../../src/endpoints/web/ground.ts'
import { restProblem } from '../../../../src/endpoints/web/problems.ts'
import type { Admit } from '../../../../src/endpoints/web/rest/admission.ts'
import { REST_PREFIX } from '../../../../src/endpoints/web/rest/prefix.ts'
import { restRoute } from '../../../../src/endpoints/web/rest/route.ts'
import { serveRest } from '../../../../src/endpoints/web/rest/serve-rest.ts'
import { SenderLimits } from '../../../../src/endpoints/web/sender-limits.ts'
import { createHttpListener, type HttpListener } from '../../../../src/http/listener.ts'
import { FORM } from '../multipart-body.ts'

const LIMITS = {
  ...{ httpBodyBytes: 1024, httpHeaderSeconds: 5, httpRequestSeconds: 5, httpConnections: 5, idleSeconds: 5 },
  httpConnectionsPerAddress: 5,
}

const caller = { visitor: { sender: '123456' } } as unknown as Caller

test.each<[string, Admit, number]>([
  ['who is not known', async () => no(restProblem('noAccessToken')), 401],
  ['who asks too often', async () => ok(caller), 429],
])('rule 16.2: nothing is done for %s, also when he goes away before all is told', async (_, admit, status) => {
  const [failures, handled]: [unknown[], unknown[]] = [[], []]
  const log = { ...silentLog, error: (event: string, about?: object) => void failures.push({ event, ...about }) }
  const listener = createHttpListener({ setting: 'web', host: '127.0.0.1', port: 0, limits: LIMITS, log })
  const ground = {
    settings: { limits: { webRequestsPerSecond: 0.1, transfersAtOnce: 1 } },
    ...{ publicUrl: () => 'https://here', ticks: () => 0, now: () => new Date(), register: new SessionRegister() },
  } as unknown as WebGround
  const route = restRoute({
    ...{ method: 'POST', path: '/things', access: 'anyToken', summary: 'Takes a form.', form: z.object({}) },
    answers: { 204: { description: 'Taken.' } },
    async handle(ask) {
      handled.push(ask.caller)
      return ok({ status: 204 as const })
    },
  })
  const senders = new SenderLimits(() => ground.settings.limits, ground.ticks)
  serveRest(listener.app, ground, senders, { routes: [route], admit })
  const { port } = await listener.listen()
  const usual = await begunAnswer(listener, port, 0)
  handled.length = 0
  const refused = await begunAnswer(listener, port, 5)
  await listener[Symbol.asyncDispose]()
  expect({ usual, refused, handled, failures }).toEqual({
    ...{ usual: status === 429 ? 204 : 401, refused: status, handled: [], failures: [] },
  })
})

/** The status of an answer to a request whose body never comes; gone as soon as that is read, and seen to be gone. */
async function begunAnswer({ app }: HttpListener, port: number, length: number): Promise<number> {
  const connection = once(app.server, 'connection') as Promise<[Socket]>
  const socket = connect({ host: '127.0.0.1', port })
  socket.write(`POST ${REST_PREFIX}/things HTTP/1.1\r\nhost: a\r\ncontent-type: ${FORM['content-type']}\r\n`)
  socket.write(`content-length: ${length}\r\n\r\n`)
  const [begin] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  const [seen] = await connection
  if (!seen.closed) await once(seen, 'close')
  return Number(String(begin).split(' ')[1])
}
