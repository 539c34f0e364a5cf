/** One sender's folder while it is worked on. */
import type { Visitor } from '../../mailbox/mailbox.ts'
import type { HeldFolder } from './held-folder.ts'
import type { FolderMetrics } from './metrics.ts'
import type { FolderDeps, FolderSettings } from './options.ts'
import type { Tidings } from './tidings.ts'

/** What is remembered from look to look, and lost with the process without harm. */
export type Memory = {
  readonly tidings: Tidings
  /** Sets that could not be taken in, and when it is time to try again. */
  readonly later: Map<string, { readonly failures: number; readonly notBefore: number }>
  /** Since when a set is seen without its GO. */
  readonly waiting: Map<string, number>
  /** By name: how a file of a set with its GO was seen, and since when it is so. */
  readonly seen: Map<string, { readonly state: string; readonly sinceMs: number }>
}

export type Ground = {
  readonly settings: FolderSettings
  readonly deps: FolderDeps
  readonly memory: Memory
  readonly metrics: FolderMetrics
  readonly visitor: Omit<Visitor, 'session'>
  /** Nothing further is begun. */
  readonly isOver: () => boolean
  /** Asked between two sets and between two answers: false when it is over, or another process works here by now. */
  readonly goesOn: () => Promise<boolean>
  readonly lookAgainIn: (seconds: number) => void
  /** The copy under way is given up. */
  readonly signal: AbortSignal
  /** The folder answers. */
  readonly beat: () => void
}

export type Scene = Ground & { readonly folder: HeldFolder }
