/** A set in somebody's folder, judged by the code of the gate; nothing is stored (peers, idea 1). */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { canonicalJson, type Sha256, sha256 } from '../base/hashes.ts'
import { uuidV7 } from '../base/ids.ts'
import { CHANNEL_TYPES } from '../batch/channel.ts'
import { ENVIRONMENTS, FOLDERS, folderRow, isEnvironment } from '../batch/environment.ts'
import type { Envelope, Member } from '../batch/facts.ts'
import type { RegisteredCertificate, Rights } from '../batch/rights.ts'
import { routeOf } from '../batch/set-key.ts'
import type { Contents } from '../stages/judge-contents.ts'

export type LocalSet = { readonly envelope: Envelope; readonly contents: Contents }

type LocalFile = { readonly path: string; readonly member: Member; readonly rawKey: string; readonly routable: boolean }

/** Groups files into sets as the mailbox does, each in the folder that its environment letter asks for. */
export async function localSets(
  paths: readonly string[],
  sender: string | undefined,
  partBytesMax: number,
): Promise<LocalSet[]> {
  const files = await Promise.all(paths.map((path) => localFile(path, partBytesMax)))
  const keys = [...new Set(files.map(({ rawKey }) => rawKey))]
  return keys.map((key) =>
    localSet(
      files.filter(({ rawKey }) => rawKey === key),
      sender,
    ),
  )
}

/** The rights of a sender that may do everything, with these certificates: what a sender's own machine can know. */
export function assumedRights(
  sender: string,
  services: readonly string[],
  certificates: readonly RegisteredCertificate[],
): Rights {
  return {
    sender: { number: sender, state: 'active' },
    quality: { code: 'QUAL_EMP_NOSS', state: 'active' },
    enterprise: { number: '0000000000', state: 'active' },
    channels: CHANNEL_TYPES.map((type) => ({ type, state: 'active' })),
    bindings: services.flatMap((service) =>
      ENVIRONMENTS.flatMap((environment) => CHANNEL_TYPES.map((channel) => ({ service, environment, channel }))),
    ),
    certificates,
  }
}

async function localFile(path: string, partBytesMax: number): Promise<LocalFile> {
  const name = basename(path)
  const letter = name.split('.')[5] ?? ''
  const folder = isEnvironment(letter) ? folderRow(letter).in : 'IN'
  const route = routeOf(folder, name, [])
  const { size, mtime } = await stat(path)
  const member: Member = {
    ...{
      fileId: uuidV7(),
      name,
      sha256: await digest(path),
      bytes: size,
      overLimit: /^F[IS]\./.test(name) && size > partBytesMax,
    },
    ...{ channel: 'sftp', receivedAt: mtime.toISOString() },
  }
  if (route.kind === 'member') return { path, member, rawKey: route.rawKey, routable: true }
  return { path, member, rawKey: name, routable: false }
}

function localSet(files: readonly LocalFile[], sender: string | undefined): LocalSet {
  const first = files[0]
  if (!first) throw new TypeError('a set has a file')
  const { rawKey, routable } = first
  const members = files.map(({ member }) => member)
  const folder = rawKey.split('/')[0]
  const envelope: Envelope = {
    sender: sender ?? rawKey.split('.')[1] ?? '',
    environment: FOLDERS.find((row) => row.in === folder)?.environment ?? 'R',
    ...{ rawKey, routable, members, sealedAt: new Date().toISOString() },
    why: routable ? 'complete' : 'unroutable',
    rights: sha256(canonicalJson(null)),
    ticket: '',
  }
  const paths = new Map(files.map(({ path, member }) => [member.sha256, path]))
  return { envelope, contents: contentsOf(paths) }
}

function contentsOf(paths: ReadonlyMap<Sha256, string>): Contents {
  const pathOf = (hash: Sha256) => paths.get(hash) ?? ''
  return {
    async read(hash, bytesMax) {
      const bytes = await readFile(pathOf(hash))
      return bytes.subarray(0, bytesMax + 1)
    },
    stream: (hash) => createReadStream(pathOf(hash)),
  }
}

async function digest(path: string): Promise<Sha256> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex') as Sha256
}
