import { errorFields, type Log } from '../base/log.ts'
import { Together } from '../base/together.ts'
import type { Queries } from '../database/database.ts'
import { noteFetched, type Reading } from '../ledger/retention/fetched.ts'
import { Coverage } from '../spool/coverage.ts'
import type { Download } from './mailbox.ts'

/** rule 23.2: of an answer, its document counts. */
const DOCUMENT = /^(?:FO|CO)\./

/**
 * Notes who has read an answer to its end, as evidence and for what its OUT folder still tells him. Nobody who reads waits for it: many are
 * noted together, and one that is lost with the process is noted at the next reading.
 */
export class Readings implements AsyncDisposable {
  readonly #notes: Together<Reading, undefined>
  readonly #log: Log
  readonly #underWay = new Set<Promise<void>>()

  constructor({ queries, log }: { readonly queries: Queries; readonly log: Log }) {
    this.#log = log
    this.#notes = new Together(async (readings) => {
      await noteFetched(queries, readings)
      return () => undefined
    })
  }

  /** The same download, watched. */
  of(download: Download, reader: Omit<Reading, 'name'>): Download {
    const { name, bytes } = download.entry
    if (!DOCUMENT.test(name)) return download
    const read = new Coverage()
    let isNoted = false
    return {
      ...download,
      read: async (offset, length) => {
        const part = await download.read(offset, length)
        read.add(offset, offset + part.byteLength)
        if (!isNoted && read.isWhole(bytes)) {
          isNoted = true
          this.#note({ name, ...reader })
        }
        return part
      },
    }
  }

  /** Waits for what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#underWay)
  }

  #note(reading: Reading): void {
    const noted = this.#notes.add(reading).then(
      () => {},
      (error: unknown) => this.#log.warn('answer.fetchNotNoted', { name: reading.name, ...errorFields(error) }),
    )
    this.#underWay.add(noted)
    void noted.then(() => this.#underWay.delete(noted))
  }
}
