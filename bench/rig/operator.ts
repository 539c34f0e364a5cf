/** An operator before the console: signed in once, then as many requests and open streams as a figure needs. */
import { randomUUID } from 'node:crypto'
import { type ClientRequest, get } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { silentLog } from '../../src/base/log.ts'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { beginOperatorSession } from '../../src/identity/operators/sessions.ts'
import type { Gateway } from './gateway.ts'

export type Operator = {
  /** Resolves with the milliseconds that a page took, whole. Throws when it is not there. */
  read(path: string): Promise<number>
  /** A page that is kept open: it hears of changes and is read again, as a browser does. */
  keepOpen(path: string, stream: string): Disposable
}

const LIMITS = { idleSeconds: 3600, sessionSeconds: 36_000, sessionsMax: 100 }

/** The gateway's own database, for as long as it is needed. */
export function databaseOf(gateway: Pick<Gateway, 'folder'>): Promise<Database & AsyncDisposable> {
  const spoolDir = join(gateway.folder, 'spool')
  return openDatabase({ url: '', passwordFile: '', spoolDir, role: 'command', poolSize: 2, log: silentLog })
}

export async function signInOperator(gateway: Pick<Gateway, 'console'>, database: Database): Promise<Operator> {
  const operatorId = randomUUID()
  const operator = { operator_id: operatorId, name: 'bench', role: 'viewer', may_read_contents: false }
  await database.queries
    .insertInto('operator')
    .values({ ...operator, language: 'en', created_by: 'operator:bench' })
    .execute()
  const begun = { operatorId, method: 'password', address: '127.0.0.1', client: 'bench' } as const
  const { token } = await database.transaction((tx) => beginOperatorSession(tx, begun, LIMITS))
  const { host, port } = gateway.console
  const headers = { cookie: `console-session=${token}` }
  const read = async (path: string) => {
    const began = performance.now()
    await pageOf({ host, port, path, headers })
    return performance.now() - began
  }
  return {
    read,
    keepOpen(path, stream) {
      const open = get({ host, port, path: stream, headers }, (answer) => {
        answer.setEncoding('utf8').on('data', (piece: string) => {
          if (piece.includes('event:')) read(path).catch(() => {})
        })
      })
      open.on('error', () => {}) // it ends with the gateway
      return { [Symbol.dispose]: () => void open.destroy() }
    },
  }
}

function pageOf(wish: { host: string; port: number; path: string; headers: Record<string, string> }): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked: ClientRequest = get(wish, async (answer) => {
      const html = await text(answer)
      if (answer.statusCode === 200) return resolve(html)
      reject(new Error(`${wish.path} answered ${answer.statusCode}`))
    })
    asked.on('error', reject)
  })
}
