import { Fragment } from 'preact'
import { safe } from '../../batch/reasons/fill.ts'
import type { Speak } from '../language.ts'
import type { SET_NAMES } from '../texts/set-names.ts'

const PARTS = ['purpose', 'sender', 'date', 'sequence', 'environment'] as const

type SetNameProps = {
  readonly t: Speak<keyof typeof SET_NAMES>
  readonly name: string
  /** Whether it was read as the name of a set. */
  readonly isSet: boolean
}

/** The page's heading: a set's name with its parts captioned, heard as one name; whatever else it was called, as it stands. */
export function SetName({ t, name, isSet }: SetNameProps) {
  const parts = name.split('.')
  if (!isSet || parts.length !== PARTS.length || parts.includes('')) return <h1 class="id">{safe(name)}</h1>
  return (
    <h1 class="name" aria-label={safe(name)}>
      {parts.map((part, index) => (
        <Fragment key={PARTS[index]}>
          {index > 0 && <i>.</i>}
          <span data-is={t(`setName.${PARTS[index] ?? 'purpose'}`)}>{safe(part)}</span>
        </Fragment>
      ))}
    </h1>
  )
}
