import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SingleBar } from 'cli-progress'
import { explain } from '../../batch/reasons/catalogue.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { connectToGateway, connectToWeb, type LoginWords, wayOf } from '../gateway-login.ts'
import { codeOf } from '../input.ts'
import { RefusedCommand } from '../refused-command.ts'
import { webLine } from '../send-over-web.ts'
import { folderLine, type Line, type Outcome, type SetToSend } from '../send-sets.ts'
import type { Terminal } from '../terminal.ts'

type Options = LoginWords & { readonly waitSeconds: string; readonly json?: boolean }

/** `sluice send DIR`: pushes the sets of a folder and waits for their answers. Ends with 1 when one is rejected. */
export const sendCommand: CommandDefinition = (program, terminal, end) => {
  program
    .command('send')
    .description('push the sets of a folder over SFTP, FTP or the web service and wait for the answers')
    .argument('<folder>', 'holds FI, FS and GO files')
    .option('--sftp <host:port>', 'the gateway, over SFTP')
    .option('--ftp <host:port>', 'the gateway, over FTP')
    .option('--web <url>', 'the gateway, over the web service: https://host:port')
    .option('--user <name>', 'SFTP, FTP: user name of the channel')
    .option('--ssh-key <file>', 'SFTP: private key')
    .option('--host-key <fingerprint>', 'SFTP: SHA256:… of the gateway; without it any host key is taken and shown')
    .option('--password-file <file>', 'FTP: holds the password in its first line')
    .option('--tls', 'FTP: protects password and files (FTPS)')
    .option('--client-id <text>', 'web service: client id of the channel')
    .option('--key <file>', 'web service: private key of a registered certificate')
    .option('--ca <file>', "FTPS, web service: authority of the gateway's certificate, in place of the well-known ones")
    .option('--fingerprint <hex>', "FTPS, web service: SHA-256 of the gateway's certificate; no other is taken")
    .option('--wait-seconds <number>', 'how long to wait for an answer', '120')
    .option('--json', 'answer in JSON')
    .action(async (folder: string, options: Options) => {
      const sets = await setsIn(folder)
      await using line = await openLine(options, terminal)
      const outcomes = await sendAll(line, sets, Number(options.waitSeconds), terminal)
      if (!outcomes.every(isAccepted)) end(EXIT.no)
      if (options.json) return terminal.json({ sets: outcomes.map(outcomeDocument) })
      for (const text of outcomes.flatMap(linesOf)) terminal.answer(text)
    })
}

async function openLine(options: Options, terminal: Terminal): Promise<Line> {
  if (wayOf(options) === 'web') return webLine(await connectToWeb(options, terminal))
  return await folderLine(await connectToGateway(options, terminal))
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

/** All are pushed before the first answer is waited for. */
async function sendAll(
  line: Line,
  sets: readonly SetToSend[],
  seconds: number,
  terminal: Terminal,
): Promise<Outcome[]> {
  const total = sets.reduce((sum, { bytes }) => sum + bytes, 0)
  const bar = terminal.interactive
    ? new SingleBar({ format: '{bar} {percentage}% {value}/{total} bytes', clearOnComplete: true })
    : null
  bar?.start(total, 0)
  let before = 0
  const waiting: ((seconds: number) => Promise<Outcome>)[] = []
  try {
    for (const set of sets) {
      waiting.push(await line.push(set, (bytes) => bar?.update(before + bytes)))
      before += set.bytes
    }
  } finally {
    bar?.stop()
  }
  const outcomes: Outcome[] = []
  for (const outcome of waiting) outcomes.push(await outcome(seconds))
  return outcomes
}

function isAccepted(outcome: Outcome): boolean {
  return 'acknowledgement' in outcome && outcome.acknowledgement.accepted
}

function outcomeDocument(outcome: Outcome): object {
  const { trigger: name, milliseconds } = outcome
  if (!('acknowledgement' in outcome)) {
    const { codes, message } = outcome
    return { name, outcome: 'rejected', codes, ticket: null, acknowledgement: null, message, milliseconds }
  }
  const { ticket, accepted, codes } = outcome.acknowledgement
  const said = accepted ? 'accepted' : 'rejected'
  return { name, outcome: said, codes, ticket, acknowledgement: outcome.document, milliseconds }
}

function linesOf(outcome: Outcome): string[] {
  const { trigger, milliseconds } = outcome
  if (!('acknowledgement' in outcome)) {
    const { codes, message } = outcome
    return [`${trigger}: rejected, nothing was stored: ${message}`, ...codes.map(codeLine)]
  }
  const { accepted, ticket, codes } = outcome.acknowledgement
  const said = accepted ? 'accepted' : 'rejected'
  return [`${trigger}: ${said}, ticket ${ticket}, answered after ${milliseconds} ms`, ...codes.map(codeLine)]
}

function codeLine(code: number): string {
  return `  ${code}: ${explain({ code }, 'en').title}`
}
