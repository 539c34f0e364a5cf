import type { Children } from '../elements.ts'
import { Icon, type IconName } from './icon.tsx'

/** `good` is a promise kept, not the normal state of things, which is `plain`. `off`: not in force. */
export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'doubt' | 'off'

const ICONS: Readonly<Record<Tone, IconName>> = {
  plain: 'ok',
  good: 'ok',
  warn: 'warn',
  bad: 'bad',
  doubt: 'doubt',
  off: 'off',
}

const CLASSES: Readonly<Record<Tone, string>> = {
  plain: '',
  good: 'is-good',
  warn: 'is-warn',
  bad: 'is-bad',
  doubt: 'is-doubt',
  off: 'quiet',
}

type StateProps = { readonly tone: Tone; readonly icon?: IconName; readonly children?: Children }

/** A state by shape, word and colour. */
export function State({ tone, icon = ICONS[tone], children }: StateProps) {
  return (
    <span class={named('state', tone)}>
      <Icon name={icon} />
      {children}
    </span>
  )
}

/** The same with a frame, for a heading. */
export function Badge({ tone, icon = ICONS[tone], children }: StateProps) {
  return (
    <span class={named('badge', tone)}>
      <Icon name={icon} />
      {children}
    </span>
  )
}

function named(base: string, tone: Tone): string {
  return CLASSES[tone] === '' ? base : `${base} ${CLASSES[tone]}`
}
