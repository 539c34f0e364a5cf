import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { read } from './read.ts'

const VECTORS: [string, string][] = JSON.parse(
  readFileSync(new URL('./vectors/not-well-formed.json', import.meta.url), 'utf8'),
)

test.each(VECTORS)('%s is not well-formed (case X6)', (_what, document) => {
  const found = read(document)
  expect({
    wellFormed: found.wellFormed,
    why: found.fault !== null || found.encoding.fault !== null || !found.encoding.supported,
  }).toEqual({ wellFormed: false, why: true })
})
