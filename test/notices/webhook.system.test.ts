import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { createWebhook } from '../../src/notices/webhook.ts'
import { listening } from './fixtures.ts'

const MESSAGE = { id: '0192-a', medium: 'webhook', to: 'webhook', subject: '', text: '{"version":1}' } as const
const soon = () => AbortSignal.timeout(15_000)

test('rule 27.3: the document is posted as it is, with the token and a key that stays the same', async () => {
  const asked: unknown[] = []
  await using server = await listening(async ({ method, headers, url }, response) => {
    const { authorization, 'idempotency-key': key, 'content-type': type } = headers
    asked.push({ method, url, authorization, key, type })
    response.writeHead(204).end()
  })
  expect(await createWebhook({ url: `${server.url}/night`, token: 'sesame' })(MESSAGE, soon())).toEqual({
    ok: true,
    value: undefined,
  })
  expect(asked).toEqual([
    { method: 'POST', url: '/sms/night', authorization: 'Bearer sesame', key: '0192-a', type: 'application/json' },
  ])
})

test('rule 27.3: the body is the document', async () => {
  const bodies: string[] = []
  await using server = await listening(async (request, response) => {
    bodies.push(await text(request))
    response.end()
  })
  await createWebhook({ url: server.url, token: '' })(MESSAGE, soon())
  expect(bodies).toEqual(['{"version":1}'])
})

test('one that is away, or refuses for now, is tried again; without an address it is given up', async () => {
  await using server = await listening((_, response) => void response.writeHead(503).end())
  await expect(createWebhook({ url: server.url, token: '' })(MESSAGE, soon())).rejects.toThrow(Unavailable)
  expect(await createWebhook({ url: '', token: '' })(MESSAGE, soon())).toEqual({
    ok: false,
    problem: { why: 'no webhook is configured' },
  })
})
