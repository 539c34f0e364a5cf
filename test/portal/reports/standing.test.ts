import { expect, test } from 'vitest'
import type { Sha256 } from '../../../src/base/hashes.ts'
import type { Rights } from '../../../src/batch/rights.ts'
import { attentionOf, obstaclesOf } from '../../../src/portal/reports-standing.ts'
import type { ShownProof, ShownReports } from '../../../src/registry/setup/overview.ts'

const RIGHTS = {
  enterprise: { state: 'active' },
  quality: { state: 'active' },
  sender: { state: 'active' },
  channels: [{ type: 'sftp', state: 'active' }],
  bindings: [{ service: 'DMFA', environment: 'R', channel: 'sftp' }],
  certificates: [{ usages: ['signature'] }],
} as unknown as Rights

const SUSPENDED = { state: 'suspended' } as never

test.each<[string, Partial<Rights>, string[]]>([
  ['whose rights are whole', {}, []],
  ['of a suspended enterprise', { enterprise: SUSPENDED }, ['enterprise']],
  ['of a quality that is not active', { quality: SUSPENDED }, ['quality']],
  ['that is suspended', { sender: SUSPENDED }, ['sender']],
  ['whose one channel is suspended', { channels: [{ type: 'sftp', state: 'suspended' }] }, ['channel']],
  ['without services', { bindings: [] }, ['services']],
  ['without a certificate that signs', { certificates: [] }, ['signature']],
  [
    'of the web service alone needs none that signs',
    { channels: [{ type: 'web', state: 'active' }], certificates: [] },
    [],
  ],
])('a sender %s may send, or hears what is in the way', (_, parts, obstacles) => {
  expect(obstaclesOf({ ...RIGHTS, ...parts })).toEqual(obstacles)
})

const CHANNEL = { type: 'sftp', state: 'active', sshKeys: [{}] }
const CONTACT = { lastName: 'Maes' }

function proof(parts: Partial<ShownProof>): ShownProof {
  const sha256 = `${parts.label}` as Sha256
  return { usages: ['signature'], state: 'valid', daysLeft: 400, sha256, ...parts } as ShownProof
}

function attentions(parts: object): string[] {
  const reports = { certificates: [], channels: [CHANNEL], technicalUser: CONTACT, ...parts } as unknown as ShownReports
  return attentionOf(reports).map((attention) => {
    const successor = attention.kind === 'ending' ? attention.successor?.label : undefined
    const about = 'proof' in attention ? attention.proof.label : undefined
    return [attention.kind, about, successor].filter(Boolean).join(' ')
  })
}

test('what needs attention comes worst first, and nothing else does', () => {
  expect(attentions({ certificates: [proof({ label: 'a' })] })).toEqual([])
  const certificates = [
    ...[proof({ label: 'waits', state: 'uploaded' }), proof({ label: 'ends', state: 'expiring', daysLeft: 30 })],
    ...[proof({ label: 'lasts', daysLeft: 31 }), proof({ label: 'over', daysLeft: -1 })],
    ...[proof({ label: 'stolen', state: 'revoked' }), proof({ label: 'old', state: 'expired', daysLeft: -9 })],
  ]
  const channels = [{ ...CHANNEL, state: 'suspended', sshKeys: [] }]
  expect(attentions({ certificates, channels, technicalUser: null })).toEqual([
    ...['revoked stolen', 'expired over', 'expired old', 'noKey', 'suspended', 'ending ends lasts'],
    ...['waiting waits', 'noTechnicalUser'],
  ])
})

test('a certificate succeeds another only when it serves all the same', () => {
  const certificates = [
    proof({ label: 'both', usages: ['signature', 'clientAuthentication'], daysLeft: 3 }),
    proof({ label: 'signs' }),
  ]
  expect(attentions({ certificates })).toEqual(['ending both'])
})
