import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/signing/certificate.ts'
import { canBeAsked, signerPath } from '../../src/signing/signer-path.ts'
import {
  authority,
  constraints,
  days,
  type Holder,
  issue,
  listAt,
  NOW,
  nameOf,
  responderAt,
  USAGE,
  usage,
} from './authorities.ts'

const root = authority('Root')
const middle = authority('Middle', root)
const leafBy = (by: Holder | undefined, more: Parameters<typeof issue>[0]['extensions'] = []): Certificate =>
  issue({ name: nameOf({ CN: 'Sender' }), ...(by && { by }), extensions: [usage(USAGE.nonRepudiation), ...more] })
    .certificate
const leaf = leafBy(middle)
const own = leafBy(undefined)

type Wish = {
  readonly issuers?: readonly Holder[]
  readonly brought?: readonly Holder[]
  readonly self?: boolean
  readonly at?: Date
}
function outcome(certificate: Certificate, { issuers = [root], brought = [], self = false, at = NOW }: Wish): unknown {
  const of = (holders: readonly Holder[]) => holders.map((holder) => holder.certificate)
  const path = signerPath(certificate, { issuers: of(issuers), brought: of(brought), allowSelfSigned: self, at })
  return path.ok ? path.value.map(({ subjectText }) => subjectText) : path.problem
}

describe('rule 28.1 a certificate leads to an accepted issuer', () => {
  const past = authority('Middle', root, { from: days(-20), until: days(-1) })
  const noAuthority = issue({ name: nameOf({ CN: 'Middle' }), by: root, extensions: [usage(USAGE.authentication)] })
  const short = authority('Short', undefined, { extensions: [constraints(0), usage(USAGE.authority)] })
  const below = authority('Middle', short)
  const bare = authority('Bare', undefined, { extensions: [constraints()] })

  // biome-ignore format: a table
  test.each<[string, unknown, unknown]>([
    ['through what was brought along',      outcome(leaf, { brought: [middle] }),                                ['CN=Sender', 'CN=Middle', 'CN=Root']],
    ['to one in between that is accepted',  outcome(leaf, { issuers: [middle] }),                                ['CN=Sender', 'CN=Middle']],
    ['the shortest way, of several',        outcome(leaf, { issuers: [root, middle], brought: [middle] }),       ['CN=Sender', 'CN=Middle']],
    ['to one without a key usage',          outcome(leafBy(bare), { issuers: [bare] }),                          ['CN=Sender', 'CN=Bare']],
    ['not with a gap',                      outcome(leaf, {}),                                                   'unknown'],
    ['not through a namesake',              outcome(leaf, { brought: [authority('Middle', root)] }),             'unknown'],
    ['not through one that is over',        outcome(leafBy(past), { brought: [past] }),                          'unknown'],
    ['not through one that is no CA',       outcome(leafBy(noAuthority), { brought: [noAuthority] }),            'unknown'],
    ['not beyond the length of a path',     outcome(leafBy(below), { issuers: [short], brought: [below] }),      'unknown'],
    ['not because it brought its own root', outcome(leaf, { issuers: [], brought: [middle, root] }),             'unknown'],
    ['not when an issuer never signed it',  outcome(leafBy(authority('Root')), {}),                              'forged'],
    ['by itself where that is enough',      outcome(own, { self: true }),                                        ['CN=Sender']],
    ['not by itself elsewhere',             outcome(own, {}),                                                    'self'],
  ])('%s', (_, seen, expected) => {
    expect(seen).toEqual(expected)
  })
})

test('rule 28.6 somebody can be asked when any certificate but the last names a place', () => {
  const url = 'http://ca.example/'
  const told = authority('Told', root, { extensions: [constraints(), usage(USAGE.authority), listAt(url)] })
  const [ofRoot, asked] = [leafBy(root), leafBy(root, [responderAt(url)])]
  const paths = [
    [ofRoot, root.certificate],
    [asked, root.certificate],
    [ofRoot, told.certificate, root.certificate],
    [asked],
  ]
  expect(paths.map(canBeAsked)).toEqual([false, true, true, false])
})
