import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as setTimeoutPromise } from 'node:timers/promises'
import type { Now } from '../base/clock.ts'
import { ignore } from '../base/errors.ts'
import { isSha256, type Sha256, sha256 as sha256Of } from '../base/hashes.ts'
import { uuidV7 } from '../base/ids.ts'
import { errorFields, type Log } from '../base/log.ts'
import { type BlobGround, openBlob, readBlob, streamBlob } from './blob-access.ts'
import { ContentHash } from './content-hash.ts'
import { Coverage } from './coverage.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { DiskDraft, type DraftGround } from './disk-draft.ts'
import { unavailable } from './failures.ts'
import { FlushesAhead } from './flushes-ahead.ts'
import { namesAmongBlobs, namesBesideOurs } from './foreign-names.ts'
import { BLOB_FOLDERS, blobPath, layoutOf } from './layout.ts'
import { type DraftOwner, draftName, isDraftName, removeLeftovers, thisProcess } from './leftovers.ts'
import { prepareFolders } from './prepare-folders.ts'
import { type Reusing, Shelf } from './shelf.ts'
import { SmallDraft } from './small-draft.ts'
import type { Blob, BlobPlace, Draft, Spool } from './spool.ts'
import { writeProbe } from './write-probe.ts'

export type SpoolOptions = {
  /** `spool.dir`; made when it is missing. */
  readonly dir: string
  readonly log: Log
  readonly now: Now
  readonly disk?: Disk
  /** A draft is flushed ahead each time that so much more of it was written. */
  readonly flushAheadBytes?: number
  /** Absent for who takes in no files. */
  readonly reusing?: Reusing
}

const FLUSH_AHEAD_BYTES = 32 * 1024 * 1024

/** For how long the end waits for the last names to be removed. */
const CLOSING_SECONDS = 5
const COPY_BYTES = 1024 * 1024
/** Small blobs of which we know that they are on the medium (the empty file, `go`). */
const KNOWN_MAX = 1024
/** For so long the collection is not told again that one of them is relied upon; it waits for an hour at least. */
const KNOWN_MILLISECONDS = 600_000

/** Opens the spool, making its folders at the first start; throws `Misconfigured` for one that cannot be relied on. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { dir, log, now, disk = nodeDisk, flushAheadBytes = FLUSH_AHEAD_BYTES, reusing = async () => {} } = options
  const layout = layoutOf(dir)
  const owner = thisProcess(await bootId())
  await prepareFolders(disk, layout, process.getuid?.() ?? -1, draftName(owner, uuidV7()))
  const { removed, foreign } = await removeLeftovers(disk, layout.incoming, owner, now())
  if (removed > 0) log.info('spool.leftoversRemoved', { count: removed })
  const strange = [...foreign.map((name) => join('incoming', name)), ...(await namesBesideOurs(disk, layout))]
  if (strange.length > 0) log.warn('spool.foreignFiles', { count: strange.length, first: strange[0] })
  return new DiskSpool({ disk, layout, owner, log, ahead: new FlushesAhead(flushAheadBytes), reusing })
}

type SpoolParts = {
  readonly disk: Disk
  readonly layout: ReturnType<typeof layoutOf>
  readonly owner: DraftOwner
  readonly log: Log
  readonly ahead: FlushesAhead
  readonly reusing: Reusing
}

class DiskSpool implements Spool {
  readonly #disk: Disk
  readonly #layout: ReturnType<typeof layoutOf>
  readonly #owner: DraftOwner
  readonly #shelf: Shelf
  readonly #ground: DraftGround
  readonly #blobs: BlobGround
  /** By the steady clock, when each was put on the shelf. */
  readonly #known = new Map<Sha256, number>()
  readonly #later = new Set<Promise<unknown>>()
  #isSuspect = false

  constructor({ disk, layout, owner, log, ahead, reusing }: SpoolParts) {
    this.#disk = disk
    this.#layout = layout
    this.#owner = owner
    this.#shelf = new Shelf(disk, layout, log, reusing)
    this.#blobs = { disk, layout, assertWritable: () => this.assertWritable() }
    this.#ground = {
      disk,
      shelf: this.#shelf,
      ahead,
      suspect: (error) => {
        this.#isSuspect = true
        log.error('spool.syncFailed', errorFields(error))
      },
      later: (work) => {
        this.#later.add(work)
        void work.finally(() => this.#later.delete(work))
      },
    }
  }

  get isSuspect(): boolean {
    return this.#isSuspect
  }

  draft(): DiskDraft {
    return new DiskDraft(this.#ground, this.#freshPath(), new ContentHash(), new Coverage())
  }

  smallDraft(): Draft {
    return new SmallDraft((bytes) => this.store(bytes))
  }

  async draftFrom(sha256: Sha256): Promise<Draft> {
    await using blob = await this.open(sha256)
    const draft = this.draft()
    try {
      for (let position = 0; position < blob.bytes; position += COPY_BYTES) {
        await draft.write(await blob.read(position, COPY_BYTES), position)
      }
      return draft
    } catch (error) {
      await draft.discard()
      throw error
    }
  }

  async store(bytes: Uint8Array): Promise<Blob> {
    const blob = { sha256: sha256Of(bytes), bytes: bytes.byteLength }
    if (this.#isKnown(blob.sha256) && (await this.has(blob.sha256))) return blob
    const at = performance.now()
    await using draft = this.draft()
    await draft.write(bytes, 0)
    await draft.keep()
    if (blob.bytes <= KNOWN_MAX && (this.#known.size < KNOWN_MAX || this.#known.has(blob.sha256)))
      this.#known.set(blob.sha256, at)
    return blob
  }

  open(sha256: Sha256) {
    return openBlob(this.#blobs, sha256)
  }

  read(sha256: Sha256, bytesMax: number) {
    return readBlob(this.#blobs, sha256, bytesMax)
  }

  stream(sha256: Sha256) {
    return streamBlob(this.#blobs, sha256)
  }

  async freeBytes(): Promise<number> {
    return this.#asked(this.#disk.freeBytes(this.#layout.dir))
  }

  assertWritable(): Promise<void> {
    return this.#asked(writeProbe(this.#disk, this.#freshPath()))
  }

  async *blobs(after = ''): AsyncGenerator<Sha256> {
    for (const folder of BLOB_FOLDERS.filter((name) => name >= after.slice(0, 2))) {
      const names = await this.#asked(this.#disk.list(join(this.#layout.blobs, folder)))
      yield* names.filter((name) => name > after && isSha256(name)).sort() as Sha256[]
    }
  }

  async look(sha256: Sha256): Promise<BlobPlace | null> {
    const place = await this.#asked(this.#disk.look(blobPath(this.#layout, sha256)))
    return place?.kind === 'file' ? { bytes: place.bytes, changedAt: place.changedAt } : null
  }

  async remove(sha256: Sha256): Promise<void> {
    await this.#asked(this.#disk.unlink(blobPath(this.#layout, sha256)).catch(ignore('ENOENT')))
  }

  async *foreign(): AsyncGenerator<string> {
    const incoming = await this.#asked(this.#disk.list(this.#layout.incoming))
    yield* incoming.filter((name) => !isDraftName(name)).map((name) => join('incoming', name))
    yield* await this.#asked(namesBesideOurs(this.#disk, this.#layout))
    yield* namesAmongBlobs(this.#disk, this.#layout)
  }

  async has(sha256: Sha256): Promise<boolean> {
    return (await this.#asked(this.#disk.look(blobPath(this.#layout, sha256))))?.kind === 'file'
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // a name that stays behind on a disk that does not answer is removed at a later start
    const tooLong = setTimeoutPromise(CLOSING_SECONDS * 1000, undefined, { ref: false })
    const end = Promise.allSettled([...this.#later]).then(() => this.#shelf[Symbol.asyncDispose]())
    await Promise.race([end, tooLong])
  }

  #isKnown(sha256: Sha256): boolean {
    return performance.now() - (this.#known.get(sha256) ?? Number.NEGATIVE_INFINITY) < KNOWN_MILLISECONDS
  }

  #freshPath(): string {
    return join(this.#layout.incoming, draftName(this.#owner, uuidV7()))
  }

  async #asked<Value>(answer: Promise<Value>): Promise<Value> {
    try {
      return await answer
    } catch (error) {
      throw unavailable(error)
    }
  }
}

/** Changes at every start of the machine; where the system does not tell, leftovers wait for their 36 hours. */
async function bootId(): Promise<string> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'unknown')
}
