import { expect, test } from 'vitest'
import { LastChanges } from '../../../src/mailbox/status/last-changes.ts'

test('a file keeps its time until its content is another', () => {
  let now = 0
  const changes = new LastChanges(() => new Date(now))
  const look = (sender: string, name: string, content: string, at: number) => {
    now = at
    return changes.of(sender, name, Buffer.from(content)).getTime()
  }
  expect([
    look('1', 'QUEUES.txt', 'a', 10),
    look('1', 'QUEUES.txt', 'a', 20),
    look('2', 'QUEUES.txt', 'a', 30),
    look('1', 'NOTES.txt', 'a', 40),
    look('1', 'QUEUES.txt', 'b', 50),
    look('1', 'QUEUES.txt', 'a', 60),
    look('2', 'QUEUES.txt', 'a', 70),
  ]).toEqual([10, 10, 30, 40, 50, 60, 30])
})
