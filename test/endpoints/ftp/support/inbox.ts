/** What came over a connection, kept until a test asks for it. */
import type { Duplex } from 'node:stream'

/** How long a test waits for what does not come; then it fails with what came instead. */
const PATIENCE_MILLISECONDS = 5000

export class Inbox {
  #bytes = Buffer.alloc(0)
  #isOver = false
  #onNews: () => void = () => {}

  constructor(stream: Duplex) {
    stream.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk])
      this.#onNews()
    })
    const over = (): void => {
      this.#isOver = true
      this.#onNews()
    }
    stream.on('end', over).on('close', over).on('error', over)
  }

  /** A line without its CR LF; null when none comes. */
  async line(): Promise<string | null> {
    await this.#until(() => this.#bytes.includes('\r\n'))
    const end = this.#bytes.indexOf('\r\n')
    if (end === -1) return null
    const line = this.#bytes.toString('latin1', 0, end)
    this.#bytes = this.#bytes.subarray(end + 2)
    return line
  }

  /** Everything up to the end of the connection; null when it does not end. */
  async rest(): Promise<string | null> {
    await this.#until(() => this.#isOver)
    if (!this.#isOver) return null
    const bytes = this.#bytes.toString('latin1')
    this.#bytes = Buffer.alloc(0)
    return bytes
  }

  /** Also resolves when nothing more will come, or nothing came for too long. */
  #until(isThere: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MILLISECONDS)
      this.#onNews = () => {
        if (!isThere() && !this.#isOver) return
        clearTimeout(timer)
        resolve()
      }
      this.#onNews()
    })
  }
}
