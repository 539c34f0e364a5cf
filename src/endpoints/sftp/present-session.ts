/** A session as those see it who watch: nothing is counted for them that is not counted anyway. */
import { type Doing, fileIn, type PresentSession } from '../sessions/register.ts'
import type { SftpChannel } from './channel.ts'
import type { Handle } from './handles.ts'

export type SessionAbout = {
  readonly session: string
  readonly address: string
  /** Identification line of the client. */
  readonly client: string
}

type Seen = {
  readonly lastAt: Date
  readonly moved: { readonly in: number; readonly out: number; readonly files: number }
  readonly channels: Iterable<SftpChannel>
}

type Watched = SessionAbout &
  Pick<PresentSession, 'since' | 'kick'> & {
    readonly login: { readonly name: string; readonly sender?: string }
    progress(): Seen
  }

const PROTOCOL = /^SSH-[\d.]+-/

export function presentSession({ client, login, progress, ...session }: Watched): PresentSession {
  return {
    ...session,
    ...{ account: login.name, sender: login.sender ?? null },
    client: () => client.replace(PROTOCOL, ''),
    progress: () => {
      const { lastAt, moved, channels } = progress()
      const inHand = inHandOf(channels)
      return {
        lastAt,
        bytesIn: moved.in,
        bytesOut: moved.out,
        files: moved.files,
        doing: doingWith(inHand),
        file: fileOf(inHand),
      }
    },
  }
}

function inHandOf(channels: Iterable<SftpChannel>): Handle | undefined {
  const all = [...channels].flatMap((channel) => channel.inHand ?? [])
  return all.find((handle) => handle.kind === 'file' && handle.flags.write) ?? all[0]
}

function doingWith(handle: Handle | undefined): Doing | null {
  if (!handle) return null
  if (handle.kind === 'listing') return 'listing'
  return handle.flags.write ? 'receiving' : 'sending'
}

function fileOf(handle: Handle | undefined): string | null {
  return handle?.kind === 'file' ? fileIn(handle.path) : null
}
