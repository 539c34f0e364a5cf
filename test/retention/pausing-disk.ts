/** A disk that stops before or after a chosen call, until it is told to go on. */
import { type Disk, nodeDisk } from '../../src/spool/disk.ts'

export type Pause = { readonly reached: Promise<void>; readonly goOn: () => void; readonly wait: () => Promise<void> }

export function pause(): Pause {
  let goOn = () => {}
  let arrive = () => {}
  const reached = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const gone = new Promise<void>((resolve) => {
    goOn = resolve
  })
  return {
    reached,
    goOn,
    async wait() {
      arrive()
      await gone
    },
  }
}

/** Once it is armed, `at(call, when)` is told of each call: the first `link` is `link 1`. */
export function pausingDisk(at: (call: string, when: 'before' | 'after') => Promise<void>) {
  let counts: Map<string, number> | null = null
  const told = <Values extends unknown[], Value>(name: string, act: (...values: Values) => Promise<Value>) => {
    return async (...values: Values): Promise<Value> => {
      if (!counts) return await act(...values)
      const count = (counts.get(name) ?? 0) + 1
      counts.set(name, count)
      await at(`${name} ${count}`, 'before')
      return await act(...values).finally(() => at(`${name} ${count}`, 'after'))
    }
  }
  const disk: Disk = {
    ...nodeDisk,
    link: told('link', nodeDisk.link),
    openToRead: told('openToRead', nodeDisk.openToRead),
    openFolder: told('openFolder', nodeDisk.openFolder),
  }
  const arm = () => {
    counts = new Map()
  }
  return { disk, arm }
}
