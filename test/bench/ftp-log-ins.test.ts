import { expect, test } from 'vitest'
import { logInMany } from '../../bench/peers/ftp-log-ins.ts'
import { type Script, type ScriptedFtp, startScriptedFtp } from '../endpoints/support/scripted-ftp.ts'

test.each<[number, number | undefined]>([
  [7, undefined],
  [7, 3],
  [1, 1],
])('%d clients log in, %s at a time', async (count, atATime) => {
  await using server = await startScriptedFtp()
  await using crowd = await logInMany(accountOf(server), count, atATime)
  expect(crowd.seconds).toBeGreaterThan(0)
  expect([...server.heard].sort()).toEqual([
    ...Array.from({ length: count }, () => 'PASS secret'),
    ...Array.from({ length: count }, () => 'USER tester'),
  ])
})

test.each<[string, Script, string]>([
  ['turns one away', { PASS: (session) => session.say('530 No.') }, 'a log-in was answered with 530'],
  ['hangs up', { PASS: (session) => session.hangUp() }, 'a log-in was cut off'],
])('a server that %s is not measured', async (_, script, message) => {
  await using server = await startScriptedFtp(script)
  await expect(logInMany(accountOf(server), 3)).rejects.toThrow(message)
})

function accountOf({ port }: ScriptedFtp) {
  return { host: '127.0.0.1', port, user: 'tester', password: 'secret', root: '' }
}
