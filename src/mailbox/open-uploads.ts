import { errorFields, type Log } from '../base/log.ts'
import type { Queries } from '../database/database.ts'
import type { SetPlace } from '../ledger/arrived-file.ts'
import { forgetOpenUploads, forgetUploadsOf, noteOpenUploads } from '../ledger/open-uploads.ts'
import type { UploadHere } from './set-hooks.ts'

type Upload = SetPlace & {
  readonly uploadId: string
  /** False for a file whose name tells no set: nobody waits for it, but it is counted. */
  readonly routable: boolean
  /** The name of a part of a request, which joins its set or not, and never takes the place of a member. */
  readonly adds?: string
  readonly startedMs: number
  lastByteMs: number
  notedMs: number | null
}

/** Short uploads, which are nearly all, never reach the database (decision 6). */
const QUIET_MS = 2000
const BEAT_MS = 1000

export type OpenUploadsDeps = {
  readonly queries: Queries
  readonly node: string
  readonly log: Log
  /** A clock that never jumps, in milliseconds. */
  readonly ticks: () => number
}

/** The uploads that this process receives for sets; told to other nodes once they last longer. */
export class OpenUploads implements AsyncDisposable {
  readonly #deps: OpenUploadsDeps
  readonly #uploads = new Map<string, Upload>()
  readonly #timer: NodeJS.Timeout
  #beating: Promise<void> = Promise.resolve()

  constructor(deps: OpenUploadsDeps) {
    this.#deps = deps
    this.#timer = setInterval(() => void this.beat(), BEAT_MS).unref()
  }

  /** What a process of this node left behind when it died does not hold up any set. */
  async start(): Promise<void> {
    await forgetUploadsOf(this.#deps.queries, this.#deps.node)
  }

  begin(uploadId: string, upload: Pick<Upload, 'sender' | 'rawKey' | 'routable' | 'adds'>): void {
    const now = this.#deps.ticks()
    this.#uploads.set(uploadId, { ...upload, uploadId, startedMs: now, lastByteMs: now, notedMs: null })
  }

  touch(uploadId: string): void {
    const upload = this.#uploads.get(uploadId)
    if (upload) upload.lastByteMs = this.#deps.ticks()
  }

  end(uploadId: string): void {
    const upload = this.#uploads.get(uploadId)
    this.#uploads.delete(uploadId)
    if (upload?.notedMs != null) this.#later(() => forgetOpenUploads(this.#deps.queries, [uploadId]))
  }

  /** Uploads of a set, and for how long each has been silent. */
  of({ sender, rawKey }: SetPlace): UploadHere[] {
    const now = this.#deps.ticks()
    return [...this.#uploads.values()]
      .filter((upload) => upload.routable && upload.sender === sender && upload.rawKey === rawKey)
      .map(({ uploadId, adds, lastByteMs }) => ({
        ...{ uploadId, idleSeconds: (now - lastByteMs) / 1000 },
        ...(adds !== undefined && { adds }),
      }))
  }

  /** Ids of a sender's uploads whose names tell no set. */
  unroutableOf(sender: string): readonly string[] {
    const uploads = [...this.#uploads.values()].filter((upload) => !upload.routable && upload.sender === sender)
    return uploads.map(({ uploadId }) => uploadId)
  }

  /** Writes what other nodes must know and do not know yet. Runs every second. */
  beat(): Promise<void> {
    const now = this.#deps.ticks()
    const news = [...this.#uploads.values()].filter(
      ({ routable, startedMs, lastByteMs, notedMs }) =>
        routable && now - startedMs >= QUIET_MS && (notedMs === null || lastByteMs > notedMs),
    )
    if (news.length === 0) return this.#beating
    for (const upload of news) upload.notedMs = upload.lastByteMs
    const rows = news.map((upload) => ({ ...upload, idleSeconds: (now - upload.lastByteMs) / 1000 }))
    return this.#later(() => noteOpenUploads(this.#deps.queries, this.#deps.node, rows))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#beating
  }

  /** One after the other, so that a row is never written after it was removed. A failure delays a set, at most to its deadline. */
  #later(write: () => Promise<void>): Promise<void> {
    this.#beating = this.#beating
      .then(write)
      .catch((error) => this.#deps.log.warn('upload.notTold', errorFields(error)))
    return this.#beating
  }
}
