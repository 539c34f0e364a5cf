import { createHash } from 'node:crypto'

/** Numbers that follow from a seed and the index of a mutant alone, so that each mutant can be made again by itself. */
export type Draw = {
  /** From 0 to `bound` - 1. */
  below(bound: number): number
  /** One of these. */
  of<Value>(values: readonly Value[]): Value
}

export function drawFrom(seed: number, index: number): Draw {
  let count = 0
  const below = (bound: number): number => {
    const octets = createHash('sha256').update(`${seed} ${index} ${count++}`).digest()
    return octets.readUInt32BE() % bound
  }
  return {
    below,
    of<Value>(values: readonly Value[]): Value {
      if (values.length === 0) throw new RangeError('nothing to choose from')
      return values[below(values.length)] as Value
    },
  }
}
