/** Files that nobody sent, as the sets that the gate would make of them: for a dry run, which stores nothing (peers, idea 1). */
import type { Readable } from 'node:stream'
import { canonicalJson, type Sha256, sha256 } from '../base/hashes.ts'
import { uuidV7 } from '../base/ids.ts'
import type { ChannelType } from '../batch/channel.ts'
import { FOLDERS, folderRow, isEnvironment } from '../batch/environment.ts'
import type { Envelope, Member } from '../batch/facts.ts'
import { routeOf } from '../batch/set-key.ts'
import type { Contents } from './judge-contents.ts'

export type DryFile = {
  readonly name: string
  readonly bytes: number
  readonly sha256: Sha256
  readonly receivedAt: Date
  read(): Promise<Buffer>
  stream(): Readable
}

export type DrySet = { readonly envelope: Envelope; readonly contents: Contents }

export type DrySetOptions = {
  /** The sender of the account; the one in the names when left out. */
  readonly sender?: string | undefined
  /** Over which the files would come. */
  readonly channel: ChannelType
  /** `limits.partBytes` */
  readonly partBytesMax: number
  /** The time of sealing. */
  readonly now: Date
}

type Routed = { readonly file: DryFile; readonly member: Member; readonly rawKey: string; readonly routable: boolean }

/** Groups files into sets as the mailbox does, each in the folder that its environment letter asks for. */
export function drySets(files: readonly DryFile[], options: DrySetOptions): DrySet[] {
  const routed = files.map((file) => routedFile(file, options))
  const keys = [...new Set(routed.map(({ rawKey }) => rawKey))]
  return keys.flatMap((key) =>
    drySet(
      routed.filter(({ rawKey }) => rawKey === key),
      options,
    ),
  )
}

function routedFile(file: DryFile, { channel, partBytesMax }: DrySetOptions): Routed {
  const { name, bytes, sha256, receivedAt } = file
  const letter = name.split('.')[5] ?? ''
  const folder = isEnvironment(letter) ? folderRow(letter).in : 'IN'
  const route = routeOf(folder, name, [])
  const member: Member = {
    ...{ fileId: uuidV7(), name, sha256, bytes, channel, receivedAt: receivedAt.toISOString() },
    overLimit: /^F[IS]\./.test(name) && bytes > partBytesMax,
  }
  if (route.kind === 'member') return { file, member, rawKey: route.rawKey, routable: true }
  return { file, member, rawKey: name, routable: false }
}

function drySet(files: readonly Routed[], { sender, now }: DrySetOptions): DrySet[] {
  const first = files[0]
  if (!first) return []
  const { rawKey, routable } = first
  const folder = rawKey.split('/')[0]
  const envelope: Envelope = {
    sender: sender ?? rawKey.split('.')[1] ?? '',
    environment: FOLDERS.find((row) => row.in === folder)?.environment ?? 'R',
    ...{ rawKey, routable, members: files.map(({ member }) => member), sealedAt: now.toISOString() },
    why: routable ? 'complete' : 'unroutable',
    rights: sha256(canonicalJson(null)),
    ticket: '',
  }
  return [{ envelope, contents: contentsOf(files.map(({ file }) => file)) }]
}

function contentsOf(files: readonly DryFile[]): Contents {
  const byHash = new Map(files.map((file) => [file.sha256, file]))
  const fileOf = (hash: Sha256) => {
    const file = byHash.get(hash)
    if (!file) throw new TypeError('a set holds the contents of its members')
    return file
  }
  return {
    read: async (hash, bytesMax) => (await fileOf(hash).read()).subarray(0, bytesMax + 1),
    stream: (hash) => fileOf(hash).stream(),
  }
}
