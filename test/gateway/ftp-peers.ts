/** Senders' FTP programs that are not ours, each used as its manual says, in clear and under TLS with the gateway's certificate verified. */
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import { connectFtp } from '../../src/endpoints/ftp/client.ts'
import { outcomeOfProgram } from '../endpoints/support/programs.ts'
import { PYTHON } from './peers.ts'

export type FtpLogin = {
  readonly port: number
  readonly user: string
  readonly password: string
  /** File of the certificate by which the gateway is known; null: without TLS. */
  readonly authority: string | null
  readonly workplace: string
}

export type FtpPeer = {
  /** Puts files into /IN, in this order where the program has one. */
  put(login: FtpLogin, files: readonly string[]): Promise<void>
  /** Gets everything that is in /OUT into an empty folder. */
  collect(login: FtpLogin, into: string): Promise<void>
}

const HOST = '127.0.0.1'
const SCRIPT = join(import.meta.dirname, 'vectors/ftplib-sender.py')

export const lftp: FtpPeer = {
  put: (login, files) => lftpDoes(login, ['cd /IN', ...files.map((file) => `put ${file}`)]),
  collect: (login, into) => lftpDoes(login, [`mirror /OUT ${into}`]),
}

/** A whole folder, several files at a time. */
export function lftpMirrors(login: FtpLogin, folder: string, parallel: number): Promise<void> {
  return lftpDoes(login, [`mirror -R --no-perms --parallel=${parallel} ${folder}/ /IN`])
}

export const curl: FtpPeer = {
  async put(login, files) {
    for (const file of files) await curlSays(login, 'IN/', '-T', file)
  },
  async collect(login, into) {
    const names = (await curlSays(login, 'OUT/', '--list-only')).split(/\r?\n/).filter((name) => name !== '')
    for (const name of names) await curlSays(login, `OUT/${name}`, '-o', join(into, name))
  },
}

/** Knows no TLS. */
export const tnftp: FtpPeer = {
  put: (login, files) => tnftpDoes(login, ['cd IN', ...files.map((file) => `put ${file} ${basename(file)}`)]),
  collect: (login, into) => tnftpDoes(login, ['cd OUT', `lcd ${into}`, 'prompt off', 'mget *']),
}

export const ftplib: FtpPeer = {
  put: (login, files) => ftplibDoes(login, ['put', 'IN', ...files]),
  collect: (login, into) => ftplibDoes(login, ['get', 'OUT', into]),
}

/** The library of that name below our own small client. */
export const basicFtp: FtpPeer = {
  async put(login, files) {
    await using client = await connect(login)
    for (const file of files) {
      const put = await client.put(`/IN/${basename(file)}`, await readFile(file))
      expect(put).toEqual({ ok: true, value: undefined })
    }
  },
  async collect(login, into) {
    await using client = await connect(login)
    const listed = await client.list('/OUT')
    for (const { name } of listed.ok ? listed.value : []) {
      const read = await client.read(`/OUT/${name}`)
      if (read.ok) await writeFile(join(into, name), read.value)
    }
  },
}

/** Its transfers run beside each other in no order, so a GO may well come first (case A2). */
export const rclone: FtpPeer = {
  async put(login, files) {
    const folder = join(login.workplace, `rclone-${performance.now()}`)
    await mkdir(folder)
    for (const file of files) await symlink(file, join(folder, basename(file)))
    await rcloneCopies(login, ['--copy-links', '--ignore-times', folder, 'gateway:IN'])
  },
  collect: (login, into) => rcloneCopies(login, ['gateway:OUT', into]),
}

async function lftpDoes({ port, user, password, authority }: FtpLogin, commands: readonly string[]): Promise<void> {
  const tls = authority === null ? ['ftp:ssl-allow no'] : ['ftp:ssl-force yes', `ssl:ca-file ${authority}`]
  const settings = ['cmd:fail-exit yes', 'net:max-retries 1', 'net:timeout 30', 'ftp:ssl-protect-data yes', ...tls]
  const script = [
    ...settings.map((setting) => `set ${setting}`),
    `open -u ${user},${password} ftp://${HOST}:${port}`,
    ...commands,
  ]
  await expectDone('lftp', ['--norc', '-c', script.join('; ')])
}

async function curlSays(login: FtpLogin, path: string, ...words: readonly string[]): Promise<string> {
  const { port, user, password, authority } = login
  const tls = authority === null ? [] : ['--ssl-reqd', '--cacert', authority]
  const url = `ftp://${HOST}:${port}/${path}`
  return await expectDone('curl', ['-sS', '--max-time', '60', ...tls, '-u', `${user}:${password}`, ...words, url])
}

async function tnftpDoes({ port, user, password }: FtpLogin, commands: readonly string[]): Promise<void> {
  const script = [`user ${user} ${password}`, 'binary', ...commands, 'bye', ''].join('\n')
  const output = await expectDone('tnftp', ['-n', '-i', '-v', HOST, `${port}`], script)
  expect(output).not.toMatch(/^[45]\d\d /m)
}

async function ftplibDoes({ port, user, password, authority }: FtpLogin, words: readonly string[]): Promise<void> {
  await expectDone(PYTHON, [SCRIPT, HOST, `${port}`, user, password, authority ?? 'none', ...words])
}

async function rcloneCopies({ port, user, password, authority }: FtpLogin, words: readonly string[]): Promise<void> {
  const obscured = (await expectDone('rclone', ['--config', '/dev/null', 'obscure', '-'], password)).trim()
  const settings = {
    type: 'ftp',
    host: HOST,
    port: `${port}`,
    user,
    pass: obscured,
    explicit_tls: `${authority !== null}`,
  }
  const env = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`RCLONE_CONFIG_GATEWAY_${name.toUpperCase()}`, value]),
  )
  // its FTP takes the authorities of the system alone, and Go reads those from this file
  const trust = authority === null ? {} : { SSL_CERT_FILE: authority }
  // all its connections share one store of TLS sessions, and a data connection must resume that of its own
  const alone = authority === null ? [] : ['--transfers', '1', '--checkers', '1']
  await expectDone('rclone', ['--config', '/dev/null', ...alone, 'copy', ...words], '', { ...env, ...trust })
}

async function connect({ port, user, password, authority }: FtpLogin): Promise<RemoteClient> {
  const tls = authority === null ? null : { authorities: await readFile(authority, 'latin1') }
  return await connectFtp({ host: HOST, port, user, password, tls })
}

async function expectDone(
  program: string,
  words: readonly string[],
  input = '',
  env: Record<string, string> = {},
): Promise<string> {
  const { code, output } = await outcomeOfProgram(program, words, { input, env })
  expect({ code, output }).toEqual({ code: 0, output: expect.any(String) })
  return output
}
