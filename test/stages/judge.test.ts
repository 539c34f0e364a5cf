import { describe, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import type { SignatureFinding } from '../../src/signing/finding.ts'
import { type JudgeDeps, judge, RULES_VERSION } from '../../src/stages/judge.ts'
import { documentOf, envelopeOf, FI, FS, GO, GOOD, KEY, parts, rightsOf, SETTINGS } from './a-set.ts'

const BAD: SignatureFinding = { outcome: 'bad', code: 125, annex25: [11, 1203], detail: 'wrongValue' }

test('an accepted set is judged with its service, its key, the rules and what they rest on', async () => {
  const { deps, asked } = recorder()
  expect(await judge({ envelope: envelopeOf(), rights: rightsOf() }, deps)).toEqual({
    outcome: 'accepted',
    reasons: [],
    service: 'DMFA',
    setKey: KEY,
    rules: `0.1.0/${RULES_VERSION}`,
    evidence: {
      signatures: [{ ...GOOD, file: FS }],
      documents: [
        {
          files: [FI],
          root: 'DmfAOriginal',
          encoding: 'UTF-8',
          forms: 1,
          schema: { reference: 'DmfAOriginal_20261.xsd', outcome: 'valid' },
        },
      ],
    },
    answered: true,
  })
  expect(asked).toEqual([`used ${KEY}`, `verify ${FI} ${FS}`, `inspect ${FI}`])
})

describe('rule 6.3 nothing is opened before it is needed', () => {
  test.each([
    ['a wrong name', [FI.replace('00001', '0000a')], {}, []],
    ['a name used before', [FI, FS, GO], { used: true }, [`used ${KEY}`]],
    ['a missing file', [FI, GO], {}, [`used ${KEY}`]],
    ['a bad signature', [FI, FS, GO], { finding: BAD }, [`used ${KEY}`, `verify ${FI} ${FS}`]],
  ])('after %s', async (_, members, world, expected) => {
    const { deps, asked } = recorder(world)
    const judgement = await judge({ envelope: envelopeOf(members), rights: rightsOf() }, deps)
    expect(judgement.outcome).toBe('rejected')
    expect(asked).toEqual(expected)
  })
})

describe('rule 4.3 every FS is verified over its own FI', () => {
  const declarations = parts('FI', 2, 2, 1)

  test('by part, not by the order of arrival', async () => {
    const { deps, asked } = recorder()
    await judge(
      { envelope: envelopeOf([...parts('FS', 2, 2, 1), `GO.${KEY}.2`, ...declarations]), rights: rightsOf() },
      deps,
    )
    const [second, first] = declarations
    expect(asked.slice(1)).toEqual([
      `verify ${first} ${first?.replace('FI', 'FS')}`,
      `verify ${second} ${second?.replace('FI', 'FS')}`,
      `inspect ${first},${second}`,
    ])
  })

  test('and where none is required, one that is there is verified all the same', async () => {
    const simulated = [FI, FS, GO].map((name) => name.replace('.R.', '.S.'))
    const bindings = [{ service: 'DMFA', environment: 'S', channel: 'sftp' }] as const
    const work = { envelope: envelopeOf(simulated, { environment: 'S' }), rights: rightsOf({ bindings }) }
    expect((await judge(work, recorder({ finding: BAD }).deps)).reasons.map(({ code }) => code)).toEqual([125])
    expect((await judge(work, recorder().deps)).outcome).toBe('accepted')
  })
})

test('rule 4.4 the evidence says when a declaration was not signed', async () => {
  const unsigned = [FI, GO].map((name) => name.replace('.R.', '.S.'))
  const bindings = [{ service: 'DMFA', environment: 'S', channel: 'sftp' }] as const
  const work = { envelope: envelopeOf(unsigned, { environment: 'S' }), rights: rightsOf({ bindings }) }
  const { outcome, evidence } = await judge(work, recorder().deps)
  expect(outcome).toBe('accepted')
  expect(evidence.signatures).toEqual([{ file: unsigned[0], outcome: 'absent', annex25: [0, 0] }])
})

test('rule 3.5 the signature is verified as of sealing, with the certificates registered then', async () => {
  const certificates = [{ sha256: envelopeOf().rights, der: 'MA==', usages: ['signature'], state: 'valid' }] as const
  const seen: unknown[] = []
  const { deps } = recorder()
  const verify: JudgeDeps['verify'] = async (_, __, at) => {
    seen.push(at)
    return GOOD
  }
  await judge({ envelope: envelopeOf(), rights: rightsOf({ certificates }) }, { ...deps, verify })
  expect(seen).toEqual([{ sealedAt: new Date('2026-01-05T10:00:00.000Z'), certificates }])
})

describe('rule 6.7 a sender’s own acknowledgement is not answered', () => {
  const own = (...marks: string[]) => marks.map((mark) => `${mark}.ACRF.123456.20260105.00001.R`)

  test('when it is accepted, and nothing of it is opened', async () => {
    const { deps, asked } = recorder()
    const judgement = await judge({ envelope: envelopeOf(own('FI', 'FS', 'GO')), rights: rightsOf() }, deps)
    expect(judgement).toMatchObject({
      outcome: 'accepted',
      answered: false,
      evidence: { signatures: [], documents: [] },
    })
    expect(judgement.service).toBeUndefined()
    expect(asked).toEqual(['used ACRF.123456.20260105.00001.R'])
  })

  test('nor when it is rejected', async () => {
    const judgement = await judge({ envelope: envelopeOf(own('FI')), rights: rightsOf() }, recorder().deps)
    expect(judgement).toMatchObject({ outcome: 'rejected', reasons: [{ code: 130 }], answered: false })
  })
})

test('an unroutable file is judged alone, without a key', async () => {
  const { deps, asked } = recorder()
  const work = { envelope: envelopeOf(['letter.pdf'], { routable: false, why: 'unroutable' }), rights: rightsOf() }
  expect(await judge(work, deps)).toEqual({
    outcome: 'rejected',
    reasons: [{ code: 129, file: 'letter.pdf', seen: 'letter', expected: 'FI, FS, GO, TD' }],
    rules: `0.1.0/${RULES_VERSION}`,
    evidence: { signatures: [], documents: [] },
    answered: true,
  })
  expect(asked).toEqual([])
})

test('what is not there now is thrown on, and never becomes a rejection', async () => {
  const { deps } = recorder()
  const inspect = () => Promise.reject(new Unavailable('the checkers are being stopped'))
  await expect(judge({ envelope: envelopeOf(), rights: rightsOf() }, { ...deps, inspect })).rejects.toThrow(Unavailable)
})

test('a dry run leaves the rights out', async () => {
  const rounds = ['name', 'set', 'signature', 'document'] as const
  const work = { envelope: envelopeOf(), rights: rightsOf({ bindings: [] }) }
  expect((await judge(work, recorder().deps, rounds)).outcome).toBe('accepted')
})

/** A world that notes what it is asked. */
function recorder({ used = false, finding = GOOD }: { used?: boolean; finding?: SignatureFinding } = {}) {
  const asked: string[] = []
  const deps: JudgeDeps = {
    settings: SETTINGS,
    productVersion: '0.1.0',
    async keyAcceptedBefore(setKey) {
      asked.push(`used ${setKey}`)
      return used
    },
    async verify(declaration, signature) {
      asked.push(`verify ${declaration.name} ${signature.name}`)
      return finding
    },
    async inspect(declarations) {
      asked.push(`inspect ${declarations.map(({ name }) => name)}`)
      return [documentOf({ parts: declarations.map(({ name }) => name) })]
    },
  }
  return { deps, asked }
}
