/** A sender's side over SFTP and FTP: pushes sets, FI and FS before GO, and waits for the answers in the OUT folder. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Unavailable } from '../base/errors.ts'
import { FOLDERS, folderRow, isEnvironment } from '../batch/environment.ts'
import { type AcknowledgementContent, readAcknowledgement } from '../batch/read-acknowledgement.ts'
import type { RemoteClient } from '../endpoints/files/remote-client.ts'
import { RefusedCommand } from './refused-command.ts'

export type SetToSend = {
  /** Name of the GO, which the answer repeats. */
  readonly trigger: string
  readonly files: readonly string[]
  readonly bytes: number
}

export type Answer = {
  readonly trigger: string
  readonly document: string
  readonly acknowledgement: AcknowledgementContent
  readonly bytes: Buffer
  readonly signature: Buffer
  /** From the end of the GO's upload until the answer was read. */
  readonly milliseconds: number
}

/** A set that was rejected before anything of it was stored, with the gateway's own words. */
export type TurnedAway = {
  readonly trigger: string
  readonly codes: readonly number[]
  readonly message: string
  readonly milliseconds: number
}

export type Outcome = Answer | TurnedAway

/** A way to the gateway, over which sets go and answers come. */
export type Line = AsyncDisposable & {
  /** Resolves when the gateway has taken the set or turned it away, with what waits for its outcome. Throws `RefusedCommand` with the gateway's own words. */
  push(set: SetToSend, progress: (bytes: number) => void): Promise<(seconds: number) => Promise<Outcome>>
}

const LOOK_MILLISECONDS = 50

/** What lies in the OUT folders by now answers sets of before. The line takes the client over. */
export async function folderLine(client: RemoteClient): Promise<Line> {
  const known = await answersListed(client).catch(async (error) => {
    await client[Symbol.asyncDispose]()
    throw error
  })
  return {
    async push(set, progress) {
      const takenAt = await pushSet(client, set, progress)
      // an answer to another set of ours may be read on the way: each look starts anew
      return (seconds) => awaitAnswer(client, set.trigger, takenAt, seconds, new Set(known))
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  }
}

async function answersListed(client: RemoteClient): Promise<Set<string>> {
  const known = new Set<string>()
  for (const { out } of FOLDERS) for (const name of await newAnswers(client, out, known)) known.add(name)
  return known
}

/** Pushes one set and returns the instant at which its GO was taken. Throws `RefusedCommand` with the gateway's own words. */
export async function pushSet(
  client: RemoteClient,
  set: SetToSend,
  progress: (bytes: number) => void,
): Promise<number> {
  const folder = folderRow(environmentOf(set.trigger)).in
  const last = (path: string) => (basename(path).startsWith('GO.') ? 1 : 0)
  let sent = 0
  for (const path of [...set.files].sort((one, other) => last(one) - last(other))) {
    const bytes = await readFile(path)
    const put = await client.put(`/${folder}/${basename(path)}`, bytes, (taken) => progress(sent + taken))
    if (!put.ok) throw new RefusedCommand(`${basename(path)}: ${put.problem.message}`)
    sent += bytes.length
    progress(sent)
  }
  return performance.now()
}

/** The answer to a GO, looked for until it is there. Throws `Unavailable` when it does not come in time. */
export async function awaitAnswer(
  client: RemoteClient,
  trigger: string,
  taken: number,
  seconds: number,
  known: Set<string>,
): Promise<Answer> {
  const folder = folderRow(environmentOf(trigger)).out
  while (performance.now() - taken < seconds * 1000) {
    for (const name of await newAnswers(client, folder, known)) {
      const document = await fetch(client, folder, name)
      const content = readAcknowledgement(document)
      known.add(name)
      if (!content.ok || content.value.fileName !== trigger) continue
      const signature = await fetch(client, folder, name.replace(/^FO/, 'FS'))
      const milliseconds = Math.round(performance.now() - taken)
      return { trigger, document: name, acknowledgement: content.value, bytes: document, signature, milliseconds }
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS))
  }
  throw new Unavailable(`There is no answer to ${trigger} after ${seconds} s; look for it later in ${folder}.`)
}

/** Answers whose GO is there, that were not read before. */
export async function newAnswers(client: RemoteClient, folder: string, known: ReadonlySet<string>): Promise<string[]> {
  const listed = await client.list(`/${folder}`)
  if (!listed.ok) throw new RefusedCommand(`${folder}: ${listed.problem.message}`)
  const names = new Set(listed.value.map(({ name }) => name))
  return [...names].filter(
    (name) => name.startsWith('FO.ACRF.') && !known.has(name) && names.has(name.replace(/^FO/, 'GO')),
  )
}

async function fetch(client: RemoteClient, folder: string, name: string): Promise<Buffer> {
  const read = await client.read(`/${folder}/${name}`)
  if (!read.ok) throw new RefusedCommand(`${name}: ${read.problem.message}`)
  return read.value
}

function environmentOf(trigger: string) {
  const letter = trigger.split('.')[5] ?? ''
  if (isEnvironment(letter)) return letter
  throw new RefusedCommand(`${trigger} does not say its environment: the sixth element is R, T or S.`)
}
