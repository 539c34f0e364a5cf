import { join } from 'node:path'
import type { Sha256 } from '../base/hashes.ts'

/** Where the spool keeps what (decision 25). */
export type Layout = { readonly dir: string; readonly incoming: string; readonly blobs: string }

export const BLOB_FOLDERS: readonly string[] = Array.from({ length: 256 }, (_, index) =>
  index.toString(16).padStart(2, '0'),
)

export function layoutOf(dir: string): Layout {
  return { dir, incoming: join(dir, 'incoming'), blobs: join(dir, 'blobs') }
}

export function blobFolder({ blobs }: Layout, sha256: Sha256): string {
  return join(blobs, sha256.slice(0, 2))
}

export function blobPath(layout: Layout, sha256: Sha256): string {
  return join(blobFolder(layout, sha256), sha256)
}
