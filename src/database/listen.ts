import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { errorFields, type Log } from '../base/log.ts'
import type { ConnectionSettings, NotifyChannel } from './database.ts'
import { translated } from './failures.ts'
import { SESSION } from './pool.ts'

const STATEMENTS: Readonly<Record<NotifyChannel, string>> = {
  sluice_work: 'listen sluice_work',
  sluice_registry: 'listen sluice_registry',
  sluice_delivery: 'listen sluice_delivery',
  sluice_answer: 'listen sluice_answer',
  sluice_messages: 'listen sluice_messages',
}
const FIRST_PAUSE_MS = 100
const PAUSE_MS_MAX = 5_000

export type ListenOptions = {
  readonly connection: ConnectionSettings
  readonly applicationName: string
  readonly log: Log
  /** Throws when no connection may be made now. */
  readonly assertUsable?: () => void
}

/**
 * Hears one channel on a connection of its own until disposed. What was said while the connection was lost is lost, so `hear('')`
 * after a reconnect means: look for yourself. Throws `Unavailable` when the first connection cannot be had.
 */
export async function listen(
  options: ListenOptions,
  channel: NotifyChannel,
  hear: (payload: string) => void,
): Promise<AsyncDisposable> {
  const end = new AbortController()
  let client = await connectListener(options, channel, hear)
  const keepHearing = async () => {
    while (!end.signal.aborted) {
      await client.ended
      if (end.signal.aborted) return
      options.log.warn('database.listenerLost', { channel })
      const next = await reconnect(() => connectListener(options, channel, hear), end.signal)
      if (!next) return
      client = next
      hear('')
    }
  }
  const hearing = keepHearing()
  return {
    async [Symbol.asyncDispose]() {
      end.abort()
      await client.close()
      await hearing
    },
  }
}

type Listener = { readonly ended: Promise<void>; close(): Promise<void> }

async function connectListener(
  { connection, applicationName, log, assertUsable }: ListenOptions,
  channel: NotifyChannel,
  hear: (payload: string) => void,
): Promise<Listener> {
  assertUsable?.()
  const client = new pg.Client({ ...SESSION, ...connection, application_name: applicationName })
  const ended = new Promise<void>((resolve) => client.once('end', resolve))
  client.on('error', (error) => log.debug('database.listenerFailed', { channel, ...errorFields(error) }))
  client.on('notification', ({ payload }) => hear(payload ?? ''))
  try {
    await client.connect()
    await client.query(STATEMENTS[channel])
  } catch (error) {
    await client.end().catch(() => {})
    throw translated(error)
  }
  return { ended, close: () => client.end().catch(() => {}) }
}

async function reconnect(connectAgain: () => Promise<Listener>, signal: AbortSignal): Promise<Listener | undefined> {
  for (let wait = FIRST_PAUSE_MS; !signal.aborted; wait = Math.min(wait * 2, PAUSE_MS_MAX)) {
    const listener = await connectAgain().catch(() => undefined)
    if (listener && !signal.aborted) return listener
    await listener?.close()
    await pause(wait, undefined, { signal }).catch(() => {})
  }
  return undefined
}
