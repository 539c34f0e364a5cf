import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { expect, test } from 'vitest'
import { pushSet } from '../../src/cli/send-sets.ts'
import { SUPERUSER } from '../../src/database/embedded/probe.ts'
import { expectDeliveredOnce } from './flow.ts'
import { connect, eventually, makeSet, openSite, type Site } from './gateway.ts'

test('case D12: a read that never returns holds up neither the stop nor the set, which ends once after the next start', async () => {
  await using site = await openSite('drainSeconds=1', 'limits.stepAttempts=1')
  const first = await site.start()
  const events: string[] = []
  first.onEvent((event) => events.push(event))
  const sender = await site.enrol(first)
  const set = await makeSet(site, sender, { sequence: 'H0001' })
  const signature = set.files.find((path) => basename(path).startsWith('FS'))!
  {
    await using client = await connect(first, sender)
    await client.put(`/IN/${basename(signature)}`, await readFile(signature))
    const mend = await hangs(await blobOf(site, signature))
    await pushSet(client, { ...set, files: set.files.filter((path) => path !== signature) }, () => {})
    await eventually(
      () => claimsOf(site),
      (owners) => owners.length === 1,
    )
    await first[Symbol.asyncDispose]()
    expect(await first.ended).toEqual([null, 'SIGTERM'])
    await eventually(
      () => nextTurn(events),
      () => events.includes('gateway.stuck'),
    )
    await mend()
  }

  await using second = await site.start()
  await expectDeliveredOnce(site, second, sender, [set])
})

/** Where the spool keeps the content of this file. */
async function blobOf({ folder }: Site, file: string): Promise<string> {
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
  return join(folder, 'spool', 'blobs', sha256.slice(0, 2), sha256)
}

/** A pipe that nobody writes to: opening it to read never returns, as on a network file system whose server is gone. */
async function hangs(path: string): Promise<() => Promise<void>> {
  await rename(path, `${path}.kept`)
  await promisify(execFile)('mkfifo', [path])
  return async () => {
    await rm(path)
    await rename(`${path}.kept`, path)
  }
}

/** Who works on submissions now. */
async function claimsOf({ folder }: Site): Promise<string[]> {
  const host = join(folder, 'spool', 'postgres', 'socket')
  const client = new pg.Client({ host, user: SUPERUSER, database: 'sluice' })
  await client.connect()
  const { rows } = await client.query<{ owner: string }>('select owner from claim where owner is not null')
  await client.end()
  return rows.map(({ owner }) => owner)
}
