import { expect, test } from 'vitest'
import { takingAway, wordOf } from '../../../src/daemon/lost-changes/taking-away.ts'

const said = (action: string, subject: string, after: Record<string, string> = {}) => ({
  action,
  subject,
  detail: { after },
})

test.each([
  ['what takes a right away', [said('certificate.revoke', 'sender:1'), said('user.lock', 'enterprise:2')], [0, 1]],
  [
    'not what gives one, nor what changes one',
    [said('sender.resume', 'sender:1'), said('user.grants', 'enterprise:2')],
    [],
  ],
  ['not what was taken back later', [said('sender.suspend', 'sender:1'), said('sender.resume', 'sender:1')], []],
  ['what was taken away again', [said('sender.resume', 'sender:1'), said('sender.suspend', 'sender:1')], [1]],
  ['what was taken back of another', [said('sender.suspend', 'sender:1'), said('sender.resume', 'sender:2')], [0]],
  [
    'what was taken back of another channel, or another user of the enterprise',
    [
      said('channel.suspend', 'sender:1', { type: 'sftp' }),
      said('channel.resume', 'sender:1', { type: 'ftp' }),
      said('user.lock', 'enterprise:2', { qualityUserId: 'a' }),
      said('user.unlock', 'enterprise:2', { qualityUserId: 'b' }),
    ],
    [0, 2],
  ],
])('rule 31.11: made again is %s', (_, changes, again) => {
  expect(takingAway(changes)).toEqual(again.map((index) => changes[index]))
})

test('the object of a change is read from after it, before it, or beside', () => {
  expect(
    [{ after: { a: 'x' }, before: { a: 'y' } }, { before: { a: 'y' } }, { a: 'z' }, { after: null }].map((detail) =>
      wordOf(detail, 'a'),
    ),
  ).toEqual(['x', 'y', 'z', ''])
})
