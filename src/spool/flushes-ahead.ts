/**
 * Large drafts are brought to the medium while more of them comes, so that their end has little left to wait for, and small files do not wait for
 * them in the journal. Each takes a thread that others may need, so there are few at a time, and a draft for which there is no place goes on without.
 */
const UNDER_WAY_MAX = 4

export class FlushesAhead {
  readonly bytes: number
  #underWay = 0

  /** `bytes`: so many that were written are worth a flush. */
  constructor(bytes: number) {
    this.bytes = bytes
  }

  /** Null when there is no place; otherwise it is as `sync`, which has begun. */
  begin(sync: () => Promise<void>): Promise<void> | null {
    if (this.#underWay >= UNDER_WAY_MAX) return null
    this.#underWay += 1
    return sync().finally(() => {
      this.#underWay -= 1
    })
  }
}
