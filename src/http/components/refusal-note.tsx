import type { Children } from '../elements.ts'
import { Facts } from './facts.tsx'
import { Note } from './note.tsx'

export type ToldRefusal = {
  /** What we saw. */
  readonly seen: Children
  /** What we expected; left out where what was seen says it all. */
  readonly expected?: Children
  readonly remedy: Children
  readonly code: string
}

type RefusalNoteProps = ToldRefusal & {
  readonly title: Children
  readonly words: Readonly<Record<'seen' | 'expected' | 'remedy' | 'code', string>>
}

/** A refusal in four parts: what we saw, what we expected, what to do, the code. */
export function RefusalNote({ title, words, seen, expected, remedy, code }: RefusalNoteProps) {
  return (
    <Note tone="bad" isSpoken>
      <strong>{title}</strong>
      <Facts
        facts={[
          [words.seen, seen],
          [words.expected, expected],
          [words.remedy, remedy],
          [words.code, <span class="id">{code}</span>],
        ]}
      />
    </Note>
  )
}
