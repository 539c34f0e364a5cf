import type { Disk } from './disk.ts'

/**
 * fsync of folders, shared: whoever asks while one is under way waits for the next one together with all others who asked,
 * because the one under way may have begun before his name was made. Many small files cost few system calls.
 */
export class FolderSync {
  readonly #disk: Pick<Disk, 'syncFolder'>
  readonly #running = new Map<string, Promise<void>>()
  readonly #next = new Map<string, Promise<void>>()

  constructor(disk: Pick<Disk, 'syncFolder'>) {
    this.#disk = disk
  }

  /** Names made in the folder before this call are durable when it resolves; rejects with the disk's error. */
  sync(folder: string): Promise<void> {
    const running = this.#running.get(folder)
    return running ? this.#queued(folder, running) : this.#start(folder)
  }

  #queued(folder: string, running: Promise<void>): Promise<void> {
    const waiting = this.#next.get(folder)
    if (waiting) return waiting
    // After a failure the names of those who wait may count as written although they are not: they fail with it.
    const queued = running.finally(() => this.#next.delete(folder)).then(() => this.#start(folder))
    this.#next.set(folder, queued)
    return queued
  }

  #start(folder: string): Promise<void> {
    const running = this.#disk.syncFolder(folder).finally(() => {
      if (this.#running.get(folder) === running) this.#running.delete(folder)
    })
    this.#running.set(folder, running)
    return running
  }
}
