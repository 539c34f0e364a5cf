import { randomUUID } from 'node:crypto'
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examineClocks } from '../../src/cli/doctor/clocks.ts'
import { examineCollation } from '../../src/cli/doctor/collation.ts'
import { examineRegistryKey } from '../../src/cli/doctor/registry-key.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Database } from '../../src/database/database.ts'
import { SUPERUSER } from '../../src/database/embedded/probe.ts'
import { noteStep } from '../../src/ledger/database-clock.ts'
import { reportProcess } from '../../src/ledger/processes.ts'
import { queueMessage } from '../../src/registry/outgoing-messages.ts'
import { createSecretBox, makeSecretKey } from '../../src/registry/secret-box.ts'
import { currentTokenKeys } from '../../src/registry/token-keys.ts'
import { folderWith } from '../config/folder.ts'
import { testDatabase } from '../support/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())

test('a database without the collation of our searches is told, with what to do', async () => {
  expect(await examine(examineCollation)).toEqual([{ name: 'collation', state: 'ok', found: 'und-x-icu' }])
  const client = new pg.Client({ ...database.connection, user: SUPERUSER })
  await client.connect()
  await client.query('drop collation pg_catalog."und-x-icu"').finally(() => client.end())
  const remedy = expect.stringContaining('Use a PostgreSQL that is built with ICU')
  expect(await examine(examineCollation)).toEqual([
    { name: 'collation', state: 'problem', found: 'und-x-icu is missing', remedy },
  ])
})

test('rule 32.3: clocks that differ, and a database that stepped, are told with what to do', async () => {
  const card = { node: 'town', pid: 7, version: '1', roles: [], addresses: {} }
  const right = { skewSeconds: 0.4, steppedSeconds: 0 }
  const clocks = [right, { ...right, skewSeconds: -121 }, { ...right, steppedSeconds: 86_400 }, null]
  for (const clock of clocks)
    await reportProcess(database.queries, { ...card, processId: randomUUID() }, { ...(clock && { clock }) })
  const found = await examine(examineClocks)
  const whose = "the clock of town (process 7) differs from the database's by"
  const close = { name: 'clocks', state: 'ok' }
  const own = {
    ...close,
    found: expect.stringMatching(/^this machine's clock differs from the database's by 0\.[0-9] s$/),
  }
  expect(found).toEqual([
    own,
    { ...close, found: `${whose} 0.4 s` },
    { ...close, state: 'problem', found: `${whose} 121.0 s`, remedy: 'Correct both by NTP.' },
    { ...close, found: `${whose} 0.4 s` },
    {
      ...{ name: 'clocks', state: 'problem', found: "the database's clock stepped by 86400 s lately" },
      remedy: 'Correct it if it is wrong; until `retention.clockHoldHours` are over nothing leaves.',
    },
  ])
})

test('rule 32.4: after a step that was taken back the hold is told, while it lasts', async () => {
  await database.queries.deleteFrom('running_process').execute()
  const own = { name: 'clocks', state: 'ok', found: expect.stringContaining("this machine's clock differs") }
  expect(await examine(examineClocks)).toEqual([own])
  await noteStep(database.queries, 24 * 3600)
  const remedy =
    'Look whether it is right now; then nothing need be done. A lower `retention.clockHoldHours` ends this earlier.'
  const found = (hours: string) =>
    `the database's clock stepped lately; nothing expires or leaves for another ${hours} h`
  expect(await examine(examineClocks)).toEqual([own, { name: 'clocks', state: 'advice', found: found('24.0'), remedy }])
  expect(await examine(examineClocks, ['retention.clockHoldHours=1.5'])).toEqual([
    own,
    { name: 'clocks', state: 'advice', found: found('1.5'), remedy },
  ])
  expect(await examine(examineClocks, ['retention.clockHoldHours=0'])).toEqual([own])
})

test('the key of the registry is looked at: its form, its rights, and whether it opens what is kept', async () => {
  using folder = folderWith({})
  const file = join(folder.path, 'registry.key')
  const look = async () => {
    const [{ state, found } = { state: '', found: '' }, ...more] = await examine(examineRegistryKey, [
      `access.keyFile=${file}`,
    ])
    expect(more).toEqual([])
    return `${state}: ${found.replace(file, '<key>')}`
  }
  const write = (text: string) => {
    writeFileSync(file, text)
    chmodSync(file, 0o600)
  }
  const key = makeSecretKey()
  const seen = [await look()]
  write(key.slice(1))
  seen.push(await look())
  write(key)
  seen.push(await look())
  chmodSync(file, 0o640)
  seen.push(await look())
  await keepSomebody(key)
  await currentTokenKeys(database, createSecretBox(key), { days: 30, publishedSeconds: 60 })
  write(key)
  seen.push(await look())
  write(makeSecretKey())
  seen.push(await look())
  rmSync(file)
  seen.push(await look())
  expect(seen).toEqual([
    'advice: no key yet',
    'problem: <key> holds no key.',
    'ok: <key>; nothing is sealed yet',
    'problem: <key> can be read by others.',
    'ok: <key>; opens ssin, message, tokenKey',
    'problem: <key> does not open ssin, message, tokenKey',
    'problem: <key> does not exist',
  ])
})

async function examine(examination: typeof examineCollation, sets: readonly string[] = []) {
  const { config } = await loadConfig({ cwd: '/', sets, keys: false })
  return examination({ config, database, now: new Date() })
}

async function keepSomebody(key: string): Promise<void> {
  const [box, personId] = [createSecretBox(key), randomUUID()]
  const ssin = '85073000160'
  const sealed = { ssin_sealed: box.seal(ssin, 'ssin', personId), ssin_hash: box.fingerprint(ssin, 'ssin') }
  await database.transaction(async (tx) => {
    await tx
      .insertInto('person')
      .values({ person_id: personId, last_name: 'Peeters', first_name: 'Jan', created_by: 'test', ...sealed })
      .execute()
    const message = {
      medium: 'mail',
      to: 'jan@example.be',
      language: 'nl',
      template: 'rights.changed',
      values: {},
    } as const
    await queueMessage(tx, box, message)
  })
}
