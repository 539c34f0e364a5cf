import { afterAll, beforeEach, expect, test } from 'vitest'
import type { AskingRules } from '../../../src/authorities/ask-authorities.ts'
import { verifyEidCertificate } from '../../../src/identity/eid/eid-certificate.ts'
import { newWebEidChallenge, verifyWebEid } from '../../../src/identity/eid/web-eid.ts'
import {
  authority,
  constraints,
  days,
  issue,
  listAt,
  minutes,
  NOW,
  nameOf,
  OCSP_SIGNING,
  ocspAnswer,
  purposes,
  responderAt,
  revocationList,
  USAGE,
  usage,
} from '../../signing/authorities.ts'
import { type Answered, serve } from './authority-server.ts'
import { asking, card, outcome, root, rules, webEidToken } from './cards.ts'

/** What the authorities answer on each path; a path that is not there is not found. */
let answers: Record<string, () => Answered | 'nothing'> = {}
const server = await serve((path) => answers[path]?.() ?? { status: 404, body: Buffer.alloc(0) })
afterAll(() => server.close())

const citizens = authority('Citizen CA', root, {
  extensions: [constraints(), usage(USAGE.authority), listAt(`${server.url}/root.crl`)],
})
const places = [responderAt(`${server.url}/ocsp`), listAt(`${server.url}/citizens.crl`)]
const { certificate, key } = card({ by: citizens }, places)
const neighbour = card({ by: citizens }, places).certificate
const responder = issue({
  name: nameOf({ CN: 'Responder' }),
  by: citizens,
  extensions: [usage(USAGE.authentication), purposes(OCSP_SIGNING)],
})
const selfMade = issue({
  name: citizens.certificate.subject,
  extensions: [usage(USAGE.authentication), purposes(OCSP_SIGNING)],
})

type Way = () => Answered | 'nothing'
const answered = (body: Uint8Array) => (): Answered => ({ body })
const byOcsp = (answer = {}, signer = citizens, about = certificate): Way =>
  answered(ocspAnswer(about, citizens.certificate, signer, answer))
const byList = (pieces = {}): Way => answered(revocationList(citizens, pieces))

beforeEach(() => {
  server.asked.length = 0
  answers = { '/root.crl': answered(revocationList(root)) }
})

const trusting = (changes: Partial<AskingRules> = {}) =>
  rules({ authorities: [citizens.certificate], revocation: asking(changes) })
async function verified(ways: Record<string, Way>, from = trusting(), der = certificate.der): Promise<unknown> {
  answers = { ...answers, ...ways }
  const holder = await verifyEidCertificate(der, from)
  return holder.ok ? 'in' : outcome(holder)
}

test('OCSP is asked first; its authority is looked up in the list of the root', async () => {
  expect(await verified({ '/ocsp': byOcsp({ attached: [responder.certificate] }, responder) })).toBe('in')
  expect(server.asked).toEqual(['POST /ocsp', 'GET /root.crl'])
})

test('the list serves when OCSP does not answer', async () => {
  expect(await verified({ '/citizens.crl': byList() })).toBe('in')
  expect(server.asked).toEqual(['POST /ocsp', 'GET /citizens.crl', 'GET /root.crl'])
})

const UNBELIEVED: Record<string, Way> = {
  'is stale': byOcsp({ from: days(-2), until: days(-1) }),
  'is about another serial': byOcsp({}, citizens, neighbour),
  'is of a self-made responder': byOcsp({ attached: [selfMade.certificate] }, selfMade),
  'answers another question': byOcsp({ nonce: Buffer.alloc(32) }),
  'is unknown': byOcsp({ status: 'unknown' }),
  'sends elsewhere': () => ({ status: 302, location: `${server.url}/elsewhere`, body: Buffer.alloc(0) }),
  'has no end': () => ({ body: Buffer.alloc(70_000) }),
  'is an error': () => ({ status: 500, body: Buffer.from('sorry') }),
}

test.each(Object.entries(UNBELIEVED))('without a list, an OCSP answer that %s lets nobody in', async (_, way) => {
  answers['/elsewhere'] = byOcsp()
  expect(await verified({ '/ocsp': way })).toBe('eidUnchecked')
  expect(server.asked).toEqual(['POST /ocsp', 'GET /citizens.crl'])
})

test('a responder that says nothing holds nobody up for longer than the limit', async () => {
  expect(await verified({ '/ocsp': () => 'nothing' }, trusting({ fetchSeconds: 0.1 }))).toBe('eidUnchecked')
})

test('a list that is larger than the limit is not read', async () => {
  expect(await verified({ '/citizens.crl': byList() }, trusting({ fetchBytes: 100 }))).toBe('eidUnchecked')
})

test('who is revoked by OCSP or by the list is not let in, nor who holds a card of a revoked authority', async () => {
  expect(await verified({ '/ocsp': byOcsp({ status: 'revoked' }) })).toBe('eidRevoked')
  expect(await verified({ '/ocsp': byList(), '/citizens.crl': byList({ revoked: [certificate] }) })).toBe('eidRevoked')
  const ofRoot = answered(revocationList(root, { revoked: [citizens.certificate] }))
  expect(await verified({ '/citizens.crl': byList(), '/root.crl': ofRoot })).toBe('eidRevoked')
})

test('a certificate that names no place to ask lets nobody in', async () => {
  expect(await verified({}, trusting(), card({ by: citizens }).certificate.der)).toBe('eidUnchecked')
})

test.each(['https://ocsp.example/', 'file:///etc/passwd', 'ldap://x/', 'no address'])(
  'nobody is asked at %s',
  async (url) => {
    const fetched: string[] = []
    const counting: AskingRules['fetch'] = (place, init) => {
      fetched.push(place)
      return fetch(place, init)
    }
    const { der } = card({ by: citizens }, [responderAt(url), listAt(url)]).certificate
    expect(await verified({}, trusting({ fetch: counting }), der)).toBe('eidUnchecked')
    expect(fetched).toEqual([])
  },
)

test('an answer is remembered for five minutes, but not longer than it says', async () => {
  let now = NOW
  const from = trusting({ now: () => now })
  await verified({ '/ocsp': byOcsp({ until: minutes(2) }) }, from)
  now = minutes(1)
  expect(await verified({ '/ocsp': byOcsp({ status: 'revoked' }) }, from)).toBe('in')
  now = minutes(3)
  expect(await verified({}, from)).toBe('eidRevoked')
  now = minutes(9)
  expect(await verified({ '/ocsp': byOcsp({ from: minutes(8) }) }, from)).toBe('in')
  expect(server.asked.filter((asked) => asked === 'GET /root.crl')).toEqual(['GET /root.crl'])
})

test('nobody is asked about a card that did not sign', async () => {
  const { nonce } = newWebEidChallenge()
  const expected = { nonce, origin: 'https://portal.example' }
  const token = webEidToken({ certificate, key }, newWebEidChallenge().nonce)
  expect(outcome(await verifyWebEid(token, expected, trusting()))).toBe('eidSignature')
  expect(server.asked).toEqual([])
  answers['/ocsp'] = byOcsp({ status: 'revoked' })
  expect(outcome(await verifyWebEid(webEidToken({ certificate, key }, nonce), expected, trusting()))).toBe('eidRevoked')
})
