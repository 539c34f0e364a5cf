/** Sets to judge: everything right unless a test says otherwise. */
import { sha256 } from '../../src/base/hashes.ts'
import type { Envelope, Member, Verdict } from '../../src/batch/facts.ts'
import type { Rights } from '../../src/batch/rights.ts'
import type { SignatureFinding } from '../../src/signing/finding.ts'
import type { DocumentFindings } from '../../src/stages/checkers/findings.ts'
import { type JudgeFacts, type JudgeSettings, knownAtSeal } from '../../src/stages/checks/facts.ts'

export const KEY = 'DMFA.123456.20260105.00001.R'
export const FI = `FI.${KEY}.1.1`
export const FS = `FS.${KEY}.1.1`
export const GO = `GO.${KEY}.1`

/** The names of a set of several parts, without the GO. */
export function parts(mark: 'FI' | 'FS', count: number, ...numbers: number[]): string[] {
  return numbers.map((part) => `${mark}.${KEY}.${count}.${part}`)
}

export function member(name: string, changes: Partial<Member> = {}): Member {
  return {
    fileId: `file-${name}`,
    name,
    sha256: sha256(name),
    bytes: name.startsWith('GO') ? 0 : 100,
    overLimit: false,
    channel: 'sftp',
    receivedAt: '2026-01-05T09:59:59.000Z',
    ...changes,
  }
}

type Members = readonly (string | Member)[]

export function envelopeOf(members: Members = [FI, FS, GO], changes: Partial<Envelope> = {}): Envelope {
  return {
    sender: '123456',
    environment: 'R',
    rawKey: `IN/${KEY}`,
    routable: true,
    members: members.map((one) => (typeof one === 'string' ? member(one) : one)),
    sealedAt: '2026-01-05T10:00:00.000Z',
    why: 'complete',
    rights: sha256('rights'),
    ticket: 'SLU0000000018',
    ...changes,
  }
}

export function rightsOf(changes: Partial<Rights> = {}): Rights {
  return {
    sender: { number: '123456', state: 'active' },
    quality: { code: 'QUAL_EMP_NOSS', state: 'active' },
    enterprise: { number: '0123456749', state: 'active' },
    channels: [{ type: 'sftp', state: 'active' }],
    bindings: [{ service: 'DMFA', environment: 'R', channel: 'sftp' }],
    certificates: [],
    ...changes,
  }
}

const RULES = { environments: ['R', 'T', 'S'], identifications: [], roots: [], formless: false } as const

export const SETTINGS: JudgeSettings = {
  services: [
    { ...RULES, code: 'DMFA', roots: ['DmfAOriginal'], identifications: ['DMFA', 'DMFAPPL'] },
    { ...RULES, code: 'DIMN', roots: ['Dimona'], identifications: ['DIMONA'] },
    { ...RULES, code: 'WECH', roots: ['WECH001', 'WECH002'], identifications: ['WECH001', 'WECH002'] },
    { ...RULES, code: 'FLEX', roots: ['FLXWAGE'], identifications: ['FLXWAGE'] },
    { ...RULES, code: 'DDTN' },
    { ...RULES, code: 'PUBL', formless: true },
  ],
  limits: { parts: 9, forms: 1000, nameAgeDays: 30, partBytes: 10 * 1024 * 1024, signatureBytes: 64 * 1024 },
  signature: { requiredIn: ['R', 'T'] },
}

export function documentOf(changes: Partial<DocumentFindings> = {}): DocumentFindings {
  return {
    parts: [FI],
    bytes: 100,
    wellFormed: true,
    fault: null,
    doctype: false,
    encoding: { declared: 'UTF-8', used: 'UTF-8', supported: true, fault: null },
    limitExceeded: null,
    root: { name: 'DmfAOriginal', namespace: null, prefix: null },
    schemaReference: { raw: 'DmfAOriginal_20261.xsd', name: 'DmfAOriginal_20261.xsd' },
    childrenOtherThanForm: [],
    forms: 1,
    formsWithoutIdentification: 0,
    identifications: ['DMFA'],
    typeForms: ['SU'],
    schema: { outcome: 'valid', errors: [] },
    ...changes,
  }
}

export const GOOD: SignatureFinding = {
  outcome: 'good',
  annex25: [0, 0],
  certificate: { sha256: sha256('certificate'), subject: 'CN=Sender', serial: '2A' },
  digest: { algorithm: 'sha256', hex: sha256('declaration') },
}

export type SetChanges = Partial<Omit<JudgeFacts, 'envelope' | 'rights' | 'settings'>> & {
  readonly members?: Members
  readonly envelope?: Partial<Envelope>
  readonly rights?: Partial<Rights>
  readonly settings?: Partial<JudgeSettings>
}

/** The facts about a set whose every check passes, with these differences. */
export function aSet({ members, envelope, rights, settings, ...facts }: SetChanges = {}): JudgeFacts {
  const known = knownAtSeal(envelopeOf(members, envelope), rightsOf(rights), { ...SETTINGS, ...settings })
  return { ...known, signatures: [{ file: FS, finding: GOOD }], documents: [documentOf()], ...facts }
}

/** Of a set that was accepted for DMFA and is answered. */
export function verdictOf(changes: Partial<Verdict> = {}): Verdict {
  return {
    outcome: 'accepted',
    reasons: [],
    service: 'DMFA',
    setKey: KEY,
    judgedAt: '2026-01-05T10:00:01.000Z',
    rules: 'test',
    evidence: { signatures: [], documents: [] },
    answer: { date: '20260105', sequence: '00001' },
    ...changes,
  }
}
