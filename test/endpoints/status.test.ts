import { expect, test } from 'vitest'
import { type RefusalCode, refusal } from '../../src/base/refusal.ts'
import { refusalPacket, statusOf } from '../../src/endpoints/sftp/status.ts'

test.each<[RefusalCode, number]>([
  ['SLU-MISSING', 2],
  ['SLU-FOLDER', 3],
  ['SLU-READ', 3],
  ['SLU-WRITE', 3],
  ['SLU-SEALED', 3],
  ['SLU-OPERATION', 8],
  ['SLU-SIZE', 4],
  ['SLU-HOLE', 4],
  ['SLU-QUOTA', 4],
  ['SLU-SET', 4],
  ['SLU-STORE', 4],
])('%s is told as status %d', (code, status) => {
  expect(statusOf(code)).toBe(status)
})

test('the message of a refusal is its code, cause and remedy', () => {
  const packet = refusalPacket(7, refusal('SLU-SIZE', 'Over 10 MiB.', 'Split it.'))
  const message = 'SLU-SIZE: Over 10 MiB. Split it.'
  const body = Buffer.concat([
    Buffer.of(101, 0, 0, 0, 7, 0, 0, 0, 4, 0, 0, 0, message.length),
    Buffer.from(message),
    Buffer.from([0, 0, 0, 2, 0x65, 0x6e]),
  ])
  expect(packet).toEqual(Buffer.concat([Buffer.of(0, 0, 0, body.length), body]))
})
