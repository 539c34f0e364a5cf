/** A sender's folders on a link that ends elsewhere, and what its people do there. */
import { watch } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readAcknowledgement } from '../../src/batch/read-acknowledgement.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import type { makeSet, Site } from './gateway.ts'

export type MadeSet = Awaited<ReturnType<typeof makeSet>>

export type Watched = {
  readonly in: string
  readonly out: string
  /** As a setting of the gateway. */
  readonly setting: string
}

/** The example sender with an FTP channel, which the folder is a way into, beside its SFTP. */
export const TOWN = 2

/** The town's fixed link, here. */
export const LINK = 'networks=[{name: publilink, cidrs: [127.0.0.0/8]}]'

export async function makeFolders({ folder }: Site, { number }: ExampleSender, scanSeconds = 1): Promise<Watched> {
  const share = join(folder, `share-${number}`)
  const [inFolder, out] = [join(share, 'in'), join(share, 'out')]
  for (const path of [inFolder, out]) await mkdir(path, { recursive: true })
  const entry = { sender: number, in: inFolder, out, scanSeconds, quietSeconds: 0.2 }
  return { in: inFolder, out, setting: `watchedFolders=${JSON.stringify([entry])}` }
}

/** FI and FS, and the GO. */
export function partsOf({ files }: Pick<MadeSet, 'files'>): { readonly members: string[]; readonly trigger: string } {
  const trigger = files.find((path) => basename(path).startsWith('GO.'))!
  return { members: files.filter((path) => path !== trigger), trigger }
}

/** Copies files there, each whole by a rename as a careful sender does. */
export async function drop(folder: Watched, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const draft = join(folder.in, `.${basename(path)}`)
    await copyFile(path, draft)
    await rename(draft, join(folder.in, basename(path)))
  }
}

export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).sort()
}

/** Looks again whenever something happens in the folder, until it is as wished. */
export async function untilIn<Value>(folder: string, look: () => Promise<Value | null>): Promise<Value> {
  let wake = () => {}
  let changes = 0
  const watcher = watch(folder, () => {
    changes++
    wake()
  })
  try {
    for (;;) {
      const seen = changes
      const found = await look()
      if (found !== null) return found
      if (seen === changes) await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    watcher.close()
  }
}

/** The names of the FOs in the out folder that answer this GO and have theirs, once there are so many. */
export async function answersTo(
  { out }: Watched,
  trigger: string,
  count = 1,
): Promise<{ readonly document: string; readonly codes: readonly number[] }[]> {
  return untilIn(out, async () => {
    const names = await namesIn(out)
    const documents = names.filter((name) => name.startsWith('FO.') && names.includes(name.replace(/^FO/, 'GO')))
    const read = await Promise.all(
      documents.map(async (document) => ({
        document,
        content: readAcknowledgement(await readFile(join(out, document))),
      })),
    )
    const found = read.flatMap(({ document, content }) =>
      content.ok && content.value.fileName === trigger ? [{ document, codes: content.value.codes }] : [],
    )
    return found.length >= count ? found : null
  })
}

type Line = Readonly<Record<string, unknown>>

/** The lines of a gateway's log since the last `forget`, and a way to wait for one. */
export function eventsOf(gateway: GatewayProcess): {
  forget(): void
  heard(event: string, count?: number): Promise<void>
  count(event: string): number
  about(event: string): readonly Line[]
} {
  const lines: Line[] = []
  const waiting: (() => void)[] = []
  gateway.onLine((line) => {
    lines.push(JSON.parse(line))
    for (const wake of waiting.splice(0)) wake()
  })
  const about = (event: string) => lines.filter((line) => line.event === event)
  return {
    about,
    forget: () => void lines.splice(0),
    count: (event) => about(event).length,
    async heard(event, count = 1) {
      while (about(event).length < count) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}
