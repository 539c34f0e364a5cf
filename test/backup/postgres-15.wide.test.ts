/** An operated PostgreSQL of Debian, backed up and put back there, and into the newer one that the gateway brings along. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { writeAudit } from '../../src/registry/audit.ts'
import { commandLine } from '../cli/command-line.ts'
import { acceptMany } from '../services/accept-many.ts'
import {
  type DebianServer,
  missingForDebianServer as missing,
  startDebianServer,
} from '../support/operated-postgres.ts'
import { testDatabase } from '../support/test-database.ts'
import { allRows } from './all-rows.ts'

const mustRun = process.env.SLUICE_WIDE === '1'
const SETS = 300

let server: DebianServer
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-operated-'))
  if (missing === '' || mustRun) server = await startDebianServer()
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(({ skip }) => skip(missing !== '' && !mustRun, `not run: needs ${missing}`))

test('rule 31.1: a backup of PostgreSQL 15 by URL is the same rows there and in a newer server', async () => {
  await using lost = await operated('sluice')
  await acceptMany(lost, 'DMFA', '111111', SETS)
  await lost.transaction((tx) =>
    writeAudit(tx, { actor: 'système', action: 'test', subject: 'x', detail: { at: ['ä', null] } }),
  )
  const backups = join(folder, 'backups')
  using from = sluiceOn(lost, 'one')
  expect(await from('backup', backups)).toMatchObject({ code: 0, err: '' })
  const { answer_counter: _, ...rows } = await allRows(lost)
  expect(rows.submission).toHaveLength(SETS)
  await using operatedAgain = await operated('another')
  await using newer = await testDatabase()
  for (const database of [operatedAgain, newer]) {
    using to = sluiceOn(database, `to-${database.connection.database}`)
    expect(await to('restore', backups)).toMatchObject({ code: 0, err: '' })
    const { answer_counter: _, restoration, ...there } = await allRows(database)
    expect(restoration).toHaveLength(1)
    expect({ ...there, restoration: [] }).toEqual(rows)
  }
})

async function operated(name: string) {
  await server.recreate(name)
  return await openDatabase({
    ...{ url: `postgres://sluice@127.0.0.1:${server.port}/${name}`, passwordFile: server.file('password') },
    ...{ spoolDir: folder, role: 'daemon', poolSize: 3, log: silentLog },
  })
}

function sluiceOn(database: Pick<Database, 'connection'>, spool: string) {
  const password = database.connection.host === '127.0.0.1' ? [`database.passwordFile=${server.file('password')}`] : []
  return commandLine(database, [`spool.dir=${join(folder, spool)}`, ...password])
}
