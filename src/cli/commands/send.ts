import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SingleBar } from 'cli-progress'
import { FOLDERS } from '../../batch/environment.ts'
import { explain } from '../../batch/reasons/catalogue.ts'
import type { RemoteClient } from '../../endpoints/files/remote-client.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { connectToGateway, type LoginWords } from '../gateway-login.ts'
import { codeOf } from '../input.ts'
import { RefusedCommand } from '../refused-command.ts'
import { type Answer, awaitAnswer, newAnswers, pushSet, type SetToSend } from '../send-sets.ts'
import type { Terminal } from '../terminal.ts'

type Options = LoginWords & { readonly waitSeconds: string; readonly json?: boolean }

/** `sluice send DIR`: pushes the sets of a folder and waits for their answers. Ends with 1 when one is rejected. */
export const sendCommand: CommandDefinition = (program, terminal, end) => {
  program
    .command('send')
    .description('push the sets of a folder over SFTP or FTP and wait for the answers')
    .argument('<folder>', 'holds FI, FS and GO files')
    .option('--sftp <host:port>', 'the gateway, over SFTP')
    .option('--ftp <host:port>', 'the gateway, over FTP')
    .requiredOption('--user <name>', 'user name of the channel')
    .option('--ssh-key <file>', 'SFTP: private key')
    .option('--host-key <fingerprint>', 'SFTP: SHA256:… of the gateway; without it any host key is taken and shown')
    .option('--password-file <file>', 'FTP: holds the password in its first line')
    .option('--tls', 'FTP: protects password and files (FTPS)')
    .option('--ca <file>', "FTPS: authority of the gateway's certificate, in place of the well-known ones")
    .option('--fingerprint <hex>', "FTPS: SHA-256 of the gateway's certificate; no other is taken")
    .option('--wait-seconds <number>', 'how long to wait for an answer', '120')
    .option('--json', 'answer in JSON')
    .action(async (folder: string, options: Options) => {
      const sets = await setsIn(folder)
      await using client = await connectToGateway(options, terminal)
      const answers = await sendAll(client, sets, Number(options.waitSeconds), terminal)
      if (answers.some(({ acknowledgement }) => !acknowledgement.accepted)) end(EXIT.no)
      if (options.json) return terminal.json({ sets: answers.map(answerDocument) })
      for (const line of answers.flatMap(linesOf)) terminal.answer(line)
    })
}

async function setsIn(folder: string): Promise<SetToSend[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new RefusedCommand(`The folder ${folder} cannot be read (${codeOf(error)}).`)
  })
  const triggers = names.filter((name) => name.startsWith('GO.')).sort()
  if (triggers.length === 0)
    throw new RefusedCommand(`There is no GO file in ${folder}. \`sluice pack\` writes whole sets.`)
  return await Promise.all(triggers.map((trigger) => setOf(trigger, names, folder)))
}

async function setOf(trigger: string, names: readonly string[], folder: string): Promise<SetToSend> {
  const key = trigger.split('.').slice(1, 6).join('.')
  const members = names.filter(
    (name) => /^(FI|FS|GO)$/.test(name.split('.')[0] ?? '') && name.split('.').slice(1, 6).join('.') === key,
  )
  const files = members.map((name) => join(folder, name))
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
  return { trigger, files, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

async function sendAll(
  client: RemoteClient,
  sets: readonly SetToSend[],
  seconds: number,
  terminal: Terminal,
): Promise<Answer[]> {
  const known = new Set<string>()
  for (const { out } of FOLDERS) for (const name of await newAnswers(client, out, known)) known.add(name)
  const total = sets.reduce((sum, { bytes }) => sum + bytes, 0)
  const bar = terminal.interactive
    ? new SingleBar({ format: '{bar} {percentage}% {value}/{total} bytes', clearOnComplete: true })
    : null
  bar?.start(total, 0)
  let before = 0
  const taken: number[] = []
  for (const set of sets) {
    taken.push(await pushSet(client, set, (bytes) => bar?.update(before + bytes)))
    before += set.bytes
  }
  bar?.stop()
  const answers: Answer[] = []
  for (const [index, { trigger }] of sets.entries()) {
    // an answer to another set of ours may be read on the way: each look starts anew
    answers.push(await awaitAnswer(client, trigger, taken[index] ?? performance.now(), seconds, new Set(known)))
  }
  return answers
}

function answerDocument({ trigger, document, acknowledgement, milliseconds }: Answer): object {
  const { ticket, accepted, codes } = acknowledgement
  const outcome = accepted ? 'accepted' : 'rejected'
  return { name: trigger, outcome, codes, ticket, acknowledgement: document, milliseconds }
}

function linesOf({ trigger, acknowledgement, milliseconds }: Answer): string[] {
  const { accepted, ticket, codes } = acknowledgement
  return [
    `${trigger}: ${accepted ? 'accepted' : 'rejected'}, ticket ${ticket}, answered after ${milliseconds} ms`,
    ...codes.map((code) => `  ${code}: ${explain({ code }, 'en').title}`),
  ]
}
