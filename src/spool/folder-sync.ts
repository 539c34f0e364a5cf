import type { Disk, OpenFolder } from './disk.ts'

/** Long enough for the next file when there are many; short enough to let go of a disk that is to be unmounted. */
const KEPT_MILLISECONDS = 1000

/** Makes what was done in the folder durable, once. */
export async function syncFolder(disk: Pick<Disk, 'openFolder'>, path: string): Promise<void> {
  const folder = await disk.openFolder(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/**
 * fsync of folders, shared: whoever asks while one is under way waits for the next one together with all others who asked,
 * because the one under way may have begun before his name was made. Many small files cost few system calls, also because a
 * folder stays open for a moment: not longer, for a disk may be taken away, and another one put in its place.
 */
export class FolderSync implements AsyncDisposable {
  readonly #disk: Pick<Disk, 'openFolder'>
  readonly #open = new Map<string, Promise<OpenFolder>>()
  readonly #running = new Map<string, Promise<void>>()
  readonly #next = new Map<string, Promise<void>>()

  constructor(disk: Pick<Disk, 'openFolder'>) {
    this.#disk = disk
  }

  /** Names made in the folder before this call are durable when it resolves; rejects with the disk's error. */
  sync(folder: string): Promise<void> {
    const running = this.#running.get(folder)
    return this.#next.get(folder) ?? (running ? this.#queued(folder, running) : this.#start(folder))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#running.values(), ...this.#next.values()])
    for (const [folder, opening] of [...this.#open]) await this.#close(folder, opening)
  }

  #queued(folder: string, running: Promise<void>): Promise<void> {
    // After a failure the names of those who wait may count as written although they are not: they fail with it.
    const begin = (): Promise<void> => {
      this.#next.delete(folder)
      return this.#start(folder)
    }
    const fail = (error: unknown): never => {
      this.#next.delete(folder)
      throw error
    }
    const queued = running.then(begin, fail)
    this.#next.set(folder, queued)
    return queued
  }

  #start(folder: string): Promise<void> {
    const running = this.#sync(folder).finally(() => {
      if (this.#running.get(folder) === running) this.#running.delete(folder)
    })
    this.#running.set(folder, running)
    return running
  }

  /** After a failure the folder is opened anew: a network file system may have got another one in its place. */
  async #sync(folder: string): Promise<void> {
    const opening = this.#open.get(folder) ?? this.#openFor(folder)
    try {
      await (await opening).sync()
    } catch (error) {
      await this.#close(folder, opening)
      throw error
    }
  }

  #openFor(folder: string): Promise<OpenFolder> {
    const opening = this.#disk.openFolder(folder)
    this.#open.set(folder, opening)
    setTimeout(() => void this.#close(folder, opening), KEPT_MILLISECONDS).unref()
    return opening
  }

  /** Once, whoever asks; a sync that is under way is waited for by the system. */
  async #close(folder: string, opening: Promise<OpenFolder>): Promise<void> {
    if (this.#open.get(folder) !== opening) return
    this.#open.delete(folder)
    await opening.then((open) => open.close()).catch(() => {})
  }
}
