/** OpenSSH's own client and its regression scripts against the engine over a plain folder. */
import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type NeutralScene, startNeutral, USER } from './support/neutral.ts'
import { notRun, outcomeOfProgram } from './support/programs.ts'

const REGRESS = '/usr/lib/openssh/regress'
const MiB = 1024 * 1024

let scene: NeutralScene

beforeEach(({ skip }) => {
  const reason = notRun('sftp', 'ssh', 'ssh-audit', REGRESS)
  skip(reason !== undefined, reason)
})

beforeAll(async () => {
  scene = await startNeutral('wholeDisk')
})

afterAll(() => scene[Symbol.asyncDispose]())

// sftp-perm is about options of OpenSSH's own server program, sftp-uri and sftp-chroot about its daemon's.
test.each(['sftp-cmds', 'sftp-badcmds', 'sftp-batch', 'sftp-glob', 'sftp'])(
  'OpenSSH’s regression script %s passes',
  async (script) => {
    const obj = join(scene.workplace, `obj-${script}`)
    await mkdir(obj)
    const server = join(obj, 'sftp-server')
    await writeFile(server, `#!/bin/sh\nexec ssh -F ${await sshConfig()} -s 127.0.0.1 sftp\n`)
    await chmod(server, 0o755)
    const env = {
      TEST_SSH_SFTPSERVER: server,
      TEST_SSH_SFTP: '/usr/bin/sftp',
      TEST_SSH_SSH: '/usr/bin/ssh',
      TEST_SSH_SSHD: '/usr/sbin/sshd',
      TEST_SHELL: '/bin/sh',
      OBJ: obj,
      PATH: `${REGRESS}:${process.env.PATH}`,
    }
    const path = await quickened(script, obj)
    const { code, output } = await outcomeOfProgram('/bin/sh', [join(REGRESS, 'test-exec.sh'), obj, path], {
      env,
      cwd: obj,
    })
    expect(output).toMatch(/^ok /m)
    expect(code).toBe(0)
  },
)

test('16 MB up and down survive a change of keys by the client every megabyte (case S24)', async () => {
  const [local, back, remote] = ['local', 'back', 'remote'].map((name) => join(scene.workplace, name))
  await writeFile(local!, randomBytes(16 * MiB))
  const outcome = await sftp(`put ${local} ${remote}\nget ${remote} ${back}\n`, '-oRekeyLimit=1M')
  expect(outcome).toMatchObject({ code: 0 })
  expect([await digest(remote!), await digest(back!)]).toEqual([await digest(local!), await digest(local!)])
})

test('a resumed upload and a resumed download are whole (case S17)', async () => {
  const [local, part, remote] = ['whole', 'part', 'resumed'].map((name) => join(scene.workplace, name))
  await writeFile(local!, randomBytes(MiB))
  await writeFile(remote!, (await readFile(local!)).subarray(0, 300_000))
  await writeFile(part!, (await readFile(local!)).subarray(0, 500_000))
  expect(await sftp(`reput ${local} ${remote}\nreget ${remote} ${part}\n`)).toMatchObject({ code: 0 })
  expect([await digest(remote!), await digest(part!)]).toEqual([await digest(local!), await digest(local!)])
})

test('bye does not hang, and -p, -f, df and ls -l work', async () => {
  const local = join(scene.workplace, 'small')
  await writeFile(local, 'x')
  const outcome = await sftp(`put -p -f ${local} ${local}.2\ndf ${scene.workplace}\nls -l ${scene.workplace}\nbye\n`)
  expect(outcome).toMatchObject({ code: 0 })
  expect(outcome.output).toMatch(/-rw.* small\.2$/m)
})

test.each([
  ['diffie-hellman-group14-sha256', 'aes256-ctr'],
  ['diffie-hellman-group16-sha512', 'aes256-gcm@openssh.com'],
  ['curve25519-sha256', 'chacha20-poly1305@openssh.com'],
  ['curve25519-sha256', 'aes128-gcm@openssh.com'],
])('OpenSSH speaks %s and %s with us', async (kex, cipher) => {
  expect(await sftp('pwd\n', `-oKexAlgorithms=${kex}`, `-oCiphers=${cipher}`)).toMatchObject({ code: 0 })
})

test('ssh-audit finds nothing that fails', async () => {
  const { output } = await outcomeOfProgram('ssh-audit', ['-n', '-l', 'fail', '-p', `${scene.port}`, '127.0.0.1'])
  expect(output).not.toMatch(/\[fail\]/)
  const full = await outcomeOfProgram('ssh-audit', ['-n', '-p', `${scene.port}`, '127.0.0.1'])
  expect(full.output).toMatch(/aes128-gcm@openssh\.com/)
})

/** The same script with fewer of the slowest rounds: writes of five bytes, one after the other. */
async function quickened(script: string, obj: string): Promise<string> {
  const text = await readFile(join(REGRESS, `${script}.sh`), 'utf8')
  const path = join(obj, `${script}.sh`)
  await writeFile(path, text.replace('BUFFERSIZE="5 1000 32000 64000"', 'BUFFERSIZE="500 1000 32000 64000"'))
  return path
}

async function sshConfig(): Promise<string> {
  const path = join(scene.workplace, 'ssh_config')
  const lines = [
    'Host *',
    `Port ${scene.port}`,
    `User ${USER}`,
    `IdentityFile ${scene.privateKeyFile}`,
    'IdentitiesOnly yes',
    'StrictHostKeyChecking no',
    'UserKnownHostsFile /dev/null',
    'LogLevel ERROR',
  ]
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}

async function sftp(batch: string, ...options: readonly string[]): Promise<{ code: number; output: string }> {
  const args = ['-F', await sshConfig(), ...options, '-b', '-', '127.0.0.1']
  return outcomeOfProgram('sftp', args, { input: batch })
}

async function digest(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}
