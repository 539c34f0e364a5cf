/** Whole small sets over the web service, durable when they are answered: while nobody judges them, and while they are judged. */
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { sha256 } from '../../src/base/hashes.ts'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import type { WebClient, WebPart } from '../../src/endpoints/web/client/web-client.ts'
import type { Bench, Figure } from '../figure.ts'
import { besideGoal, type Reading } from '../reading.ts'
import { type GatewayWish, openGateway } from '../rig/gateway.ts'
import { listedAnswers, makeSets, type SignedSet } from '../rig/sets.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inParallel, openWebClient } from '../rig/web.ts'
import { inTurns } from '../rounds.ts'

const CONNECTIONS = 8
const TRANSFERS = { usual: 400, full: 1500 } as const
const PER_SECOND = 200
/** Node has not compiled the whole way before some thousands of transfers; a gateway runs for months. */
const WARM_UPS = 12
const LOOK_MILLISECONDS = 20
const ANSWER_SECONDS_MAX = 120
/** What one sender may ask for is not what is measured. */
const SETTINGS = ['limits.webRequestsPerSecond=100000', 'limits.transfersAtOnce=1000']

type Case = { readonly name: string; readonly wish: GatewayWish; readonly isAnswered: boolean }

const CASES: readonly Case[] = [
  { name: 'nobody judges', wish: { roles: ['endpoints', 'console'] }, isAnswered: false },
  { name: 'judged at the same time', wish: {}, isAnswered: true },
]

export const webSmallTransfers: Figure = {
  id: 'web-transfers',
  title: `Small transfers on ${CONNECTIONS} connections`,
  async measure(bench) {
    const readings: Reading[] = []
    for (const one of CASES) readings.push(await measureCase(one, bench))
    return readings
  },
}

async function measureCase({ name, wish, isAnswered }: Case, bench: Bench): Promise<Reading> {
  await using folder = await openTempFolder()
  await using gateway = await openGateway(bench.program, join(folder.path, 'gateway'), { ...wish, settings: SETTINGS })
  await using client = await openWebClient(gateway.web)
  await using watcher = await gateway.connect()
  const count = bench.full ? TRANSFERS.full : TRANSFERS.usual
  let sent = 0
  const rates = await inTurns(
    {
      async ours() {
        const sets = await makeSets(gateway, count)
        const began = performance.now()
        await inParallel(sets, CONNECTIONS, (set) => sendSet(client, set))
        const seconds = (performance.now() - began) / 1000
        sent += count
        if (isAnswered) await untilAnswered(watcher, sent)
        return count / seconds
      },
    },
    bench,
    { warmUps: WARM_UPS },
  )
  const what = `Small transfers on ${CONNECTIONS} connections, ${name}`
  return besideGoal({ name: what, unit: 'transfers/s' }, rates.ours, { what: 'at least', value: PER_SECOND })
}

async function sendSet(client: WebClient, { files }: SignedSet): Promise<void> {
  const [declaration, signature, trigger] = files
  if (!declaration || !signature || !trigger) throw new TypeError('a set has three files')
  const parts = [partOf('declaration', declaration), partOf('signature', signature)]
  const sent = await client.send({ setName: trigger.name.replace(/^GO\./, ''), go: true, parts })
  if (!sent.ok) throw new Error(`${trigger.name}: ${sent.problem.message}`)
}

function partOf(name: WebPart['name'], { name: fileName, bytes }: SignedSet['files'][number]): WebPart {
  return { name, fileName, bytes: bytes.length, sha256: sha256(bytes), open: () => Readable.from([bytes]) }
}

/** So that no round is measured beside what the one before has left to do. */
async function untilAnswered(watcher: RemoteClient, count: number): Promise<void> {
  const deadline = performance.now() + ANSWER_SECONDS_MAX * 1000
  while ((await listedAnswers(watcher)).length < count) {
    if (performance.now() > deadline) throw new Error('not all sets were answered')
    await pause(LOOK_MILLISECONDS)
  }
}
