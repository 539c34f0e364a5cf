import { readFile, stat } from 'node:fs/promises'
import { EXIT } from './exit-codes.ts'
import { RefusedCommand } from './refused-command.ts'

const BYTES_MAX = 16 * 1024 * 1024

/** A small file that a command's argument names; `what` is the word for it in the message. */
export async function readArgument(path: string, what: string): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > BYTES_MAX) throw new RefusedCommand(`${what} ${path} is larger than ${BYTES_MAX} bytes.`)
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof RefusedCommand) throw cause
    throw new RefusedCommand(
      `${what} ${path} cannot be read (${codeOf(cause)}). Name a file that exists.`,
      EXIT.wrongUse,
    )
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown cause'
}
