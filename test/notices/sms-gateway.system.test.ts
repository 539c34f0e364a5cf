import type { IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { createSmsGateway } from '../../src/notices/sms-gateway.ts'
import { listening } from './fixtures.ts'

const MESSAGE = { id: '0192-a', medium: 'sms', to: '+32470123456', subject: '', text: 'Code für Zoë: 1234' } as const
const soon = () => AbortSignal.timeout(15_000)

test('address and text are posted as JSON with the token, and nothing else', async () => {
  const asked: { method: string | undefined; headers: IncomingHttpHeaders; body: unknown }[] = []
  await using server = await listening(async (request, response) => {
    asked.push({ method: request.method, headers: request.headers, body: JSON.parse(await text(request)) })
    response.writeHead(202).end('{"any":"thing"}')
  })
  const send = createSmsGateway({ url: server.url, token: 'sesame' })
  expect(await send(MESSAGE, soon())).toEqual({ ok: true, value: undefined })
  expect(asked).toEqual([
    {
      method: 'POST',
      headers: expect.objectContaining({
        'content-type': 'application/json',
        authorization: 'Bearer sesame',
        'idempotency-key': '0192-a',
      }),
      body: { to: '+32470123456', text: 'Code für Zoë: 1234' },
    },
  ])
})

test.each([400, 410, 413, 422])('%d is for good', async (status) => {
  await using server = await answering(status)
  const sent = await createSmsGateway({ url: server.url, token: '' })(MESSAGE, soon())
  expect(sent).toEqual({ ok: false, problem: { why: `SMS gateway ${status}` } })
})

test.each([401, 403, 404, 408, 429, 500, 503])('%d is something for later', async (status) => {
  await using server = await answering(status)
  const sent = createSmsGateway({ url: server.url, token: 'sesame' })(MESSAGE, soon())
  await expect(sent).rejects.toThrow(Unavailable)
  await expect(sent).rejects.not.toThrow(/sesame|1234|\+32/)
})

test.each([301, 307])('a redirect (%d) is not followed with the token', async (status) => {
  let followed = 0
  await using other = await listening((_, response) => {
    followed += 1
    response.end()
  })
  await using server = await answering(status, { location: other.url })
  await expect(createSmsGateway({ url: server.url, token: 'sesame' })(MESSAGE, soon())).rejects.toThrow(Unavailable)
  expect(followed).toBe(0)
})

test('an answer without end is not read, and one that never comes is given up by the signal', async () => {
  await using endless = await listening((_, response) => {
    response.writeHead(200)
    const write = () => response.writable && response.write('x'.repeat(65_536), () => setImmediate(write))
    write()
  })
  expect(await createSmsGateway({ url: endless.url, token: '' })(MESSAGE, soon())).toMatchObject({ ok: true })
  const end = new AbortController()
  await using silent = await listening(() => end.abort())
  await expect(createSmsGateway({ url: silent.url, token: '' })(MESSAGE, end.signal)).rejects.toThrow(Unavailable)
})

test('a text that is too long is refused before it is posted', async () => {
  const sent = await createSmsGateway({ url: 'http://127.0.0.1:1/', token: '' })(
    { ...MESSAGE, text: 'x'.repeat(1531) },
    soon(),
  )
  expect(sent).toMatchObject({ ok: false })
})

function answering(status: number, headers: Record<string, string> = {}) {
  return listening((request, response) => {
    request.resume()
    response.writeHead(status, headers).end()
  })
}
