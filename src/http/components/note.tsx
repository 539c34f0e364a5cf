import type { Children } from '../elements.ts'
import { FOCUSED } from '../focused.ts'
import { Icon, type IconName } from './icon.tsx'

export type NoteTone = 'good' | 'warn' | 'bad'

const ICONS: Readonly<Record<NoteTone, IconName>> = { good: 'ok', warn: 'warn', bad: 'bad' }

type NoteProps = {
  readonly tone: NoteTone
  /** What must be heard at once, and where whoever reads by keyboard or ear goes on: what went wrong, or what was done. */
  readonly isSpoken?: boolean
  /** Beside the text. */
  readonly action?: Children
  readonly children?: Children
}

export function Note({ tone, isSpoken, action, children }: NoteProps) {
  const role = isSpoken ? (tone === 'bad' ? 'alert' : 'status') : undefined
  return (
    <div class={`note is-${tone}`} role={role} {...(isSpoken && FOCUSED)}>
      <Icon name={ICONS[tone]} />
      <div>{children}</div>
      {action}
    </div>
  )
}
