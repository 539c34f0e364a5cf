import { chmod, chown, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { startEmbedded } from '../../../src/database/embedded/embedded-server.ts'
import { runningPid } from '../../../src/database/embedded/postmaster.ts'
import { compileChild, startChild } from './compiled.ts'
import { tempFolder } from './temp-folder.ts'

const NOBODY = { uid: 65_534, gid: 65_534 }
const STRANGER = 12_345
const refuse = async () => false
const allow = async () => true

beforeEach(({ skip }) => {
  skip(process.getuid?.() !== 0 && process.env.SLUICE_WIDE !== '1', 'not run: needs root')
})

test('where user namespaces are refused the server runs as an account with a name, and later as root again', async () => {
  await using folder = await tempFolder()
  await chmod(folder.path, 0o711)
  const dir = join(folder.path, 'postgres')
  const cluster = join(dir, 'cluster')
  {
    await using _server = await startEmbedded({ dir, log: silentLog, mayUnshare: refuse })
    const { uid } = await stat(cluster)
    expect([await ownerOf(cluster), (await stat(dir)).mode & 0o777]).toEqual([uid, 0o700])
    expect(uid).toBeGreaterThan(0)
  }
  await using _server = await startEmbedded({ dir, log: silentLog })
  expect([(await stat(cluster)).uid, await ownerOf(cluster)]).toEqual([0, 0])
})

test.each([
  ['an unprivileged server', refuse],
  ['a server in a user namespace', allow],
])('a parent folder that %s may not pass is named', async (_, mayUnshare) => {
  await using folder = await tempFolder()
  await chown(folder.path, STRANGER, STRANGER)
  const attempt = startEmbedded({ dir: join(folder.path, 'postgres'), log: silentLog, mayUnshare })
  await expect(attempt).rejects.toMatchObject({
    name: 'Misconfigured',
    message: expect.stringContaining(`may not pass ${folder.path} to`),
    remedy: expect.stringContaining('spool.dir'),
  })
})

test('an ordinary user starts and stops the server, from a node_modules that is not his', async () => {
  await using folder = await tempFolder()
  await chmod(folder.path, 0o755)
  const script = compileChild(join(folder.path, 'compiled'))
  const spool = join(folder.path, 'spool')
  await mkdir(spool)
  await chown(spool, NOBODY.uid, NOBODY.gid)
  const child = startChild(script, spool, 'daemon', NOBODY)
  expect(await child.said()).toEqual({ event: 'open', adopted: false, submissions: [] })
  expect(await ownerOf(join(spool, 'postgres', 'cluster'))).toBe(NOBODY.uid)
  child.process.stdin.end()
  expect([await child.said(), await child.exit]).toEqual([{ event: 'closed' }, 0])
})

test('D10: an ordinary user is told when the spool belongs to root', async () => {
  await using folder = await tempFolder()
  await chmod(folder.path, 0o755)
  const script = compileChild(join(folder.path, 'compiled'))
  await mkdir(join(folder.path, 'spool', 'postgres'), { recursive: true, mode: 0o700 })
  const child = startChild(script, join(folder.path, 'spool'), 'daemon', NOBODY)
  expect(await child.said()).toMatchObject({
    event: 'failed',
    kind: 'Misconfigured',
    message: expect.stringContaining(`The gateway may not work in ${join(folder.path, 'spool', 'postgres')}`),
  })
})

test('a user id without a name, as containers have it, works through a user namespace', async () => {
  await using folder = await tempFolder()
  await chmod(folder.path, 0o755)
  const script = compileChild(join(folder.path, 'compiled'))
  const spool = join(folder.path, 'spool')
  await mkdir(spool)
  await chown(spool, STRANGER, STRANGER)
  const child = startChild(script, spool, 'daemon', { uid: STRANGER, gid: STRANGER })
  expect(await child.said()).toEqual({ event: 'open', adopted: false, submissions: [] })
  child.process.stdin.end()
  expect([await child.said(), await child.exit]).toEqual([{ event: 'closed' }, 0])
})

/** The user as whom the server of this cluster runs. */
async function ownerOf(cluster: string): Promise<number> {
  const status = await readFile(`/proc/${await runningPid(cluster)}/status`, 'utf8')
  return Number(/^Uid:\t(\d+)/m.exec(status)?.[1])
}
