/** Senders' programs in their own network, ours and others', each used as its manual says. None may take for ever, and each tells what got a positive reply. */
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { inject } from 'vitest'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import { outcomeOfProgram } from '../endpoints/support/programs.ts'
import type { ClientNetwork } from './client-network.ts'
import type { SoakSet } from './sets.ts'

/** Where one of the gateways is reached. */
export type Door = { readonly host: string; readonly sftp: number; readonly ftp: number; readonly web: number }

export type Sending = {
  readonly network: ClientNetwork
  readonly sender: ExampleSender
  /** Of the gateways. */
  readonly certificate: string
  readonly fingerprint: string
  /** Holds the key and the password of the sender, by `keepLogin`. */
  readonly workplace: string
}

export type Reply = {
  /** Names of the files with a positive reply. */
  readonly taken: readonly string[]
  /** The set as a whole was turned away, and nothing of it stored, for these reasons. */
  readonly codes?: readonly number[]
}

/** `files`: of the set, those still to be sent, in their order. */
export type Program = (sending: Sending, door: Door, set: SoakSet, files: readonly string[]) => Promise<Reply>

const SECONDS_MAX = '40'

export const openssh: Program = async (sending, { host, sftp }, _, files) => {
  const { sender, workplace } = sending
  const options = ['IdentitiesOnly=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR']
  const patience = ['ConnectTimeout=5', 'ServerAliveInterval=3', 'ServerAliveCountMax=2', 'BatchMode=yes']
  const words = ['-F', '/dev/null', '-i', join(workplace, 'key'), '-P', String(sftp)]
  const batch = files.flatMap((file) => [`put ${file} /IN/${basename(file)}`, `!echo taken ${basename(file)}`])
  const outcome = await run(
    sending,
    [
      'sftp',
      ...words,
      ...[...options, ...patience].map((option) => `-o${option}`),
      '-b',
      '-',
      `${sender.userName}@${host}`,
    ],
    `${batch.join('\n')}\n`,
  )
  return { taken: toldIn(outcome.output) }
}

/** FTPS, the certificate of the gateway verified. */
export const lftp: Program = async (sending, { host, ftp }, _, files) => {
  const { user = '', password = '' } = sending.sender.ftp ?? {}
  const settings = [
    ...[
      'cmd:fail-exit yes',
      'net:max-retries 1',
      'net:timeout 6',
      'net:reconnect-interval-base 1',
      'ftp:ssl-force yes',
    ],
    ...['ftp:ssl-protect-data yes', `ssl:ca-file ${sending.certificate}`, 'ssl:check-hostname no'],
  ]
  const script = [
    ...settings.map((setting) => `set ${setting}`),
    `open -u ${user},${password} ftp://${host}:${ftp}`,
    'cd /IN',
    ...files.flatMap((file) => [`put ${file}`, `echo taken ${basename(file)}`]),
  ]
  const outcome = await run(sending, ['lftp', '--norc', '-c', script.join('; ')])
  return { taken: toldIn(outcome.output) }
}

/** FTP in clear, a connection for each file. */
export const curl: Program = async (sending, { host, ftp }, _, files) => {
  const { user = '', password = '' } = sending.sender.ftp ?? {}
  const taken: string[] = []
  for (const file of files) {
    const words = ['-sS', '--connect-timeout', '5', '--speed-limit', '1', '--speed-time', '8', '-T', file]
    const { code } = await run(sending, ['curl', ...words, '-u', `${user}:${password}`, `ftp://${host}:${ftp}/IN/`])
    if (code !== 0) break
    taken.push(basename(file))
  }
  return { taken }
}

/** The whole set at a time. */
export const sluiceSftp: Program = (sending, { host, sftp }, set, files) => {
  const { sender, workplace } = sending
  const way = ['--sftp', `${host}:${sftp}`, '--user', sender.userName, '--ssh-key', join(workplace, 'key')]
  return sluiceSends(sending, set, files, way)
}

export const sluiceWeb: Program = (sending, { host, web }, set, files) => {
  const { sender, workplace, fingerprint } = sending
  const who = ['--client-id', sender.clientId ?? '', '--key', join(workplace, 'signing.key')]
  return sluiceSends(sending, set, files, ['--web', `https://${host}:${web}`, ...who, '--fingerprint', fingerprint])
}

/** `workplace`, which is there, gets the key files. */
export async function keepLogin({ sender, workplace }: Pick<Sending, 'sender' | 'workplace'>): Promise<void> {
  await writeFile(join(workplace, 'key'), sender.sshKey, { mode: 0o600 })
  await writeFile(join(workplace, 'signing.key'), sender.signing.keyPem, { mode: 0o600 })
}

/** It pushes before it waits: that an answer is missing says that all was taken. */
async function sluiceSends(
  sending: Sending,
  set: SoakSet,
  files: readonly string[],
  way: readonly string[],
): Promise<Reply> {
  const words = [process.execPath, inject('program'), 'send', set.folder, ...way, '--wait-seconds', '0', '--json']
  const { code, output } = await run(sending, words)
  const all = { taken: files.map((file) => basename(file)) }
  if (output.includes('There is no answer to')) return all
  if (code !== 0 && code !== 1) return { taken: [] }
  const { sets } = JSON.parse(output.slice(output.indexOf('{'))) as {
    sets: { ticket: string | null; codes: number[] }[]
  }
  const [told] = sets
  return told && told.ticket === null ? { taken: [], codes: told.codes } : all
}

function run({ network }: Sending, command: readonly string[], input = '') {
  return outcomeOfProgram('timeout', ['-k', '5', SECONDS_MAX, ...network.inside(...command)], { input })
}

function toldIn(output: string): string[] {
  return [...output.matchAll(/^taken (\S+)$/gm)].map(([, name = '']) => name)
}
