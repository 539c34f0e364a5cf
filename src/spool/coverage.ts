/** Which bytes of a file were written: sorted, disjoint ranges, so that a hole is known however the writes came (case S14). */
type Range = { from: number; to: number }

/** A client that writes everything ends with one range; a hostile one must not fill our memory with them. */
const RANGES_MAX = 65_536

export class Coverage {
  #ranges: Range[] = []

  /** More separate pieces than any client needs. */
  get isScattered(): boolean {
    return this.#ranges.length > RANGES_MAX
  }

  add(from: number, to: number): void {
    if (from >= to) return
    const last = this.#ranges.at(-1)
    if (last && last.to === from) {
      last.to = to
      return
    }
    const first = this.#firstEndingAtOrAfter(from)
    let after = first
    let merged: Range = { from, to }
    for (let next = this.#ranges[after]; next && next.from <= to; next = this.#ranges[++after]) {
      merged = { from: Math.min(merged.from, next.from), to: Math.max(merged.to, next.to) }
    }
    this.#ranges.splice(first, after - first, merged)
  }

  /** Nothing is written at or beyond `size` any more. */
  cut(size: number): void {
    this.#ranges = this.#ranges
      .filter(({ from }) => from < size)
      .map(({ from, to }) => ({ from, to: Math.min(to, size) }))
  }

  /** True when every byte below `size` was written. */
  isWhole(size: number): boolean {
    const [first] = this.#ranges
    return size === 0 || (first?.from === 0 && first.to >= size)
  }

  #firstEndingAtOrAfter(position: number): number {
    let low = 0
    let high = this.#ranges.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ranges[middle]?.to ?? Number.POSITIVE_INFINITY) < position) low = middle + 1
      else high = middle
    }
    return low
  }
}
