/** Reading the content of one file: who may, why, how often, and only then the bytes. */
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { Corrupt } from '../../../base/errors.ts'
import type { Refusal } from '../../../base/refusal.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { Download } from '../../../http/page-answer.ts'
import type { ReasonedAct } from '../../../registry/audit.ts'
import { noteRead } from '../../../registry/contents-reads.ts'
import type { Operator } from '../../../registry/operators/operator.ts'
import type { ConsoleGround } from '../../ground.ts'
import { readOne, type TheSubmission } from '../find/submissions.ts'
import { reasonedAct } from '../reason.ts'
import { downloadName, type KeptFile, keptFile } from './kept-files.ts'
import {
  CONTENTS_DAMAGED,
  CONTENTS_GONE,
  CONTENTS_NOT_YOURS,
  contentsReleased,
  NO_SUCH_FILE,
  tooManyReads,
} from './refusals.ts'

/** Of the store of contents, handed over by the daemon; null when it is not there. */
export type FindContents = (sha256: string) => Promise<StoredContents | null>

export type StoredContents = {
  readonly bytes: number
  /** Fails with `Corrupt` before its last piece when the bytes are not those of the digest. */
  readonly open: () => Readable
}

type Under = Pick<ConsoleGround, 'database' | 'limits' | 'findContents'>
type Wish = { readonly submissionId: string; readonly file: string; readonly reason: string }

export type FoundFile = { readonly one: TheSubmission; readonly file: KeptFile }

/** Refuses: SLU-RIGHTS, SLU-MISSING. */
export async function findFile(
  { database }: Pick<Under, 'database'>,
  { mayReadContents }: Operator,
  { submissionId, file: wanted }: Omit<Wish, 'reason'>,
): Promise<Result<FoundFile, Refusal>> {
  const one = await readOne({ database }, submissionId)
  if (!one.ok) return one
  if (!mayReadContents) return no(CONTENTS_NOT_YOURS)
  const file = keptFile(one.value, wanted)
  return file ? ok({ one: one.value, file }) : no(NO_SUCH_FILE)
}

/**
 * rule 22.9, rule 22.10: the audit has it before the first byte leaves. Audit: `contents.read`. Refuses: SLU-RIGHTS, SLU-INPUT, SLU-MISSING,
 * SLU-STATE (gone, or damaged), SLU-QUOTA. Throws `Unavailable` when the audit or the disk does not answer.
 */
export async function readContents(
  under: Under,
  operator: Operator,
  { reason, ...which }: Wish,
): Promise<Result<Download, Refusal>> {
  const found = await findFile(under, operator, which)
  if (!found.ok) return found
  const act = reasonedAct(operator, reason)
  if (!act.ok) return act
  const { file } = found.value
  const stored = await storedContents(under, file)
  if (!stored.ok) return stored
  const noted = await note(under, act.value, which.submissionId, file)
  if (!noted.ok) return noted
  const bytes = await begun(stored.value)
  if (!bytes.ok) return bytes
  const { bytes: length } = stored.value
  return ok({ fileName: downloadName(file.name), mediaType: 'application/octet-stream', bytes: bytes.value, length })
}

async function storedContents(
  { findContents }: Pick<Under, 'findContents'>,
  { sha256, releasedAt }: KeptFile,
): Promise<Result<StoredContents, Refusal>> {
  if (releasedAt) return no(contentsReleased(releasedAt))
  const stored = sha256 === null ? NOTHING : await findContents(sha256)
  return stored ? ok(stored) : no(CONTENTS_GONE)
}

const NOTHING: StoredContents = { bytes: 0, open: () => Readable.from([]) }

function note(
  { database, limits }: Pick<Under, 'database' | 'limits'>,
  act: ReasonedAct,
  submissionId: string,
  { name: file, sha256, bytes }: KeptFile,
): Promise<Result<void, Refusal>> {
  const most = limits.mostReadsPerHour()
  return database.transaction(async (tx) => {
    const noted = await noteRead(tx, act, { submissionId, file, sha256, bytes }, most)
    return noted.isNoted ? ok(undefined) : no(tooManyReads(most, noted.seconds))
  })
}

/** The first piece is had before anything is promised, so that what fails at once is told in words. */
async function begun({ bytes, open }: StoredContents): Promise<Result<Download['bytes'], Refusal>> {
  if (bytes === 0) return ok(Buffer.alloc(0))
  const stream = open()
  try {
    await once(stream, 'readable')
    return ok(stream)
  } catch (error) {
    if (error instanceof Corrupt) return no(CONTENTS_DAMAGED)
    throw error
  }
}
