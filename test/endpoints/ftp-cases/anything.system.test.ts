/** Whatever a client does, in whatever order, harms nobody but itself. */
import type { Socket } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COMMANDS } from '../../../src/endpoints/ftp/commands.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { dataTo, member, type RawClient, visit } from './raw-client.ts'
import { startFtp, until } from './rig.ts'

type Deed = (client: RawClient) => unknown

const PORT = /\|\|\|(\d+)\|/

// biome-ignore format: a table
const DEEDS: Readonly<Record<string, Deed>> = {
  'data sent':          (client) => withData(client, (data) => data.end('x'.repeat(70_000))),
  'data ended':         (client) => withData(client, (data) => data.end()),
  'data reset':         (client) => withData(client, (data) => void data.resetAndDestroy()),
  'data kept':          (client) => withData(client, () => {}),
  'data as TLS':        (client) => withData(client, (data) => client.secured(data).then((secure) => secure.end('x'), () => {})),
  'upload begun':       (client) => begin(client, 'STOR one', (data) => data.write('x')),
  'download begun':     (client) => begin(client, 'RETR one', () => {}),
  'list awaited':       (client) => begin(client, 'LIST'),
  'TLS asked for':      (client) => client.send('AUTH TLS'),
  'TLS begun':          (client) => void client.wrap().catch(() => {}),
  'control reset':      (client) => void client.raw.resetAndDestroy(),
  'control ended':      (client) => client.raw.end(),
  'control not read':   (client) => client.raw.pause(),
  'a turn':             () => turns(1),
  'many turns':         () => turns(30),
}

const line = fc
  .tuple(
    fc.constantFrom(...COMMANDS.keys(), 'EPSV', 'STOR', 'RETR', 'LIST', 'ABOR', 'USER', 'PASS'),
    fc.constantFrom(
      '',
      ' one',
      ' user',
      ' correct-horse-7',
      ' 0',
      ' P',
      ' *',
      ' ..',
      ' a\rb',
      ' \xff\xf4',
      ' |1|127.0.0.1|9|',
    ),
  )
  .map(([verb, argument]) => `${verb}${argument}\r\n`)
const noise = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1'))
const said = fc.oneof({ weight: 8, arbitrary: line }, { weight: 1, arbitrary: noise })
const deed = fc.oneof(
  { weight: 3, arbitrary: said },
  { weight: 2, arbitrary: fc.constantFrom(...Object.keys(DEEDS), 'many turns', 'many turns') },
)

test('random lines, noise, data connections and deaths leave the engine as it was', async () => {
  const files = memoryFiles()
  const limits = { loginSeconds: 0.2, dataSeconds: 0.2, sessionsPerUser: 50, loginFailuresPerSession: 1000 }
  await using scene = await startFtp({ files: () => files, limits })
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(deed, { maxLength: 25 }), async (isIn, deeds) => {
      const client = isIn ? await member(scene.port) : await visit(scene.port)
      for (const name of deeds) {
        const act = DEEDS[name]
        if (act) await act(client)
        else if (client.stream.writable) client.stream.write(name, 'latin1')
      }
      client.raw.destroy()
    }),
    { numRuns: 300 },
  )
  await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
  await until(async () => (await scene.metric('sluice_ftp_strangers')) === 0)
  expect(scene.events.filter(({ event }) => event === 'ftp.bug')).toEqual([])
  await using next = await member(scene.port)
  expect(await next.codeOf('NOOP')).toBe('200')
})

async function begin(client: RawClient, line: string, act?: (data: Socket) => unknown): Promise<void> {
  if (!client.stream.writable) return
  client.send('EPSV')
  await turns(30)
  if (act) await withData(client, act)
  if (client.stream.writable) client.send(line)
  await turns(30)
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

/** To the newest passive port that was told, if any. */
async function withData(client: RawClient, act: (data: Socket) => unknown): Promise<void> {
  const port = PORT.exec(client.told)?.[1]
  const data = port === undefined ? null : await dataTo(Number(port)).catch(() => null)
  if (data) await act(data)
}
