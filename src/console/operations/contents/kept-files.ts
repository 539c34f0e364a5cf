/** The files of a submission as they came and its answers as they were published, and whether their contents are still there. Pure. */
import type { WholeSubmission } from '../../../ledger/search/whole-submission.ts'

export type KeptFile = {
  /** In addresses: the id of a received file, the name of an answer. */
  readonly file: string
  readonly name: string
  /** Null for a file of no bytes that was never stored: the GO of an answer. */
  readonly sha256: string | null
  readonly bytes: number
  /** When its content was released after the archive time (rule 23.3); null while it is kept. */
  readonly releasedAt: Date | null
}

type Kept = Pick<WholeSubmission, 'found' | 'origins' | 'fetched'>

export function receivedFiles({ found, origins }: Kept): readonly KeptFile[] {
  return found.files.map(({ fileId, name, sha256, bytes }) => {
    const { releasedAt = null } = origins.get(fileId) ?? {}
    return { file: fileId, name, sha256, bytes, releasedAt }
  })
}

export function answerFiles({ found, fetched }: Kept): readonly KeptFile[] {
  return found.answers.map(({ name, sha256, bytes }) => {
    const { releasedAt = null } = fetched.find((one) => one.name === name) ?? {}
    return { file: name, name, sha256, bytes, releasedAt }
  })
}

export function keptFile(kept: Kept, file: string): KeptFile | undefined {
  return [...receivedFiles(kept), ...answerFiles(kept)].find((one) => one.file === file)
}

/** An ending by which a desktop would run it, or show it as something, is made harmless; names of sets have none (case W5). */
export function downloadName(name: string): string {
  return /\.(?:[RTS]|[1-9])$/.test(name) ? name : `${name}.bin`
}
