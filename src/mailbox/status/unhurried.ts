import { setImmediate } from 'node:timers/promises'

/** All items, with room between each two for what others want of this process: ten thousand rows must not hold up a session. */
export async function unhurried<Item>(items: Iterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for (const item of items) {
    all.push(item)
    await setImmediate()
  }
  return all
}
