import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemNow } from '../../src/base/clock.ts'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import { liveConfig } from '../../src/config/live.ts'
import { loadConfig } from '../../src/config/load.ts'
import { endingOn } from '../../src/daemon/ending.ts'
import { startSelfTest } from '../../src/daemon/self-test/self-test.ts'
import { within } from '../../src/daemon/self-test/trip.ts'
import { makeTrialKeys } from '../../src/daemon/trial-keys.ts'
import { lastGreen } from '../../src/ledger/retention/self-tests.ts'
import { createSecretBox, makeSecretKey } from '../../src/registry/secret-box.ts'
import { folderWith } from '../config/folder.ts'
import { freePort } from '../support/free-port.ts'
import { testDatabase } from '../support/test-database.ts'

test('rule 23.13: an endpoint that says nothing holds up no other one', async () => {
  await using database = await testDatabase()
  await using silent = await silentServer()
  using folder = folderWith({})
  await makeTrialKeys(join(folder.path, 'certs'), systemNow, silentLog)
  const load = () => loadConfig({ cwd: folder.path, sets: [] })
  const live = liveConfig((await load()).config, load, silentLog)
  const ending = endingOn(new AbortController().signal, () => 0)
  const ground = { live, node: 'one', version: '0', log: silentLog, metrics: createMetrics(), now: systemNow, ending }
  const addresses = { sftp: silent.address, web: { host: '127.0.0.1', port: await freePort() } }
  const box = createSecretBox(makeSecretKey())
  const tests = startSelfTest({ ...ground, database, box, addresses })
  let noted: string[] = []
  while (noted.length === 0 || silent.connections() === 0) {
    noted = (await lastGreen(database.queries)).map(({ endpoint }) => endpoint)
  }
  expect(noted).toEqual(['web'])
  silent.hangUp()
  await tests[Symbol.asyncDispose]()
})

test('rule 23.13: a trip that does not come to an end is given up', async () => {
  const endless = new Promise<void>(() => {})
  await expect(within({ answerSeconds: -29.99 }, endless)).rejects.toThrow('did not come to an end within')
})

async function silentServer() {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    connections: () => sockets.length,
    hangUp,
    async [Symbol.asyncDispose]() {
      hangUp()
      server.close()
      await once(server, 'close')
    },
  }
}
