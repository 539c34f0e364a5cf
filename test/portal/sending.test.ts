import { expect, test } from 'vitest'
import type { Rights } from '../../src/batch/rights.ts'
import { type Sending, sendingOf } from '../../src/portal/sending.ts'

const MAY: Rights = {
  sender: { number: '123457', state: 'active' },
  quality: { code: 'QUAL_SSC', state: 'active' },
  enterprise: { number: '0206731645', state: 'active' },
  channels: [{ type: 'sftp', state: 'active' }],
  bindings: [{ service: 'DMFA', environment: 'R', channel: 'sftp' }],
  certificates: [{ sha256: 'x' as never, der: '', usages: ['signature'], state: 'expiring' }],
}

test.each<[string, Rights | null, Sending]>([
  ['with everything', MAY, 'may'],
  ['without a sender', null, 'notSetUp'],
  ['with a closed one', { ...MAY, sender: { ...MAY.sender, state: 'closed' } }, 'notSetUp'],
  [
    'of a suspended enterprise',
    { ...MAY, enterprise: { ...MAY.enterprise, state: 'suspended' } },
    'enterpriseNotActive',
  ],
  ['of a closed quality', { ...MAY, quality: { ...MAY.quality, state: 'closed' } }, 'enterpriseNotActive'],
  ['of a suspended sender', { ...MAY, sender: { ...MAY.sender, state: 'suspended' } }, 'senderSuspended'],
  ['without a channel', { ...MAY, channels: [] }, 'notSetUp'],
  ['with a suspended channel', { ...MAY, channels: [{ type: 'sftp', state: 'suspended' }] }, 'channelSuspended'],
  ['without a service', { ...MAY, bindings: [] }, 'noService'],
  [
    'with a service over another channel',
    { ...MAY, bindings: [{ service: 'DMFA', environment: 'R', channel: 'ftp' }] },
    'noService',
  ],
  ['without a certificate', { ...MAY, certificates: [] }, 'noCertificate'],
  [
    'with one that has ended',
    { ...MAY, certificates: MAY.certificates.map((each) => ({ ...each, state: 'expired' as const })) },
    'noCertificate',
  ],
])('%s, this is what is said of sending', (_, rights, expected) => {
  expect(sendingOf(rights)).toBe(expected)
})
