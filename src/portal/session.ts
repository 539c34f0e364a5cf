/** What the portal knows of a session. Who keeps sessions hands over a way to find one. */
import type { Session } from '../identity/sessions.ts'

export type { Session } from '../identity/sessions.ts'

/** Null when the token opens nothing any more. */
export type FindSession = (token: string) => Promise<Session | null>
