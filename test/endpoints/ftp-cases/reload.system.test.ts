/** What a reload changes for those who are inside (decision 31). */
import { expect, test } from 'vitest'
import { visit } from './raw-client.ts'
import { startFtp } from './rig.ts'

test('case F1: a network that allows plain FTP no more takes no file and no password in clear from open sessions', async () => {
  let plain = true
  await using scene = await startFtp({ networkNow: () => ({ plain }) })
  await using inside = await visit(scene.port)
  await inside.logIn()
  await using halfway = await visit(scene.port)
  expect(await halfway.codeOf('USER user')).toBe('331')
  plain = false
  const attempts = scene.attempts.length
  expect(await halfway.ask('PASS correct-horse-7')).toMatch(/^530 SLU-TLS/)
  await inside.data()
  expect(await inside.ask('STOR one')).toMatch(/^521 SLU-TLS/)
  expect(scene.attempts.length).toBe(attempts)
})
