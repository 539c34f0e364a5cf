/** Tells the database who is in, and does what operators say about it: sessions that are to end, addresses that are kept out. */
import type { Now } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { ChannelType } from '../batch/channel.ts'
import type { Database } from '../database/database.ts'
import { type PresentSession, SessionRegister } from '../endpoints/sessions/register.ts'
import { loginOrigin } from '../registry/login-origin.ts'
import { bansInForce } from '../registry/sessions/bans.ts'
import { type ClientSeen, forgetOldClients, noteClients } from '../registry/sessions/clients-seen.ts'
import { forgetOldKicks, type Kick, recentKicks } from '../registry/sessions/kicks.ts'
import {
  forgetLostSessions,
  forgetSessions,
  type LiveSession,
  reportSessions,
} from '../registry/sessions/live-sessions.ts'
import { changedSessions, liveSessions, shownText } from './changed-sessions.ts'
import { type ClientNetwork, networkFinder } from './client-networks.ts'
import { repeatEvery } from './repeat-every.ts'

/** What each door is built with. */
export type DoorWatch = {
  readonly registers: Readonly<Record<ChannelType, SessionRegister>>
  /** rule 26.4 */
  readonly isBanned: (address: string) => boolean
}

export type SessionWatch = AsyncDisposable & DoorWatch

export type SessionWatchDeps = {
  readonly database: Pick<Database, 'queries'>
  readonly processId: string
  readonly networks: () => readonly ClientNetwork[]
  readonly log: Log
  readonly now: Now
  /** Seconds between two looks at what operators want, and between two reports; others in tests. */
  readonly every?: { readonly orders: number; readonly report: number }
}

const EVERY = { orders: 1, report: 2 }
const CLEAN_SECONDS = 60
const CLIENT_MAX = 100
/** Each so many reports all is told, whatever changed: the table may have been emptied by a crash of the server. */
const WHOLE_EACH = 15
/** A client is noted again when it was last noted longer ago. */
const NOTED_MILLISECONDS = 10 * 60_000
/** By then a client has said who it is; one that leaves earlier is noted when it leaves. */
const SETTLED_MILLISECONDS = 10_000

/** Bans are in force when it resolves. Throws `Unavailable`. */
export async function openSessionWatch(deps: SessionWatchDeps): Promise<SessionWatch> {
  const { every = EVERY } = deps
  const watch = new Watch(deps)
  await watch.begin()
  const chores = [
    repeatEvery(
      () => every.orders,
      'sessions.ordersNotRead',
      () => watch.followOrders(),
      deps.log,
    ),
    repeatEvery(
      () => every.report,
      'sessions.notReported',
      () => watch.report(),
      deps.log,
    ),
    repeatEvery(
      () => CLEAN_SECONDS,
      'sessions.notCleaned',
      () => watch.clean(),
      deps.log,
    ),
  ]
  return {
    registers: watch.registers,
    isBanned: (address) => watch.isBanned(address),
    async [Symbol.asyncDispose]() {
      for (const chore of chores) await chore[Symbol.asyncDispose]()
      await forgetSessions(deps.database.queries, deps.processId).catch(() => {}) // its process is gone, so nobody sees them
    },
  }
}

class Watch {
  readonly registers = { sftp: new SessionRegister(), ftp: new SessionRegister(), web: new SessionRegister() }
  readonly #deps: SessionWatchDeps
  readonly #networkOf: (address: string) => string | null
  readonly #bannedBy: (address: string) => ClientNetwork | null
  #banned: readonly ClientNetwork[] = []
  #followed: ReadonlySet<string> = new Set()
  #reported: ReadonlyMap<string, LiveSession> = new Map()
  #reports = 0
  readonly #notedAt = new Map<string, number>()

  constructor(deps: SessionWatchDeps) {
    this.#deps = deps
    const findNetwork = networkFinder(deps.networks)
    this.#networkOf = (address) => findNetwork(address)?.name ?? null
    this.#bannedBy = networkFinder(() => this.#banned)
  }

  isBanned(address: string): boolean {
    return this.#banned.length > 0 && this.#bannedBy(address) !== null
  }

  /** What was said before this process lived is not meant for its sessions. */
  async begin(): Promise<void> {
    await this.#readBans()
    this.#followed = idsOf(await recentKicks(this.#deps.database.queries))
  }

  /** rule 26.2 */
  async followOrders(): Promise<void> {
    await this.#readBans()
    const kicks = await recentKicks(this.#deps.database.queries)
    for (const kick of kicks) if (!this.#followed.has(kick.kickId)) this.#follow(kick)
    this.#followed = idsOf(kicks)
  }

  async report(): Promise<void> {
    const { database, processId, now } = this.#deps
    const seen = { at: now(), sessions: this.#present(), networkOf: this.#networkOf }
    const live = liveSessions(seen, this.#reported)
    const isWhole = this.#reports % WHOLE_EACH === 0
    const { changed, gone } = changedSessions(live, this.#reported)
    await this.#noteClients(live)
    await reportSessions(database.queries, { processId, changed: isWhole ? live : changed, gone, isWhole })
    this.#reported = new Map(live.map((session) => [session.session, session]))
    this.#reports += 1
  }

  async clean(): Promise<void> {
    const { queries } = this.#deps.database
    await forgetLostSessions(queries)
    await forgetOldKicks(queries)
    await forgetOldClients(queries)
    const longAgo = this.#deps.now().getTime() - NOTED_MILLISECONDS
    for (const [key, at] of this.#notedAt) if (at < longAgo) this.#notedAt.delete(key)
  }

  async #readBans(): Promise<void> {
    const ranges = (await bansInForce(this.#deps.database.queries)).map(({ range }) => range)
    const isSame = ranges.join() === this.#banned.flatMap(({ cidrs }) => cidrs).join()
    if (!isSame) this.#banned = ranges.map((range) => ({ name: range, cidrs: [range], channels: [] }))
  }

  #follow({ session, senderNumber, endpoint }: Kick): void {
    const meant = this.#present().filter(
      ([type, present]) =>
        present.sender === senderNumber &&
        (session === null || present.session === session) &&
        (endpoint === null || type === endpoint),
    )
    for (const [, present] of meant) present.kick()
    if (meant.length > 0)
      this.#deps.log.info('sessions.kicked', { sender: senderNumber, endpoint, sessions: meant.length })
  }

  #present(): (readonly [ChannelType, PresentSession])[] {
    const { sftp, ftp, web } = this.registers
    const of = (endpoint: ChannelType, { present }: SessionRegister) =>
      present.map((session) => [endpoint, session] as const)
    return [...of('sftp', sftp), ...of('ftp', ftp), ...of('web', web)]
  }

  /** rule 26.6: those who are in, and those who came and went since the last report. */
  async #noteClients(live: readonly LiveSession[]): Promise<void> {
    const at = this.#deps.now().getTime()
    const due = new Map<string, ClientSeen>()
    const settled = live.filter(({ since }) => at - since.getTime() >= SETTLED_MILLISECONDS)
    for (const seen of [...settled.map(this.#seenClient), ...this.#departed()]) {
      const key = [seen.senderNumber, seen.endpoint, seen.origin, seen.client].join('\n')
      if (at - (this.#notedAt.get(key) ?? Number.NEGATIVE_INFINITY) >= NOTED_MILLISECONDS) due.set(key, seen)
    }
    await noteClients(this.#deps.database.queries, [...due.values()])
    for (const key of due.keys()) this.#notedAt.set(key, at)
  }

  readonly #seenClient = ({ senderNumber, endpoint, address, client }: Omit<ClientSeen, 'origin'>): ClientSeen => {
    const origin = loginOrigin(address, this.#networkOf(address)).key
    return { senderNumber, endpoint, origin, client, address }
  }

  #departed(): ClientSeen[] {
    const all = (Object.entries(this.registers) as [ChannelType, SessionRegister][]).flatMap(([endpoint, register]) =>
      register.takeDeparted().map((departed) => ({ endpoint, ...departed })),
    )
    return all.flatMap(({ endpoint, sender, address, client }) =>
      sender === null
        ? []
        : this.#seenClient({ senderNumber: sender, endpoint, address, client: shownText(client, CLIENT_MAX) }),
    )
  }
}

function idsOf(kicks: readonly Kick[]): ReadonlySet<string> {
  return new Set(kicks.map(({ kickId }) => kickId))
}
