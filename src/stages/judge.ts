import { unreachable } from '../base/unreachable.ts'
import type { Envelope, Evidence, Member, SignatureEvidence, Verdict } from '../batch/facts.ts'
import type { RegisteredCertificate, Rights } from '../batch/rights.ts'
import { evidenceOf, type SignatureFinding } from '../signing/finding.ts'
import type { DocumentFindings } from './checkers/findings.ts'
import { ROUNDS, type Round } from './checks/check.ts'
import { decide, reasonsOf } from './checks/decide.ts'
import { type JudgeFacts, type JudgeSettings, knownAtSeal, pairsOf } from './checks/facts.ts'

/** The rule book that judges (docs/rules.md); goes up whenever a set could be judged differently than before. */
export const RULES_VERSION = '1'

export type JudgeWork = { readonly envelope: Envelope; readonly rights: Rights }

/** What judging needs of the world. All of it may throw `Unavailable` or `Corrupt`, which are the caller's affair. */
export type JudgeDeps = {
  readonly settings: JudgeSettings
  /** The product's version, which is kept in the verdict beside the rule book's. */
  readonly productVersion: string
  /** Whether `DMFA.123456.20260105.00001.R` was accepted before (decision 2). */
  readonly keyAcceptedBefore: (setKey: string) => Promise<boolean>
  /** rule 3.5: verifies one FS over the bytes of its FI, against the certificates registered at seal, as of the time of sealing. */
  readonly verify: (declaration: Member, signature: Member, at: VerifiedAt) => Promise<SignatureFinding>
  /** Reads the FI of a set, in the order of the parts, as the documents that they make (spec §5). */
  readonly inspect: (declarations: readonly Member[]) => Promise<readonly DocumentFindings[]>
}

export type VerifiedAt = { readonly sealedAt: Date; readonly certificates: readonly RegisteredCertificate[] }

/** Everything of a verdict but what its transaction adds: the time, and the answer's name when `answered`. */
export type Judgement = Omit<Verdict, 'answer' | 'judgedAt'> & {
  /** rule 6.7: false for a sender's own acknowledgement, accepted or not: an answer to an answer could go on for ever (decision 14). */
  readonly answered: boolean
}

/**
 * rule 6.3: judges a sealed set round by round. What a round needs is fetched only when the rounds before it found nothing, so
 * that no byte of a misnamed set is opened, and no document parsed whose signature is bad.
 * `rounds` leaves some out, for a dry run that knows no sender.
 */
export async function judge(
  { envelope, rights }: JudgeWork,
  deps: JudgeDeps,
  rounds: readonly Round[] = ROUNDS,
): Promise<Judgement> {
  let facts = knownAtSeal(envelope, rights, deps.settings)
  for (const round of rounds) {
    facts = await collect(round, facts, deps)
    if (reasonsOf(round, facts).length > 0) break
  }
  return {
    ...decide(facts, rounds),
    ...(facts.service ? { service: facts.service.code } : {}),
    ...(facts.setKey ? { setKey: facts.setKey } : {}),
    rules: `${deps.productVersion}/${RULES_VERSION}`,
    evidence: evidenceFor(facts),
    answered: facts.kind === 'declaration',
  }
}

async function collect(round: Round, facts: JudgeFacts, deps: JudgeDeps): Promise<JudgeFacts> {
  if (round === 'name') return withReuse(facts, deps)
  if (round === 'set' || round === 'rights' || facts.kind === 'acknowledgement') return facts
  if (round === 'signature') return withSignatures(facts, deps)
  return round === 'document' ? withDocuments(facts, deps) : unreachable(round)
}

async function withReuse(facts: JudgeFacts, { keyAcceptedBefore }: JudgeDeps): Promise<JudgeFacts> {
  return { ...facts, keyAcceptedBefore: facts.setKey !== null && (await keyAcceptedBefore(facts.setKey)) }
}

/** rule 4.3: each FS over its own FI, also where none is required. */
async function withSignatures(facts: JudgeFacts, { verify }: JudgeDeps): Promise<JudgeFacts> {
  const at = { sealedAt: new Date(facts.envelope.sealedAt), certificates: facts.rights.certificates }
  const signatures = []
  for (const { fi, fs } of pairsOf(facts)) {
    if (fs) signatures.push({ file: fs.member.name, finding: await verify(fi.member, fs.member, at) })
  }
  return { ...facts, signatures }
}

async function withDocuments(facts: JudgeFacts, { inspect }: JudgeDeps): Promise<JudgeFacts> {
  return { ...facts, documents: await inspect(pairsOf(facts).map(({ fi }) => fi.member)) }
}

/** rule 4.4: what was found, and that nothing was there where nothing was. */
function evidenceFor(facts: JudgeFacts): Evidence {
  const unsigned = pairsOf(facts).filter(({ fs }) => fs === null)
  return {
    signatures: [
      ...facts.signatures.map(({ file, finding }) => evidenceOf(file, finding)),
      ...unsigned.map(({ fi }): SignatureEvidence => ({ file: fi.member.name, outcome: 'absent', annex25: [0, 0] })),
    ],
    documents: facts.documents.map(({ parts, root, encoding, forms, schema, schemaReference }) => ({
      files: parts,
      ...(root ? { root: root.name } : {}),
      encoding: encoding.used,
      forms,
      schema: { reference: schemaReference?.name ?? null, outcome: schema.outcome },
    })),
  }
}
