/** Senders' programs that are not ours, each used as its manual says. */
import { mkdir, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import { outcomeOfProgram } from '../endpoints/support/programs.ts'

export type Login = {
  readonly port: number
  readonly user: string
  readonly keyFile: string
  readonly workplace: string
}

export type Peer = {
  /** Puts files into /IN as the program does it. */
  put(login: Login, files: readonly string[]): Promise<void>
  /** Gets everything that is in /OUT. */
  collect(login: Login, into: string): Promise<void>
}

/** Debian's own interpreter, for that is where its paramiko is. */
export const PYTHON = '/usr/bin/python3'
export const PARAMIKO = '/usr/lib/python3/dist-packages/paramiko'
const SCRIPT = join(import.meta.dirname, 'vectors/paramiko-sender.py')

export const openssh: Peer = {
  put: (login, files) => sftp(login, files.map((file) => `put ${file} /IN/${basename(file)}`).join('\n')),
  collect: (login, into) => sftp(login, `lcd ${into}\ncd /OUT\nls -1\n-get *`),
}

export const paramiko: Peer = {
  async put(login, files) {
    const { sizes } = (await paramikoSays(login, 'modern', ['put', 'IN', ...files])) as { sizes: number[] }
    expect(sizes).toHaveLength(files.length)
  },
  async collect(login, into) {
    expect(await paramikoSays(login, 'modern', ['get', '/OUT', into])).toEqual({ got: true })
  },
}

/** Its transfers run beside each other in no order, so a GO may well come first (case A2). */
export const rclone: Peer = {
  async put(login, files) {
    const folder = join(login.workplace, `rclone-${performance.now()}`)
    await mkdir(folder)
    for (const file of files) await symlink(file, join(folder, basename(file)))
    await rcloneCopies(['--copy-links', '--ignore-times', folder, `${remote(login)}:IN`])
  },
  collect: (login, into) => rcloneCopies([`${remote(login)}:OUT`, into]),
}

/** `ssh-rsa`: a client that signs its log-in with SHA-1 only, as those of former years do. */
export async function paramikoSays(
  { port, user, keyFile }: Login,
  era: 'modern' | 'ssh-rsa',
  words: readonly string[],
): Promise<unknown> {
  const { output } = await outcomeOfProgram(PYTHON, [SCRIPT, `${port}`, user, keyFile, era, ...words])
  return JSON.parse(output)
}

async function sftp({ port, user, keyFile }: Login, batch: string): Promise<void> {
  const options = ['IdentitiesOnly=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR']
  const words = ['-F', '/dev/null', '-i', keyFile, '-P', `${port}`, ...options.map((option) => `-o${option}`)]
  const { code, output } = await outcomeOfProgram('sftp', [...words, '-b', '-', `${user}@127.0.0.1`], { input: batch })
  expect({ code, output }).toEqual({ code: 0, output: expect.any(String) })
}

async function rcloneCopies(words: readonly string[]): Promise<void> {
  const { code, output } = await outcomeOfProgram('rclone', ['--config', '/dev/null', 'copy', ...words])
  expect({ code, output }).toEqual({ code: 0, output: expect.any(String) })
}

function remote({ port, user, keyFile }: Login): string {
  return `:sftp,host=127.0.0.1,port=${port},user=${user},key_file=${keyFile}`
}
