/**
 * A file that the gateway will never take goes to `refused/` below its folder, with a text that says why: left where it is it would be tried
 * again at every look. Each step leaves a state from which the next look can begin anew, and nothing is ever replaced.
 */
import { type Refusal, type RefusalCode, refusalLine } from '../../base/refusal.ts'
import type { HeldFolder } from './held-folder.ts'

export const REFUSED_FOLDER = 'refused'

/** Refusals that the same file meets for ever; all others are tried again. */
const FOR_GOOD: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['SLU-NAME', 'SLU-SIZE', 'SLU-TRIGGER', 'SLU-SET'])
const FILE_MODE = 0o640
const TRIES = 1000
/** A file system takes names of 255 bytes; `.999.txt` comes behind. */
const NAME_BYTES_MAX = 255 - '.999.txt'.length

export function isForGood({ code }: Refusal): boolean {
  return FOR_GOOD.has(code)
}

/** The name it has there now; null when there are a thousand of that name already. */
export async function setAside(folder: HeldFolder, name: string, refusal: Refusal): Promise<string | null> {
  await using refused = await folder.below(REFUSED_FOLDER)
  const free = await freeName(refused, name)
  if (free === null) return null
  await writeText(refused, `${free}.txt`, textOf(name, refusal))
  await folder.rename(name, refused, free)
  await refused.sync()
  await folder.sync()
  return free
}

/** An empty file of ours keeps the name, so that the rename replaces nothing else. */
async function freeName(refused: HeldFolder, name: string): Promise<string | null> {
  const short = name.slice(0, NAME_BYTES_MAX)
  for (let count = 0; count < TRIES; count++) {
    const candidate = count === 0 ? short : `${short}.${count}`
    if (await refused.lookAt(`${candidate}.txt`)) continue
    const file = await refused.create(candidate, FILE_MODE)
    if (!file) continue
    await file[Symbol.asyncDispose]()
    return candidate
  }
  return null
}

async function writeText(refused: HeldFolder, name: string, text: string): Promise<void> {
  const file = await refused.create(name, FILE_MODE)
  if (!file) return // somebody put one there in this instant; the log says the same
  await using writing = file
  await writing.append(Buffer.from(text))
  await writing.settle(FILE_MODE)
}

function textOf(name: string, refusal: Refusal): string {
  return `${name} was not taken in.\n\n${refusalLine(refusal)}\n`
}
