import { createReadStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FileName, formatFileName, type Mark, parseFileName } from '../batch/file-name.ts'
import { type SigningPair, signDetached } from '../signing/sign.ts'
import { RefusedCommand } from './refused-command.ts'

export type PackRequest = {
  /** The parts, in order. */
  readonly files: readonly string[]
  readonly service: string
  readonly sender: string
  readonly environment: string
  /** `YYYYMMDD` */
  readonly date: string
  /** Five characters 0-9 A-Z. */
  readonly sequence: string
  /** Null packs a set without signatures (simulation). */
  readonly pair: SigningPair | null
  readonly folder: string
  readonly now: Date
}

/** A sender's side: writes FI, FS and GO of one set, GO last; answers with the names written. Refuses what the gate would. */
export async function packSet(request: PackRequest): Promise<readonly string[]> {
  const { files, folder, pair } = request
  const trigger = nameOf(request, 'GO')
  await mkdir(folder, { recursive: true })
  const written: string[] = []
  for (const [index, file] of files.entries()) {
    const declaration = formatFileName({ ...trigger, mark: 'FI', part: index + 1 })
    await writeFile(join(folder, declaration), createReadStream(file))
    written.push(declaration)
    if (!pair) continue
    const signature = formatFileName({ ...trigger, mark: 'FS', part: index + 1 })
    const content = createReadStream(join(folder, declaration))
    await writeFile(join(folder, signature), await signDetached({ content, pair, signedAt: request.now }))
    written.push(signature)
  }
  const go = formatFileName(trigger)
  await writeFile(join(folder, go), '')
  return [...written, go]
}

function nameOf(request: PackRequest, mark: Mark): FileName {
  const { service, sender, date, sequence, environment, files } = request
  const text = [mark, service, sender, date, sequence, environment, files.length].join('.')
  const name = parseFileName(text)
  if (name.ok) return name.value
  const faults = name.problem.faults.map(({ seen, expected }) => `"${seen}" should look like ${expected}`)
  throw new RefusedCommand(`${text} is not a name that the gate takes: ${faults.join('; ')}.`)
}
