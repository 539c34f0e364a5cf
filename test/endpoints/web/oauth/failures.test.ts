import { expect, test } from 'vitest'
import { Unavailable } from '../../../../src/base/errors.ts'
import { silentLog } from '../../../../src/base/log.ts'
import { createMetrics } from '../../../../src/base/metrics.ts'
import type { WebGround } from '../../../../src/endpoints/web/ground.ts'
import { createWebEndpoint } from '../../../../src/endpoints/web/web-endpoint.ts'
import { assertionOf, makePair, TOKEN_PATH, tokenForm } from '../web-rig.ts'

const LIMITS = {
  ...{ httpBodyBytes: 1024, httpHeaderSeconds: 5, httpRequestSeconds: 5, httpConnections: 5, idleSeconds: 5 },
  httpConnectionsPerAddress: 5,
}

test.each<[string, Error, number, string]>([
  ['a database that is away', new Unavailable('postgres at 10.0.0.1 is away'), 503, 'serviceUnavailable'],
  ['a bug', new TypeError('secret of ours'), 500, 'internalServerError'],
])('%s is told as such, and nothing of ours with it', async (_, failure, status, type) => {
  const web = { trustedProxies: [], clientCertificateHeader: '', assertionBytes: 16_384, algorithms: ['ES256'] }
  const ground = {
    ...{ settings: { web, limits: { tokenRequestBytes: 80 * 1024 } }, metrics: createMetrics(), log: silentLog },
    database: { queries: null },
    publicUrl: () => 'https://here',
    originOf: () => {
      throw failure
    },
  } as unknown as WebGround
  const { app } = createWebEndpoint({ host: '127.0.0.1', port: 0, limits: LIMITS, log: silentLog, ground })
  const pair = await makePair('ec')
  const sender = { ...pair, clientId: 'x' } as Parameters<typeof assertionOf>[0]['sender'] & object
  const answer = await app.inject({
    ...{ method: 'POST', url: TOKEN_PATH, payload: tokenForm(assertionOf({ sender }, 'https://here')) },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect([answer.statusCode, answer.headers['content-type'], answer.json().type]).toEqual([
    ...[status, 'application/problem+json', `urn:problem-type:belgif:${type}`],
  ])
  expect(answer.payload).not.toMatch(/postgres|secret/)
  await app.close()
})
