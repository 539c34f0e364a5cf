import type { Result } from '../../base/result.ts'
import type { ChannelType } from '../../batch/channel.ts'
import { dayNumber, nameDate } from '../../batch/dates.ts'
import type { Environment } from '../../batch/environment.ts'
import type { Envelope, Member } from '../../batch/facts.ts'
import { type FileName, type MalformedName, type Mark, parseFileName } from '../../batch/file-name.ts'
import { OWN_ACKNOWLEDGEMENT } from '../../batch/purposes.ts'
import type { Rights } from '../../batch/rights.ts'
import type { SignatureFinding } from '../../signing/finding.ts'
import type { DocumentFindings } from '../checkers/findings.ts'

/** Everything the checks may look at. What a later round needs is collected only when the earlier ones found nothing. */
export type JudgeFacts = {
  readonly envelope: Envelope
  readonly rights: Rights
  readonly settings: JudgeSettings
  /** The members with their names read, in the order FI, FS, GO or TD, and by part. */
  readonly files: readonly JudgedFile[]
  readonly kind: SetKind
  /** What the names have in common; null while none of them can be read. */
  readonly setKey: string | null
  /** The offered online service that the names speak of. */
  readonly service: ServiceRules | null
  /** The day of sealing in Brussels, as `dayNumber` counts. */
  readonly today: number
  /** The key was accepted before (decision 2). Collected for the name round. */
  readonly keyAcceptedBefore: boolean
  /** One for each FS that has its FI. Collected for the signature round. */
  readonly signatures: readonly JudgedSignature[]
  /** One for each document. Collected for the XML round. */
  readonly documents: readonly DocumentFindings[]
}

/** A declaration for an online service, or a sender's own acknowledgement of an answer, which is only noted (decision 14). */
export type SetKind = 'declaration' | 'acknowledgement'

/** The part of the configuration that judges; a whole `Config` fits. */
export type JudgeSettings = {
  readonly services: readonly ServiceRules[]
  readonly limits: {
    readonly parts: number
    readonly forms: number
    readonly nameAgeDays: number
    readonly partBytes: number
    readonly signatureBytes: number
  }
  readonly signature: {
    readonly requiredIn: readonly Environment[]
    /** Channels that carry a signature of their own, so that no FS may come over them (code 121). */
    readonly forbiddenOn?: readonly ChannelType[]
  }
}

/** An empty list leaves its point unjudged. */
export type ServiceRules = {
  readonly code: string
  readonly environments: readonly Environment[]
  readonly roots: readonly string[]
  readonly identifications: readonly string[]
  readonly formless: boolean
}

export type JudgedFile = {
  readonly member: Member
  readonly name: Result<FileName, MalformedName>
  readonly mark: Mark | null
  /** The elements of the name that are right. */
  readonly readable: Partial<FileName>
}

/** A file whose name is right. */
export type NamedFile = { readonly member: Member; readonly name: FileName }

/** What the check of one FS over its FI found. */
export type JudgedSignature = { readonly file: string; readonly finding: SignatureFinding }

/** What is known at seal, before anything is looked up or opened. */
export function knownAtSeal(envelope: Envelope, rights: Rights, settings: JudgeSettings): JudgeFacts {
  const files = envelope.members.map(judgedFile).sort(bySlot)
  const named = namesAmong(files)[0]?.name ?? null
  const { purpose } = files.find(({ readable }) => readable.purpose !== undefined)?.readable ?? {}
  return {
    ...{ envelope, rights, settings, files },
    kind: purpose === OWN_ACKNOWLEDGEMENT ? 'acknowledgement' : 'declaration',
    setKey: named && [named.purpose, named.sender, named.date, named.sequence, named.environment].join('.'),
    service: settings.services.find(({ code }) => code === purpose) ?? null,
    today: dayNumber(nameDate(new Date(envelope.sealedAt))) ?? 0,
    ...{ keyAcceptedBefore: false, signatures: [], documents: [] },
  }
}

/** The files of one mark that are named rightly, by part. */
export function filesOf({ files }: Pick<JudgeFacts, 'files'>, mark: Mark): readonly NamedFile[] {
  return namesAmong(files).filter(({ name }) => name.mark === mark)
}

/** The GO that counts: of several, the one that came last. Null when none came. */
export function triggerOf(facts: Pick<JudgeFacts, 'files'>): NamedFile | null {
  const latestFirst = [...filesOf(facts, 'GO')].sort(
    (one, other) => order(other.member.receivedAt, one.member.receivedAt) || order(one.member.name, other.member.name),
  )
  return latestFirst[0] ?? null
}

/** Each FI with the FS of the same part, in the order of the parts. */
export function pairsOf(facts: Pick<JudgeFacts, 'files'>): readonly { fi: NamedFile; fs: NamedFile | null }[] {
  const signatures = filesOf(facts, 'FS')
  return filesOf(facts, 'FI').map((fi) => ({
    fi,
    fs: signatures.find(({ name }) => name.part === fi.name.part) ?? null,
  }))
}

/** Whether the set needs an FS for each FI (rule 2.4). */
export function signatureIsRequired({ kind, envelope, settings }: JudgeFacts): boolean {
  return kind === 'declaration' && settings.signature.requiredIn.includes(envelope.environment)
}

function judgedFile(member: Member): JudgedFile {
  const name = parseFileName(member.name)
  if (name.ok) return { member, name, mark: name.value.mark, readable: name.value }
  return { member, name, mark: name.problem.mark, readable: name.problem.readable }
}

function namesAmong(files: readonly JudgedFile[]): readonly NamedFile[] {
  return files.flatMap(({ member, name }) => (name.ok ? [{ member, name: name.value }] : []))
}

const SLOTS: readonly (Mark | null)[] = ['FI', 'FS', 'GO', 'TD', null]

function bySlot(one: JudgedFile, other: JudgedFile): number {
  return (
    SLOTS.indexOf(one.mark) - SLOTS.indexOf(other.mark) ||
    (one.readable.part ?? 0) - (other.readable.part ?? 0) ||
    order(one.member.name, other.member.name)
  )
}

function order(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1
}
