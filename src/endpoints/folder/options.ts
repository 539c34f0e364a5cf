/** What the watched folders are given. */
import type { Log } from '../../base/log.ts'
import type { Metrics } from '../../base/metrics.ts'
import type { Result } from '../../base/result.ts'
import type { Environment } from '../../batch/environment.ts'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import type { FolderFault, FolderLogin } from '../../registry/folder-login.ts'

/** One sender's folders (`watchedFolders[]`), as absolute paths. */
export type FolderSettings = {
  readonly sender: string
  readonly in: string
  readonly out: string
  readonly scanSeconds: number
  readonly quietSeconds: number
  readonly owners: 'same' | 'any'
}

export type FolderLimits = {
  readonly folderFiles: number
  readonly foldersAtOnce: number
  readonly pollSeconds: number
  readonly leaseSeconds: number
  readonly goWaitHours: number
}

export type SetOfSender = { readonly sender: string; readonly rawKey: string }
export type FolderFile = { readonly name: string; readonly session: string }
export type FolderAnswer = { readonly environment: Environment; readonly trigger: string }

/** What the tables know; every function may throw `Unavailable`. */
export type FolderLedger = {
  /** Those of the files that were taken in before; `overLimit` ones were only remembered as too large. */
  takenBefore(
    sender: string,
    files: readonly FolderFile[],
  ): Promise<readonly (FolderFile & { readonly overLimit: boolean })[]>
  /** Those of the sets that are open in the mailbox and have their GO (case A15). */
  setsWithGo(sets: readonly SetOfSender[]): Promise<readonly SetOfSender[]>
  answersForFolder(sender: string, after: string, limit: number): Promise<readonly FolderAnswer[]>
  sendersWithAnswers(senders: readonly string[]): Promise<readonly string[]>
  noteInFolder(trigger: string): Promise<void>
  /** Null when this process may work on the sender's folder now, else who does. */
  hold(sender: string, seconds: number): Promise<string | null>
  leave(): Promise<void>
}

export type FolderDeps = {
  readonly folders: readonly FolderSettings[]
  readonly mailbox: Mailbox
  readonly login: (sender: string) => Promise<Result<FolderLogin, FolderFault>>
  readonly ledger: FolderLedger
  /** Read at use, so that a reload is in force at once. */
  readonly settings: { readonly limits: FolderLimits; readonly names: { readonly temporary: readonly string[] } }
  readonly log: Log
  readonly metrics: Metrics
  /** Told of an error that nobody foresaw. */
  readonly onBug: (error: unknown) => void
}
