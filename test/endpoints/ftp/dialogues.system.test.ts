/** Each file of `dialogues/` is a conversation with the real engine, to be read with the RFC that it names (see README.md). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDialogue } from './support/dialogue.ts'
import { joined, runDialogue } from './support/run-dialogue.ts'

const FOLDER = join(import.meta.dirname, 'dialogues')

describe.concurrent('as written', () => {
  test.each(readdirSync(FOLDER))('%s', async (name) => {
    const dialogue = parseDialogue(readFileSync(join(FOLDER, name), 'utf8'))
    expect(await runDialogue(dialogue)).toEqual(joined(dialogue.steps))
  })
})
