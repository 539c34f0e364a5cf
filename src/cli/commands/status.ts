import { errorFields } from '../../base/log.ts'
import type { Config } from '../../config/schema.ts'
import type { Database } from '../../database/database.ts'
import { type Books, booksBalance, RECENT_HOURS } from '../../ledger/books.ts'
import { countDeliveries } from '../../ledger/delivery-control.ts'
import type { RunningProcess } from '../../ledger/processes.ts'
import { type LastGreen, lastGreen } from '../../ledger/retention/self-tests.ts'
import { type RevocationWaits, revocationWaits } from '../../ledger/revocation-waits.ts'
import type { CommandDefinition } from '../command.ts'
import { running } from '../running.ts'
import { loadSettings } from '../settings.ts'
import { withDatabase } from '../with-database.ts'

type Status = {
  readonly state: 'up' | 'degraded' | 'stopped'
  readonly addresses: Readonly<Record<string, unknown>>
  readonly roles: readonly string[]
  readonly health: Readonly<Record<string, unknown>>
  readonly books: { readonly imbalance: number | null; readonly [member: string]: unknown }
  readonly deliveries: object
  /** Sets that wait for revocation data. */
  readonly awaitingRevocation: RevocationWaits
  readonly selfTest: readonly LastGreen[]
  readonly processes: readonly RunningProcess[]
}

/** `sluice status`: what runs, where, how it feels, and whether the books balance. Ends with 0 also when degraded. */
export const statusCommand: CommandDefinition = (program, terminal) => {
  program
    .command('status')
    .description('show what runs, where it listens, how it feels, and whether the books balance')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: boolean }, command) => {
      const { config } = await loadSettings(command, terminal)
      const status = await readStatus(config)
      if (json) terminal.json(status)
      else for (const line of linesOf(status)) terminal.answer(line)
    })
}

async function readStatus(config: Config): Promise<Status> {
  try {
    return await withDatabase(config, statusOf)
  } catch (error) {
    const { error: detail } = errorFields(error)
    const health = { database: { state: 'down', detail } }
    return {
      state: 'degraded',
      addresses: {},
      roles: [],
      health,
      books: { imbalance: null },
      deliveries: {},
      awaitingRevocation: { sets: 0, oldestSeconds: 0 },
      selfTest: [],
      processes: [],
    }
  }
}

async function statusOf({ queries }: Database): Promise<Status> {
  const processes = await running(queries)
  const books = await booksBalance(queries, RECENT_HOURS)
  const worst = processes.some(({ health }) => health.state !== 'up') || books.imbalance > 0
  return {
    state: processes.length === 0 ? 'stopped' : worst ? 'degraded' : 'up',
    addresses: Object.assign({}, ...processes.map(({ addresses }) => addresses)),
    roles: [...new Set(processes.flatMap(({ roles }) => roles))],
    health: Object.assign({ database: { state: 'up' } }, ...processes.map(dependenciesOf)),
    books,
    deliveries: Object.fromEntries(await countDeliveries(queries)),
    awaitingRevocation: await revocationWaits(queries),
    selfTest: await lastGreen(queries),
    processes,
  }
}

function dependenciesOf({ health }: RunningProcess): object {
  const { dependencies } = health
  return typeof dependencies === 'object' && dependencies !== null ? dependencies : {}
}

function linesOf({ state, processes, health, books, selfTest, awaitingRevocation }: Status): string[] {
  return [
    `The gateway is ${state}.`,
    ...processes.map(({ node, pid, version, roles, addresses }) => {
      const listens = Object.entries(addresses).map(([name, address]) => `${name} ${addressText(address)}`)
      return `  ${node} (process ${pid}, version ${version}): ${roles.join(', ')}; ${listens.join(', ')}`
    }),
    ...Object.entries(health).map(([name, look]) => `  ${name}: ${healthText(look)}`),
    ...selfTest.map(({ endpoint, lastGreenAt, last }) => {
      const failed = last.ok ? '' : `; last: ${last.error}`
      return `  self-test over ${endpoint}: last green ${lastGreenAt?.toISOString() ?? 'more than a day ago'}${failed}`
    }),
    ...(awaitingRevocation.sets > 0 ? [`  ${awaitingRevocation.sets} sets wait for revocation data`] : []),
    `  books, of what was open in the last ${RECENT_HOURS} hours: ${booksText(books)}`,
  ]
}

function addressText(address: unknown): string {
  const { host, port } = address as { host: string; port: number }
  return `${host}:${port}`
}

function healthText(look: unknown): string {
  const { state, detail } = look as { state: string; detail?: string }
  return detail ? `${state} (${detail})` : state
}

function booksText(books: Status['books']): string {
  const { imbalance, places } = books as Partial<Books>
  const counts = Object.entries(places ?? {}).filter(([, count]) => count > 0)
  return `imbalance ${imbalance ?? 'unknown'}; ${counts.map(([place, count]) => `${count} ${place}`).join(', ') || 'no files'}`
}
