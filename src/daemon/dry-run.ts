/** Sets judged for people who ask before they send: with the code of the gate and their own rights; nothing is stored. */
import { Readable } from 'node:stream'
import type { Now } from '../base/clock.ts'
import { Corrupt } from '../base/errors.ts'
import { sha256 } from '../base/hashes.ts'
import { uuidV7 } from '../base/ids.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok } from '../base/result.ts'
import type { CheckedSet, DryRun, DryRunQuestion } from '../batch/dry-run.ts'
import type { Rights } from '../batch/rights.ts'
import type { Queries } from '../database/database.ts'
import { nameIsTaken } from '../ledger/accepted-names.ts'
import type { Certificate } from '../signing/certificate.ts'
import type { RevocationPolicy } from '../signing/signer-standing.ts'
import type { Checkers } from '../stages/checkers/checkers.ts'
import type { JudgeSettings } from '../stages/checks/facts.ts'
import { type DryFile, type DrySet, drySets } from '../stages/dry-sets.ts'
import { judge } from '../stages/judge.ts'
import { judgeContents } from '../stages/judge-contents.ts'
import { knownStanding } from './known-standing.ts'

export type DryRunDeps = {
  readonly queries: Queries
  /** As they are now; null when there is no such sender. */
  readonly rightsOf: (sender: string) => Promise<Rights | null>
  /** Read at use, so that a reload is in force at once. */
  readonly settings: JudgeSettings & { readonly signature: { readonly allowSelfSigned: boolean } & RevocationPolicy }
  readonly productVersion: string
  /** Of their own, so that the gate never waits for a dry run. */
  readonly checkers: Pick<Checkers, 'inspect'>
  readonly issuers: () => Promise<readonly Certificate[]>
  readonly now: Now
}

/** Files of so many people are in memory at once. */
const AT_ONCE = 4
const PIECE_BYTES = 64 * 1024

export function createDryRun(deps: DryRunDeps): DryRun {
  let running = 0
  return async (question) => {
    if (running >= AT_ONCE) return no(BUSY)
    running += 1
    try {
      return ok(await checkedSets(question, deps))
    } finally {
      running -= 1
    }
  }
}

async function checkedSets(
  { senderNumber, channel, files }: DryRunQuestion,
  deps: DryRunDeps,
): Promise<readonly CheckedSet[]> {
  const rights = await deps.rightsOf(senderNumber)
  if (!rights) throw new Corrupt(`the sender ${senderNumber} is not in the registry`)
  const now = deps.now()
  const sets = drySets(
    files.map((file) => dryFile(file, now)),
    {
      sender: senderNumber,
      channel: channel ?? firstOpenChannel(rights) ?? 'sftp',
      partBytesMax: deps.settings.limits.partBytes,
      now,
    },
  )
  const checked: CheckedSet[] = []
  for (const set of sets) checked.push(await checkedSet(set, rights, deps))
  return checked
}

async function checkedSet({ envelope, contents }: DrySet, rights: Rights, deps: DryRunDeps): Promise<CheckedSet> {
  const { queries, settings, productVersion, checkers, issuers } = deps
  const judgement = await judge(
    { envelope, rights },
    {
      ...{ settings, productVersion },
      // Whether somebody else's key was used is nobody's affair here; that it is somebody else's is told in any case (108).
      keyAcceptedBefore: async (setKey) =>
        setKey.split('.')[1] === envelope.sender && (await nameIsTaken(queries, setKey, uuidV7())),
      ...judgeContents({
        ...{ contents, checkers, issuers },
        allowSelfSigned: settings.signature.allowSelfSigned,
        // nobody waits for an authority here
        revocation: withoutWaiting(settings.signature),
        standingOf: knownStanding(queries),
        signatureBytesMax: settings.limits.signatureBytes,
      }),
    },
  )
  const { outcome, reasons, evidence, setKey, service } = judgement
  const { rawKey, routable, environment, members } = envelope
  return {
    ...{ outcome, reasons, evidence, environment },
    setKey: setKey ?? (routable ? rawKey.slice(rawKey.indexOf('/') + 1) : rawKey),
    service: service ?? null,
    files: members.map(({ name, bytes, sha256: hash }) => ({ name, bytes, sha256: hash })),
  }
}

function dryFile({ name, bytes }: DryRunQuestion['files'][number], receivedAt: Date): DryFile {
  return {
    ...{ name, bytes: bytes.length, sha256: sha256(bytes), receivedAt },
    read: async () => bytes,
    stream: () => Readable.from(pieces(bytes)),
  }
}

/** As a disk would give them: one long piece would hold up everything else. */
function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES)
}

function withoutWaiting({ revocation, recheckHours }: RevocationPolicy): RevocationPolicy {
  return { recheckHours, revocation: revocation === 'off' ? 'off' : 'ifKnown' }
}

function firstOpenChannel({ channels }: Rights) {
  return channels.find(({ state }) => state === 'active')?.type ?? channels[0]?.type
}

const BUSY: Refusal = refusal('SLU-BUSY', 'Too many files are being checked.', 'Try again in a minute.', {
  key: 'checksBusy',
})
