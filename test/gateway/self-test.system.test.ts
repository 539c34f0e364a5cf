import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { eventually, openSite, type Site } from './gateway.ts'
import { readiness } from './readiness.ts'

let site: Site
let gateway: GatewayProcess

beforeAll(async () => {
  site = await openSite('selfTest.enabled=true', 'selfTest.everySeconds=5')
  gateway = await site.start()
})

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

type Status = {
  readonly state: string
  readonly books: { readonly imbalance: number }
  readonly deliveries: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly selfTest: readonly {
    readonly endpoint: string
    readonly last: { readonly ok: boolean; readonly error: string | null }
  }[]
}

test('rule 23.10: a set goes through each endpoint and comes back accepted and signed', async () => {
  const status = await eventually(
    async () => (await gateway.command('status')) as Status,
    ({ selfTest }) => selfTest.length === 3,
  )
  expect(status.selfTest.map(({ endpoint, last: { ok, error } }) => ({ endpoint, ok, error }))).toEqual(
    ['ftps', 'sftp', 'web'].map((endpoint) => ({ endpoint, ok: true, error: null })),
  )
  expect((await readiness(gateway)).dependencies).toMatchObject({
    selfTest: { state: 'up' },
    auditCopy: { state: 'up' },
  })
})

test('rule 23.11: nothing of it reaches a queue or a target, and the books balance', async () => {
  const { books, deliveries } = (await gateway.command('status')) as Status
  const folder = join(site.folder, 'spool', 'services', 'SELF')
  await expect(access(folder)).rejects.toThrow('ENOENT')
  expect([books.imbalance, deliveries]).toEqual([0, {}])
})
