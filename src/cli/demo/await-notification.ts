import { setTimeout as pause } from 'node:timers/promises'
import { folderRow } from '../../batch/environment.ts'
import type { RemoteClient } from '../../endpoints/files/remote-client.ts'

const LOOK_MILLISECONDS = 100
const SECONDS = 30

/** The name of the first notification in the OUT folder of simulations, with its GO; null when none comes in time. */
export async function awaitNotification(client: RemoteClient): Promise<string | null> {
  const { out } = folderRow('S')
  for (const until = performance.now() + SECONDS * 1000; performance.now() < until; await pause(LOOK_MILLISECONDS)) {
    const listed = await client.list(`/${out}`)
    const names = listed.ok ? listed.value.map(({ name }) => name) : []
    const document = names.find((name) => name.startsWith('FO.NOTI.') && names.includes(name.replace(/^FO/, 'GO')))
    if (document !== undefined) return document
  }
  return null
}
