import { expect, test } from 'vitest'
import { remembering } from '../../src/signing/remembering.ts'

function counting(): { readonly ask: (text: string) => string; readonly asked: string[] } {
  const asked: string[] = []
  const answer = remembering(2, (bytes) => {
    asked.push(bytes.toString())
    return `${bytes.length}`
  })
  return { ask: (text) => answer(Buffer.from(text)), asked }
}

test('answers a repeated question from memory and forgets the oldest first', () => {
  const { ask, asked } = counting()
  expect(['a', 'a', 'bb', 'a', 'ccc', 'a', 'bb'].map(ask)).toEqual(['1', '1', '2', '1', '3', '1', '2'])
  expect(asked).toEqual(['a', 'bb', 'ccc', 'a', 'bb'])
})

test('long questions are answered each time', () => {
  const { ask, asked } = counting()
  const long = 'x'.repeat(4097)
  expect([ask(long), ask(long)]).toEqual(['4097', '4097'])
  expect(asked.length).toBe(2)
})

test('a question that was changed afterwards is another question', () => {
  const bytes = Buffer.from('a')
  const answer = remembering(9, (question) => question.toString())
  expect(answer(bytes)).toBe('a')
  bytes[0] = 0x62
  expect(answer(bytes)).toBe('b')
})
