import { beforeEach, expect, test } from 'vitest'
import { type Certificate, readCertificate } from '../../src/signing/certificate.ts'
import { standingByList } from '../../src/signing/crl.ts'
import { EXTENSION } from '../../src/signing/extension-values.ts'
import { isRoot, pathToRoot } from '../../src/signing/path.ts'
import { checkValue, readSignature } from '../../src/signing/signer.ts'
import { contentOf } from '../signing/crafted.ts'
import { bytesOf, notRun } from './corpora.ts'
import { listsIn, messageIn, stripped } from './smime-message.ts'
import { type Outcome, seen, targetOf } from './targets.ts'

/** The signed messages of NIST's Public Key Interoperability Test Suite: signature, path and revocation lists together. */
const NOW = new Date('2020-06-01T00:00:00Z')
const ANCHOR = 'pkits/certs/TrustAnchorRootCertificate.crt'
const UNDERSTOOD: readonly string[] = [EXTENSION.keyUsage, EXTENSION.basicConstraints, EXTENSION.extendedKeyUsage]
// biome-ignore format: a table
const NAMES: ReadonlyMap<string, string> = new Map([
  ['2.5.29.30', 'name constraints'], ['2.5.29.33', 'policy mappings'], ['2.5.29.36', 'policy constraints'], ['2.5.29.54', 'inhibitAnyPolicy'],
])

const missing = notRun('pkits')
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''))

type Expected = { readonly file: string; readonly expected: 'valid' | 'invalid' }

test('case C20: of the signed messages of PKITS no invalid one is accepted, and the valid ones that are refused have their rule', async () => {
  const expected = JSON.parse(bytesOf('pkits/expected.json').toString()) as readonly Expected[]
  const anchor = read(bytesOf(ANCHOR))
  const outcomes = await Promise.all(
    expected.map(async ({ file, expected }): Promise<Outcome> => {
      const found = await verdict(bytesOf(`pkits/smime/${file}`), anchor)
      const accepted = found === 'accepted'
      return { name: file, accepted, found, asExpected: accepted === (expected === 'valid') }
    }),
  )
  const { valid, invalid } = { valid: 0, invalid: 0, ...countsOf(expected) }
  expect([valid, invalid, isRoot(anchor)]).toEqual([71, 59, true])
  expect(seen(outcomes)).toEqual(targetOf('PKITS messages'))
})

async function verdict(eml: Buffer, anchor: Certificate): Promise<string> {
  const { content, signature } = messageIn(eml)
  const signed = readSignature(stripped(signature))
  if (!signed.ok) return `signature: ${signed.problem.annex25.join('-')}`
  const { finding } = await checkValue(signed.value, [], contentOf(content))
  if (!finding.ok) return `signature: ${finding.problem.annex25.join('-')}`
  const authorities = signed.value.certificates
  const path = pathToRoot(finding.value, { roots: [anchor], authorities, now: NOW })
  return path.ok ? standingOf(path.value, listsIn(signature)) : `path: ${path.problem}${demandsOf(authorities)}`
}

/** The critical extensions of these certificates that the path does not weigh. */
function demandsOf(certificates: readonly Certificate[]): string {
  const critical = certificates.flatMap(({ extensions }) =>
    [...extensions].flatMap(([name, { critical }]) => (critical && !UNDERSTOOD.includes(name) ? [name] : [])),
  )
  const names = [...new Set(critical)].sort().map((name) => NAMES.get(name) ?? name)
  return names.length > 0 ? `, critical ${names.join(' and ')}` : ''
}

/** Every certificate below the root needs a list that says something of it, and none may say that it is revoked. */
function standingOf(path: readonly Certificate[], lists: readonly Buffer[]): string {
  for (const [index, certificate] of path.slice(0, -1).entries()) {
    const issuer = path[index + 1] ?? certificate
    const said = lists.map((list) => standingByList(list, certificate, issuer, NOW))
    if (said.some((one) => one.ok && one.value.revoked)) return 'revoked'
    const problems = said
      .flatMap((one) => (one.ok ? [] : [one.problem]))
      .filter((problem) => problem !== 'another issuer')
    if (!said.some((one) => one.ok)) return `no list: ${[...new Set(problems)].sort().join(', ') || 'of the issuer'}`
  }
  return 'accepted'
}

function countsOf(expected: readonly Expected[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { expected: word } of expected) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

function read(der: Buffer): Certificate {
  const certificate = readCertificate(der)
  if (!certificate.ok) throw new Error(certificate.problem)
  return certificate.value
}
