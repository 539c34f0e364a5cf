/**
 * The order of work on one open file. Clients send many reads or writes without waiting; the result must be as if they
 * had been done one by one (draft-ietf-secsh-filexfer §6.1). Reads go side by side, and so do writes that follow each
 * other without touching; anything else waits for what is under way (case S14).
 */
type Kind = 'read' | 'write' | 'alone'

type Job = { readonly kind: Kind; readonly start: number; readonly end: number; readonly run: () => Promise<void> }

export class Lane {
  readonly #waiting: Job[] = []
  #running = 0
  #kind: Kind = 'alone'
  #end = 0

  read<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#enter('read', 0, 0, work)
  }

  write<Value>(offset: number, length: number, work: () => Promise<Value>): Promise<Value> {
    return this.#enter('write', offset, offset + length, work)
  }

  alone<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#enter('alone', 0, 0, work)
  }

  #enter<Value>(kind: Kind, start: number, end: number, work: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const run = (): Promise<void> => work().then(resolve, reject)
      this.#waiting.push({ kind, start, end, run })
      this.#admit()
    })
  }

  #admit(): void {
    for (let job = this.#waiting[0]; job && this.#mayRun(job); job = this.#waiting[0]) {
      this.#waiting.shift()
      this.#running += 1
      this.#kind = job.kind
      this.#end = job.end
      void job.run().then(() => this.#left())
    }
  }

  #mayRun({ kind, start }: Job): boolean {
    if (this.#running === 0) return true
    if (kind !== this.#kind || kind === 'alone') return false
    return kind === 'read' || start >= this.#end
  }

  #left(): void {
    this.#running -= 1
    this.#admit()
  }
}
