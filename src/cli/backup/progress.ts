import { SingleBar } from 'cli-progress'
import type { Terminal } from '../terminal.ts'

/** How far a long command is, for a person who waits; says nothing where nobody looks. */
export type Progress = {
  /** Begins a part of the work; `total` where it is known. */
  step(name: string, total?: number): void
  done(count: number): void
  end(): void
}

export function progressOn({ interactive }: Pick<Terminal, 'interactive'>): Progress {
  if (!interactive) return { step: () => {}, done: () => {}, end: () => {} }
  let bar: SingleBar | undefined
  return {
    step(name, total = 0) {
      bar?.stop()
      const format = total === 0 ? `${name}: {value}` : `${name} {bar} {percentage}% {value}/{total}`
      bar = new SingleBar({ format, clearOnComplete: true })
      bar.start(total, 0)
    },
    done: (count) => bar?.increment(count),
    end: () => bar?.stop(),
  }
}
