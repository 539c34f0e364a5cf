import { Writable } from 'node:stream'
import { Client } from 'basic-ftp'
import { expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import { mailboxFiles } from '../../src/endpoints/files/mailbox-files.ts'
import { createFtpEngine } from '../../src/endpoints/ftp/engine.ts'
import { memoryMailbox, VISITOR } from './support/memory-mailbox.ts'

const CONTENT = Buffer.from('Your online services\r\n')
const CHANGED = new Date('2026-11-23T08:00:00Z')

test('STATUS over FTP: listed, as large as what is read, dated, and never written', async () => {
  await using endpoint = await engine()
  const client = new Client()
  try {
    await client.access({ ...endpoint.address, user: 'f123456', password: 'x' })
    expect((await client.list('/')).map(({ name }) => name)).toContain('STATUS')
    expect((await client.list('/STATUS')).map(({ name, size }) => [name, size])).toEqual([
      ['QUEUES.txt', CONTENT.length],
    ])
    expect([await client.size('/STATUS/QUEUES.txt'), await client.lastMod('/STATUS/QUEUES.txt')]).toEqual([
      CONTENT.length,
      CHANGED,
    ])
    expect(await download(client, '/STATUS/QUEUES.txt')).toEqual(CONTENT)
    const replies = []
    for (const line of [
      'DELE /STATUS/QUEUES.txt',
      'RNFR /STATUS/QUEUES.txt',
      'RNTO /IN/x',
      'MKD /STATUS/x',
      'RMD /STATUS',
    ])
      replies.push([line.slice(0, 4), (await client.sendIgnoringError(line)).code])
    expect(replies).toEqual([
      ['DELE', 553],
      ['RNFR', 350],
      ['RNTO', 553],
      ['MKD ', 550],
      ['RMD ', 550],
    ])
    await client.send('EPSV')
    expect((await client.sendIgnoringError('APPE /STATUS/QUEUES.txt')).message).toMatch(
      /^553 SLU-WRITE: STATUS is written/,
    )
    await client.send('EPSV')
    expect((await client.sendIgnoringError('STOR /STATUS/x')).message).toMatch(/^553 SLU-WRITE: STATUS is written/)
  } finally {
    client.close()
  }
})

function engine() {
  const status = [{ name: 'QUEUES.txt', bytes: CONTENT.length, modifiedAt: CHANGED, content: CONTENT }]
  const mailbox = memoryMailbox({}, status)
  return createFtpEngine({
    ...{ host: '127.0.0.1', port: 0, implicitPort: null, tls: () => null },
    networkOf: () => ({ name: 'cipal', plain: true, passiveAddress: '', passivePorts: null }),
    login: async ({ user }) => ({ allowed: true, login: { name: user, stillHolds: async () => true } }),
    files: () => mailboxFiles(mailbox, VISITOR),
    ...{ log: silentLog, metrics: createMetrics(), now: () => new Date() },
  })
}

async function download(client: Client, path: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  const into = new Writable({
    write(piece: Buffer, _, done) {
      pieces.push(piece)
      done()
    },
  })
  await client.downloadTo(into, path)
  return Buffer.concat(pieces)
}
