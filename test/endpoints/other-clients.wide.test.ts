/** paramiko and rclone, as senders use them (spec §16). */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { RSA_KEY, startEngine } from './support/engine.ts'
import { memoryFiles } from './support/memory-files.ts'
import { startNeutral, USER } from './support/neutral.ts'
import { notRun, outcomeOfProgram } from './support/programs.ts'

/** Debian's own interpreter, for that is where its paramiko is. */
const PYTHON = '/usr/bin/python3'
const PARAMIKO = '/usr/lib/python3/dist-packages/paramiko'
const SCRIPT = join(import.meta.dirname, 'vectors/paramiko-client.py')

beforeEach(({ skip }) => {
  const reason = notRun(PYTHON, PARAMIKO, 'rclone')
  skip(reason !== undefined, reason)
})

test.each([
  [false, 'modern', true],
  [true, 'legacy', true],
  [false, 'legacy', false],
])('paramiko with an RSA key, legacy switch %o, %s client: served %o', async (legacySshRsa, mode, served) => {
  const files = memoryFiles()
  await using engine = await startEngine({ files: () => files, legacySshRsa })
  await using scene = await startNeutral()
  const key = join(scene.workplace, 'id_rsa')
  await writeFile(key, RSA_KEY.privateKey, { mode: 0o600 })
  const { output } = await outcomeOfProgram(PYTHON, [SCRIPT, `${engine.port}`, 'user', key, '/IN/a', mode])
  const said = { put: 1_024_000, same: true, listed: true, home: '/', missing: 2 }
  expect(JSON.parse(output)).toEqual(served ? said : { refused: 'AuthenticationException' })
})

test('rclone copies a tree there and back, and both are the same', async () => {
  await using scene = await startNeutral()
  const [local, back] = [join(scene.workplace, 'local'), join(scene.workplace, 'back')]
  await mkdir(join(local, 'deep/er'), { recursive: true })
  for (let file = 0; file < 30; file++) await writeFile(join(local, 'deep', `f${file}`), randomBytes(2000 * file))
  await writeFile(join(local, 'deep/er/large'), randomBytes(8_000_000))
  const remote = `:sftp,host=127.0.0.1,port=${scene.port},user=${USER},key_file=${scene.privateKeyFile}:tree`
  for (const args of [
    ['copy', local, remote],
    ['check', '--download', local, remote],
    ['copy', remote, back],
    ['purge', remote],
  ]) {
    const { code, output } = await outcomeOfProgram('rclone', ['--config', '/dev/null', ...args])
    expect([args[0], code, output]).toEqual([args[0], 0, expect.any(String)])
  }
  expect(await digests(back)).toEqual(await digests(local))
  expect(await readdir(scene.root)).toEqual([])
})

async function digests(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const pairs = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    return [
      path.slice(folder.length),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ]
  })
  return Object.fromEntries(await Promise.all(pairs))
}
