/** What the portal knows of a session. Who keeps sessions hands over a way to find one. */
export type Session = {
  readonly sessionId: string
  readonly accountId: string
  /** How it was begun, and what that was worth (spec access.md §8.1). */
  readonly method: string
  readonly assurance: number
  /** The latest proof of who it is. */
  readonly provenAt: Date
  readonly provenAssurance: number
  /** It opens nothing but the change of a password. */
  readonly isLimited: boolean
}

/** Null when the token opens nothing any more. */
export type FindSession = (token: string) => Promise<Session | null>
