/** One sender's folder: when it is looked at, and how it feels. One round at a time, however often it is rung for. */
import { remedyFor } from '../../base/errors.ts'
import { errorFields } from '../../base/log.ts'
import type { Turns } from '../../base/turns.ts'
import type { FolderLogin } from '../../registry/folder-login.ts'
import { doorbell, HEARD_NAMES_MAX } from './doorbell.ts'
import type { HeldFolder } from './held-folder.ts'
import { lookAround } from './look-around.ts'
import type { FolderMetrics } from './metrics.ts'
import type { FolderDeps, FolderSettings, SetOfSender } from './options.ts'
import { Places } from './places.ts'
import type { Ground, Memory } from './scene.ts'
import { Tidings } from './tidings.ts'
import { writeAnswers } from './write-answers.ts'
import { removeDrafts } from './write-file.ts'

export type WatchedFolderGround = {
  readonly settings: FolderSettings
  readonly deps: FolderDeps
  readonly metrics: FolderMetrics
  readonly turns: Turns
}

/** A folder that does not answer for so long is told as such. */
const SILENT_SECONDS = 60
/** Asked for every `limits.pollSeconds`. */
const ASKED_SETS_MAX = 1000
/** Of a lease: then it is renewed. */
const RENEW_SHARE = 3

export class WatchedFolder {
  readonly settings: FolderSettings
  readonly #ground: WatchedFolderGround
  readonly #places: Places
  readonly #memory: Memory = { tidings: new Tidings(), later: new Map(), waiting: new Map(), seen: new Map() }
  readonly #abort = new AbortController()
  #wanted: 'nothing' | 'answers' | 'all' = 'nothing'
  #running: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined
  #again: NodeJS.Timeout | undefined
  #bell: { readonly of: string; readonly close: AsyncDisposable } | null = null
  #isOver = false
  #hasDrafts = true
  #parked = 0
  #beatMs: number | null = null
  #renewedMs = Number.NEGATIVE_INFINITY
  #lookedMs = performance.now()
  #isWell = false

  constructor(ground: WatchedFolderGround) {
    this.#ground = ground
    this.settings = ground.settings
    this.#places = new Places(ground.settings, ground.deps.log)
  }

  start(): void {
    this.ring('all')
    this.#timer = setInterval(() => this.ring('all'), this.settings.scanSeconds * 1000)
  }

  ring(what: 'answers' | 'all'): void {
    if (this.#isOver) return
    if (this.#wanted !== 'all') this.#wanted = what
    this.#running ??= this.#work().finally(() => {
      this.#running = null
      if (this.#wanted !== 'nothing') this.ring(this.#wanted)
    })
  }

  /** The newest sets whose GO may come over another channel (case A15); a look asks for all. None while the folder cannot be used. */
  get waitingSets(): readonly SetOfSender[] {
    const { sender } = this.settings
    const newest = [...this.#memory.waiting.keys()].slice(-ASKED_SETS_MAX)
    return this.takesNews ? newest.map((rawKey) => ({ sender, rawKey })) : []
  }

  /** The latest round went well; else the next one is at the next scan. */
  get takesNews(): boolean {
    return this.#isWell
  }

  get lookAgeSeconds(): number {
    return (performance.now() - this.#lookedMs) / 1000
  }

  /** What an operator must look at; null when nothing. */
  problem(): string | null {
    const silent = this.#beatMs === null ? 0 : Math.floor((performance.now() - this.#beatMs) / 1000)
    if (silent > SILENT_SECONDS) return `it has not answered for ${silent} s; is its share alive?`
    if (this.#parked > 0) return `${this.#parked} answers cannot be written; the log says why`
    return this.#places.problem()
  }

  /** What is under way gets so many seconds; then its copy is given up without a trace. */
  async stop(seconds: number): Promise<void> {
    this.#isOver = true
    clearInterval(this.#timer)
    clearTimeout(this.#again)
    await this.#bell?.close[Symbol.asyncDispose]()
    await within(seconds, this.#running)
    this.#abort.abort()
    await within(1, this.#running)
  }

  async #work(): Promise<void> {
    while (this.#wanted !== 'nothing' && !this.#isOver) {
      const wanted = this.#wanted
      this.#wanted = 'nothing'
      await this.#ground.turns.take(() => this.#round(wanted === 'all'))
    }
  }

  async #round(whole: boolean): Promise<void> {
    const { deps, metrics } = this.#ground
    this.#beatMs = performance.now()
    this.#isWell = false
    try {
      if (!(await this.#goesOn()) || this.#isOver) return
      const login = await this.#admitted()
      if (!login) return
      this.#isWell = await this.#act(this.#groundFor(login), whole)
      if (!this.#isWell) metrics.failed(this.settings.sender)
      if (whole && this.#isWell) this.#lookedMs = performance.now()
      this.#memory.tidings.isOver('postponed')
    } catch (error) {
      metrics.failed(this.settings.sender)
      if (remedyFor(error) === 'crash') deps.onBug(error)
      else this.#tell('postponed', error instanceof Error ? error.message : '', 'folder.postponed', errorFields(error))
    } finally {
      this.#beatMs = null
    }
  }

  /** True when both folders could be used and nothing waits for a person. */
  async #act(ground: Ground, whole: boolean): Promise<boolean> {
    const looked = !whole || (await this.#places.use('in', (folder) => this.#look(ground, folder)))
    if (this.#isOver) return false
    const answered = await this.#places.use('out', async (out) => {
      if (this.#hasDrafts) await removeDrafts(out, ground.deps.settings.limits.folderFiles)
      this.#hasDrafts = false
      this.#parked = (await writeAnswers(out, ground)).parked
      return this.#parked === 0
    })
    return looked === true && answered === true
  }

  async #look(ground: Ground, folder: HeldFolder): Promise<true> {
    const { names } = await lookAround({ ...ground, folder })
    await this.#listen(folder, names)
    return true
  }

  /** The bell hangs on the folder that is there now. What came before it hung is found by one more look. */
  async #listen({ look: { device, inode } }: HeldFolder, names: number): Promise<void> {
    const of = names > HEARD_NAMES_MAX ? 'none' : `${device}:${inode}`
    if (this.#bell?.of === of || this.#isOver) return
    await this.#bell?.close[Symbol.asyncDispose]()
    this.#bell = null
    if (of === 'none') return
    this.#bell = { of, close: doorbell(this.settings.in, () => this.ring('all'), this.#ground.deps.log) }
  }

  /** Who the folder is at the door: the sender's FTP channel, as if it had logged in (decision 32). */
  async #admitted(): Promise<FolderLogin | null> {
    const { sender } = this.settings
    const login = await this.#ground.deps.login(sender)
    if (login.ok) {
      if (this.#memory.tidings.isOver('closed')) this.#ground.deps.log.info('folder.opened', { sender })
      return login.value
    }
    this.#tell('closed', login.problem, 'folder.closed', { why: login.problem })
    return null
  }

  #groundFor({ loginName }: FolderLogin): Ground {
    const { settings, deps, metrics } = this.#ground
    return {
      ...{ settings, deps, metrics, memory: this.#memory, signal: this.#abort.signal },
      visitor: { sender: settings.sender, channel: 'ftp', principal: loginName, address: settings.in },
      isOver: () => this.#isOver,
      goesOn: () => this.#goesOn(),
      lookAgainIn: (seconds) => this.#lookAgainIn(seconds),
      beat: () => {
        this.#beatMs = performance.now()
      },
    }
  }

  /** Renews the lease when it is time; false when another process has it. */
  async #goesOn(): Promise<boolean> {
    if (this.#isOver) return false
    const { deps } = this.#ground
    const { leaseSeconds } = deps.settings.limits
    this.#beatMs = performance.now()
    if (performance.now() - this.#renewedMs < (leaseSeconds * 1000) / RENEW_SHARE) return true
    const holder = await deps.ledger.hold(this.settings.sender, leaseSeconds)
    if (holder === null) {
      this.#renewedMs = performance.now()
      this.#memory.tidings.isOver('elsewhere')
      return true
    }
    this.#tell('elsewhere', holder, 'folder.elsewhere', { holder })
    return false
  }

  #lookAgainIn(seconds: number): void {
    if (this.#isOver) return
    this.#again ??= setTimeout(() => {
      this.#again = undefined
      this.ring('all')
    }, seconds * 1000)
  }

  #tell(about: string, state: string, event: string, more: object): void {
    if (!this.#memory.tidings.isNews(about, state)) return
    this.#ground.deps.log.warn(event, { sender: this.settings.sender, ...more })
  }
}

/** A disk that never answers is not waited for. */
async function within(seconds: number, work: Promise<void> | null): Promise<void> {
  if (!work) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
