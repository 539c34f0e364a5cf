/** Messages as files in a folder, one JSON document each, for trials and tests (spec access.md §16.13). */
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Unavailable } from '../base/errors.ts'
import { ok } from '../base/result.ts'
import type { Message, Send } from './message.ts'

/** They hold passwords and codes: for this user alone. */
const FILE_MODE = 0o600
const FOLDER_MODE = 0o700

/** Writes `<id>.json`; the same message again replaces its file. Whoever watches the folder sees whole files only. */
export function createFileSink(folder: string): Send {
  return async (message) => {
    try {
      await mkdir(folder, { recursive: true, mode: FOLDER_MODE })
      await write(folder, message)
      return ok(undefined)
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause)) throw cause
      throw new Unavailable(`A message could not be written to messages.folder: ${cause.code}.`)
    }
  }
}

async function write(folder: string, message: Message): Promise<void> {
  const temporary = join(folder, `.${message.id}.tmp`)
  const file = await open(temporary, 'w', FILE_MODE)
  try {
    await file.writeFile(`${JSON.stringify(message, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, join(folder, `${message.id}.json`))
}
