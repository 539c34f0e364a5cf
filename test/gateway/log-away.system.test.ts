/** The log is away, and what a stranger finds of a gateway's health. */
import { writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Address, GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { awaitAnswer, pushSet } from '../../src/cli/send-sets.ts'
import { connect, makeSet, openSite, type Site } from './gateway.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site?.[Symbol.asyncDispose]())

/** Where nobody takes the log. */
const AWAY = {
  'on a full disk': `openSync('/dev/full', 'w')`,
  'in a pipe that nobody reads': `'pipe'`,
} as const

test.each(Object.entries(AWAY))(
  'case O7: with its log %s a gateway goes on, and the audit has what was done',
  async (_, stderr) => {
    await using gateway = await startWithLog(stderr)
    const sender = await site.enrol(gateway)
    await using client = await connect(gateway, sender)
    const set = await makeSet(site, sender, { sequence: 'A0001' })
    const taken = await pushSet(client, set, () => {})
    const answer = await awaitAnswer(client, set.trigger, taken, 60, new Set())
    expect(answer.acknowledgement).toMatchObject({ accepted: true, codes: [] })
    const { entries } = (await gateway.command('audit', 'show', '--subject', `sender:${sender.number}`)) as {
      entries: object[]
    }
    expect(entries.length).toBeGreaterThan(0)
    expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
  },
)

test('case O9: who comes from outside finds no health and no measures at the doors of senders and services', async () => {
  await using gateway = await site.start('onlineServices={host: 127.0.0.1, port: 0}')
  const { web, portal, onlineServices } = gateway.addresses
  for (const door of [web, portal, onlineServices as Address])
    for (const path of ['/metrics', '/livez', '/readyz', '/healthz', '/metrics/', '//metrics'])
      expect([door.port, path, await answerOf(door, path)]).toEqual([
        door.port,
        path,
        expect.not.stringMatching(TELLING),
      ])
})

/** Of our measures and dependencies. */
const TELLING = /^2|sluice_|process_cpu|"database"|"spool"/

/** Status and body, over TLS. */
function answerOf({ port }: Address, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, rejectUnauthorized: false }, async (answer) => {
      let body = ''
      for await (const piece of answer) body += piece
      resolve(`${answer.statusCode} ${body}`)
    })
    asked.once('error', reject)
    asked.end()
  })
}

/** By a program that runs ours and passes on the signal to stop. */
async function startWithLog(stderr: string): Promise<GatewayProcess> {
  const program = join(site.folder, 'deaf.mjs')
  await writeFile(
    program,
    `import { spawn } from 'node:child_process'
    import { openSync } from 'node:fs'
    const words = [${JSON.stringify(inject('program'))}, ...process.argv.slice(2)]
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', ${stderr}] })
    process.on('SIGTERM', () => child.kill('SIGTERM'))
    child.on('exit', (code) => process.exit(code ?? 1))`,
  )
  return site.startBy(program, 'log.level=trace', 'log.waitingBytes=64 KiB')
}
