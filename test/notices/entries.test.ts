import { expect, test } from 'vitest'
import { placeOf } from '../../src/notices/entries.ts'
import { announcementOf } from '../../src/notices/kinds.ts'

const MINE = '0123456749'
const OTHER = '0999999922'
const AS = { role: 'accessManager', enterpriseNumber: OTHER, qualityCode: 'QUAL_SSC' }

test.each<[string, string, object, object | null]>([
  ['the enterprise itself', `enterprise:${MINE}`, {}, { enterpriseNumber: MINE, qualityCode: null }],
  [
    'a quality that the change names',
    `enterprise:${MINE}`,
    { after: { qualityCode: 'QUAL_CUR' }, as: AS },
    { enterpriseNumber: MINE, qualityCode: 'QUAL_CUR' },
  ],
  [
    'what was taken away',
    `enterprise:${MINE}`,
    { before: { qualityCode: 'QUAL_CUR' } },
    { enterpriseNumber: MINE, qualityCode: 'QUAL_CUR' },
  ],
  [
    'an account that the change places',
    'account:x',
    { after: { enterpriseNumber: MINE }, as: AS },
    { enterpriseNumber: MINE, qualityCode: null },
  ],
  [
    'an account that was changed on behalf of somebody',
    'account:x',
    { as: AS },
    { enterpriseNumber: OTHER, qualityCode: 'QUAL_SSC' },
  ],
  ['an account by itself', 'account:x', { after: { enterpriseNumber: 7 } }, null],
  ['an operator’s work', 'submission:x', { after: null }, null],
])('a notice about %s goes where it belongs', (_, subject, detail, expected) => {
  expect(placeOf(subject, detail as Record<string, unknown>)).toEqual(expected)
})

test('a profile that comes by itself is no news, and neither is what the table does not have', () => {
  expect(announcementOf({ action: 'appointment.begin', after: { origin: 'automatic' } })).toBeUndefined()
  expect(announcementOf({ action: 'appointment.begin', after: { origin: 'appointment' } })?.notice).toBe(
    'managerAppointed',
  )
  expect(announcementOf({ action: 'constructor', after: {} })).toBeUndefined()
})

test('whom the legal representative names is told by the first codes, and of the end by a message', () => {
  const after = { origin: 'legalRepresentative', role: 'mainAccessManager' }
  expect(announcementOf({ action: 'appointment.begin', after })).toMatchObject({ message: undefined })
  expect(announcementOf({ action: 'appointment.end', after })).toMatchObject({
    message: { template: 'rights.changed', whom: 'account' },
  })
})

test.each([
  ['certificate.registered', 'certificateRegistered'],
  ['certificate.approve', 'certificateApproved'],
  ['certificate.reject', 'certificateRejected'],
  ['certificate.remove', 'certificateRemoved'],
  ['sshKey.registered', 'sshKeyRegistered'],
  ['sshKey.removed', 'sshKeyRemoved'],
])('of the proofs of a sender, %s is told (case R8)', (action, kind) => {
  expect(announcementOf({ action, after: {} })?.notice).toBe(kind)
})
