import { expect, test } from 'vitest'
import {
  isLoopback,
  type SeenCertificate,
  type Trust,
  type TrustWish,
  trustIn,
} from '../../src/endpoints/files/server-trust.ts'

const OURS = 'AB:CD:EF'
const stranger: SeenCertificate = { isVerified: false, fingerprint: OURS, isLoopback: false }
const vouched: SeenCertificate = { ...stranger, isVerified: true }
const here: SeenCertificate = { ...stranger, isLoopback: true }

test.each<[string, SeenCertificate, TrustWish, Trust]>([
  ['an authority vouches for it', vouched, {}, 'verified'],
  ['nobody vouches for it', stranger, {}, 'refused'],
  ['nobody vouches for it, on this machine', here, {}, 'shown'],
  ['it is not of the authority that was named, on this machine', here, { authorities: 'PEM' }, 'refused'],
  ['it is of the authority that was named', vouched, { authorities: 'PEM' }, 'verified'],
  ['it is the one that was compared', stranger, { fingerprint: OURS }, 'verified'],
  ['it is the one that was compared, in other writing', stranger, { fingerprint: 'abcdef' }, 'verified'],
  ['it is another than was compared', vouched, { fingerprint: 'AB:CD:EE' }, 'refused'],
  ['it is another than was compared, on this machine', here, { fingerprint: 'AB:CD:EE' }, 'refused'],
  ['it is only the beginning of what was compared', vouched, { fingerprint: 'AB:CD' }, 'refused'],
])('a certificate when %s', (_, seen, wish, trust) => {
  expect(trustIn(seen, wish)).toBe(trust)
})

test.each<[string, boolean]>([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['128.0.0.1', false],
  ['::2', false],
  ['::1:1', false],
  ['10.127.0.1', false],
  ['', false],
])('%s is this machine: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected)
})
