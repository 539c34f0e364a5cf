/** Figures out of repeated measurements. */

/** The middle value, so that one disturbed round does not count; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values)
  const middle = sorted.length / 2
  return (at(sorted, Math.ceil(middle) - 1) + at(sorted, Math.floor(middle))) / 2
}

/** The smallest value that at least `percent` of all values do not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = ascending(values)
  return at(sorted, Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1))
}

/** Each of the first over its partner among the second: what was measured together is compared with each other only. */
export function pairRatios(over: readonly number[], under: readonly number[]): number[] {
  if (over.length !== under.length) throw new RangeError('measurements that are compared come in pairs')
  return over.map((value, index) => value / at(under, index))
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((one, other) => one - other)
}

function at(values: readonly number[], index: number): number {
  const value = values[index]
  if (value === undefined) throw new RangeError('nothing was measured')
  return value
}
