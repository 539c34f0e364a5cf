/** Programs whose clock can be set while they run, by the library of Debian's package `faketime`. Monotonic time goes on as it does. */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const FOLDER = '/usr/lib/x86_64-linux-gnu/faketime'
/** Each program looks so often whether its clock was set. */
const LOOK_SECONDS = 1

/** Why no clocks can be set here, or nothing; in CI (`SLUICE_WIDE=1`) they must be. */
export function noClock(): string | undefined {
  if (process.env.SLUICE_WIDE === '1' || existsSync(FOLDER)) return undefined
  return 'not run: needs the package faketime'
}

export class Clock {
  readonly #file: string
  /** For the program whose clock it is. */
  readonly env: Readonly<Record<string, string>>

  constructor(folder: string, name: string) {
    this.#file = join(folder, `${name}.clock`)
    this.env = {
      LD_PRELOAD: join(FOLDER, 'libfaketimeMT.so.1'),
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_CACHE_DURATION: String(LOOK_SECONDS),
      DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    }
  }

  /** Before the program starts, and whenever it is to change. */
  async set(offset: '+0' | '+1d' | '-1d'): Promise<void> {
    await writeFile(this.#file, offset)
  }
}
