import { describe, expect, test } from 'vitest'
import { inspectCertificate } from '../../src/signing/inspect-certificate.ts'
import { toPem } from '../../src/signing/pem.ts'
import { authority, type Holder, issue, NOW, nameOf, USAGE, usage } from './authorities.ts'

const root = authority('Root')
const middle = authority('Middle', root)
const leaf = issue({ name: nameOf({ CN: 'Sender' }), by: middle, extensions: [usage(USAGE.nonRepudiation)] })

/** Of the chain that is kept, whether each is the one in between; else why the file is refused. */
function kept(...file: readonly Holder[]): unknown {
  const pem = Buffer.from(file.map(({ certificate }) => toPem('CERTIFICATE', certificate.der)).join(''))
  const policy = { issuers: [root.certificate], allowSelfSigned: false, now: NOW, usages: ['signature'] } as const
  const inspected = inspectCertificate(pem, policy)
  if (!inspected.ok) return inspected.problem.cause
  return (inspected.value.chain ?? []).map((der) => der.equals(middle.certificate.der))
}

describe('rule 28.1 the authorities above a certificate may come with it', () => {
  test('they are kept, but for the accepted issuer itself', () => {
    expect([kept(leaf, middle), kept(leaf, middle, root)]).toEqual([[true], [true]])
  })

  test('without them it leads nowhere', () => {
    expect(kept(leaf)).toBe('The issuer CN=Middle is not accepted.')
  })

  test('nobody else may stand in the file', () => {
    expect(kept(leaf, middle, leaf)).toBe('The file holds several certificates.')
  })
})
