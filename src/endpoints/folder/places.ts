/** The two folders of a sender, and whether they can be used. */

import type { Log } from '../../base/log.ts'
import { type HeldFolder, holdFolder } from './held-folder.ts'
import type { FolderSettings } from './options.ts'
import { FolderTrouble } from './trouble.ts'

export type Side = 'in' | 'out'

/** Knows what is wrong with each, and tells it when it begins and when it is over. */
export class Places {
  readonly #settings: FolderSettings
  readonly #log: Log
  readonly #troubles = new Map<Side, FolderTrouble>()
  /** The root of a mounted share was seen there: what lies under its name without the share is another folder. */
  readonly #mounted = new Set<Side>()

  constructor(settings: FolderSettings, log: Log) {
    this.#settings = settings
    this.#log = log
  }

  /** Null when the folder cannot be used now, or fails during the work; then it was told. */
  async use<Value>(side: Side, work: (folder: HeldFolder) => Promise<Value>): Promise<Value | null> {
    try {
      await using folder = await holdFolder(this.#settings[side])
      this.#assertMounted(side, folder)
      const value = await work(folder)
      this.#recovered(side)
      return value
    } catch (error) {
      if (!(error instanceof FolderTrouble)) throw error
      this.#failed(side, error)
      return null
    }
  }

  /** For operators; null when both can be used. */
  problem(): string | null {
    const problems = [...this.#troubles].map(([side, { message }]) => `\`${side}\`: ${message}`)
    return problems.length === 0 ? null : problems.join(' ')
  }

  #assertMounted(side: Side, { isMountPoint }: HeldFolder): void {
    if (isMountPoint) this.#mounted.add(side)
    else if (this.#mounted.has(side)) throw new FolderTrouble('UNMOUNTED')
  }

  #failed(side: Side, trouble: FolderTrouble): void {
    const { sender } = this.#settings
    const isNews = this.#troubles.get(side)?.code !== trouble.code
    this.#troubles.set(side, trouble)
    if (!isNews) return
    const { code, message: error } = trouble
    this.#log.error('folder.unusable', { sender, side, folder: this.#settings[side], code, error })
  }

  #recovered(side: Side): void {
    if (!this.#troubles.delete(side)) return
    this.#log.info('folder.usable', { sender: this.#settings.sender, side, folder: this.#settings[side] })
  }
}
