/** What a backup says of itself. Everything in it is named here with its digest, and the manifest's own digest lies beside it. */
import type { Sha256 } from '../../base/hashes.ts'
import type { DumpedSequence, DumpedTable } from '../../database/dump/tables.ts'

export const MANIFEST = 'manifest.json'
export const MANIFEST_DIGEST = 'manifest.sha256'
export const BLOB_LIST = 'blobs.gz'
export const CONFIGURATION = 'configuration.yaml'

/** The layout of this page; a backup of another one is refused. */
export const FORMAT = 1

export type Manifest = {
  readonly format: typeof FORMAT
  /** The folder's own name. */
  readonly name: string
  /** Of the program that made it. */
  readonly version: string
  /** The instant of its rows, by the database's clock. */
  readonly takenAt: string
  /** What had been applied to the database, in order. */
  readonly migrations: readonly { readonly name: string; readonly sha256: string }[]
  readonly tables: readonly (DumpedTable & { readonly rows: number })[]
  readonly sequences: readonly DumpedSequence[]
  /** The last link of the audit's chain: where an export of the audit goes on. */
  readonly auditHead: number
  readonly blobs: { readonly count: number; readonly bytes: number }
  /** Contents that could not be read when it was made; their rows are in it. */
  readonly lost: readonly Sha256[]
  /** Every file of the folder but the manifest and its digest. */
  readonly files: readonly ManifestFile[]
}

export type ManifestFile = { readonly path: string; readonly bytes: number; readonly sha256: Sha256 }

/** `2026-11-28T06-00-00.123Z`: names that sort by time and are good on every file system. */
export function backupName(takenAt: Date): string {
  return takenAt.toISOString().replaceAll(':', '-')
}

export const BACKUP_NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/

export function tableFile(table: string): string {
  return `tables/${table}.gz`
}
