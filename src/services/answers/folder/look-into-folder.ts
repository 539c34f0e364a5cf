/** One look into the folder of a service: `<folder>/<environment>/<ticket>.<PURPOSE>.xml` becomes an answer, what can never be one is set aside. */
import { join } from 'node:path'
import { sha256 } from '../../../base/hashes.ts'
import type { Log } from '../../../base/log.ts'
import { type Refusal, refusal, refusalLine } from '../../../base/refusal.ts'
import { no, type Result } from '../../../base/result.ts'
import { parseAnswerFileName } from '../../../batch/answer-reference.ts'
import { ENVIRONMENTS, type Environment } from '../../../batch/environment.ts'
import type { IncomingAnswer, ReceivedAnswer } from '../receive-answer.ts'
import type { AnswerLimits } from '../settings.ts'
import { contentOf, contentOfFolder, remove, type Seen, setAside } from './disk.ts'
import type { Quiet } from './quiet.ts'
import type { Troubles } from './troubles.ts'
import { tellOther, withoutTrouble } from './without-trouble.ts'

export type FolderDeps = {
  readonly limits: AnswerLimits
  readonly receive: (incoming: IncomingAnswer) => Promise<Result<ReceivedAnswer, Refusal>>
  readonly log: Log
}

export type AnswerFolder = {
  readonly service: string
  readonly path: string
  readonly quiet: Quiet
  readonly troubles: Troubles
}

const FILES_AT_A_LOOK = 1000

/**
 * rule 20.8: a file is taken when it was the same for `answers.quietSeconds`, and removed when its answer is durable; a crash between the
 * two takes it again, which changes nothing, for its name and its bytes are its key. What cannot be taken is told, and holds up nothing
 * (rule 20.15). Throws what the database throws.
 */
export async function lookIntoFolder(folder: AnswerFolder, deps: FolderDeps): Promise<void> {
  for (const environment of ENVIRONMENTS)
    await withoutTrouble(folder, `${environment}/`, deps, () => lookInto(folder, environment, deps))
}

async function lookInto(folder: AnswerFolder, environment: Environment, deps: FolderDeps): Promise<void> {
  const { path, quiet, troubles } = folder
  const prefix = `${environment}/`
  const below = join(path, environment)
  const { all, files, others } = await contentOfFolder(
    below,
    FILES_AT_A_LOOK,
    (name) => !troubles.isPutOff(prefix + name),
  )
  troubles.keep(prefix, new Set(all.map((name) => prefix + name)))
  for (const name of others) tellOther(folder, prefix + name, NO_FILE, deps)
  for (const file of quiet.atRest(environment, files, deps.limits.quietSeconds))
    await withoutTrouble(folder, prefix + file.name, deps, () =>
      takeFile(folder.service, environment, { below, file }, deps),
    )
}

type Found = { readonly below: string; readonly file: Seen }

async function takeFile(service: string, environment: Environment, { below, file }: Found, deps: FolderDeps) {
  const { name } = file
  const bytes = await contentOf(join(below, name), deps.limits.bytes)
  if (!bytes) return
  const received = await receivedFrom(service, environment, name, bytes, deps)
  if (received.ok) return await remove(below, file)
  deps.log.warn('answer.fileRefused', { service, environment, name, code: received.problem.code })
  await setAside(below, name, `${name} was not taken as an answer.\n\n${refusalLine(received.problem)}\n`)
}

async function receivedFrom(
  service: string,
  environment: Environment,
  name: string,
  bytes: Buffer,
  { receive }: FolderDeps,
): Promise<Result<ReceivedAnswer, Refusal>> {
  const told = parseAnswerFileName(name)
  if (!told) return no(MISNAMED)
  const reference = 'sender' in told.to ? { sender: told.to.sender, environment } : told.to
  const key = `file:${environment}/${name}:${sha256(bytes)}`
  const { purpose } = told
  return await receive({ service, reference, environment, purpose, key, bytes: [bytes], via: 'folder' })
}

const NO_FILE = 'it is a folder, a link or nothing that can be read, or its name is not UTF-8; take it away'

const MISNAMED = refusal(
  'SLU-NAME',
  'The name does not tell an answer.',
  'Call it <ticket>.<PURPOSE>.xml, as SLU0000000018.NOTI.xml, or <sender>.<PURPOSE>.xml.',
)
