import { chmodSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { liveSending } from '../../src/daemon/live-sending.ts'
import { folderWith } from '../config/folder.ts'
import { listening } from '../notices/fixtures.ts'
import { reloads } from './reloads.ts'

const SMS = { id: 'a', medium: 'sms', to: '+32470000000', subject: '', text: 'Code 1' } as const

test('the next message after a reload leaves by the way that is configured then', async () => {
  using folder = folderWith({ 'token.key': 'first' })
  const tokens: (string | undefined)[] = []
  await using gateway = await listening((request, response) => {
    tokens.push(request.headers.authorization)
    response.end()
  })
  const site = await reloads(folder.path, 'messages.folder=out', 'messages.attempts=3')
  const sending = await liveSending(site)
  const send = () => sending().ways.sms(SMS, AbortSignal.timeout(10_000))
  await send()
  expect([readdirSync(join(folder.path, 'out')), sending().attemptsMax]).toEqual([['a.json'], 3])

  const http = ['messages.sms.via=http', `messages.sms.url=${gateway.url}`, 'messages.sms.tokenFile=token.key']
  await site.reload(...http)
  await send()
  expect([tokens, sending().attemptsMax]).toEqual([['Bearer first'], 12])

  rmSync(join(folder.path, 'token.key'))
  await site.reload()
  await send()
  expect([tokens, site.events]).toEqual([['Bearer first', 'Bearer first'], ['config.notApplied']])

  using other = folderWith({ 'token.key': 'second' })
  chmodSync(join(other.path, 'token.key'), 0o600)
  await site.reload(...http.slice(0, 2), `messages.sms.tokenFile=${join(other.path, 'token.key')}`)
  await send()
  expect(tokens.at(-1)).toBe('Bearer second')
})
