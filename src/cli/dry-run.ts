/** A set in somebody's folder, for a dry run with the code of the gate. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Sha256 } from '../base/hashes.ts'
import { CHANNEL_TYPES } from '../batch/channel.ts'
import { ENVIRONMENTS } from '../batch/environment.ts'
import type { RegisteredCertificate, Rights } from '../batch/rights.ts'
import type { DryFile } from '../stages/dry-sets.ts'

export async function localFile(path: string): Promise<DryFile> {
  const { size, mtime } = await stat(path)
  return {
    name: basename(path),
    bytes: size,
    sha256: await digest(path),
    receivedAt: mtime,
    read: () => readFile(path),
    stream: () => createReadStream(path),
  }
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

async function digest(path: string): Promise<Sha256> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex') as Sha256
}
