import { Icon, type IconName } from '../../../http/components/icon.tsx'
import { Spark } from '../../../http/components/spark.tsx'
import type { Children } from '../../../http/elements.ts'
import type { QueueRow } from '../../watch/queue-rows.ts'
import type { Seen } from './parts.tsx'

type CountProps = Pick<Seen, 'formats'> & {
  readonly count: number
  /** Of what a person must see; with its place. */
  readonly tone?: 'doubt' | 'bad'
  readonly href?: string
}

const COUNT_ICONS: Readonly<Record<'doubt' | 'bad', IconName>> = { doubt: 'doubt', bad: 'park' }

export function Count({ formats, count, tone, href }: CountProps) {
  const shown = formats.number(count)
  if (count === 0) return <span class="zero">{shown}</span>
  if (!tone || !href) return shown
  return (
    <span class={`is-${tone}`}>
      <Icon name={COUNT_ICONS[tone]} />{' '}
      <a class={`is-${tone}`} href={href}>
        {shown}
      </a>
    </span>
  )
}

export function Curve({ seen: { t, formats }, points }: { readonly seen: Seen; readonly points: QueueRow['curve'] }) {
  const known = points.filter((point) => point !== null)
  if (known.length === 0) return null
  const [least, most] = [formats.number(Math.min(...known)), formats.number(Math.max(...known))]
  const last = formats.number(known.at(-1) ?? 0)
  return <Spark points={points} label={t('watch.curveText', { least, most, last })} />
}

const FLOW_TONES = { paused: ['warn', 'pause'], heldBack: ['doubt', 'off'], trial: ['warn', 'wait'] } as const

/** The normal state is a plain word. */
export function Flow({ state, children }: { readonly state: QueueRow['state']; readonly children?: Children }) {
  if (state === 'open') return children
  const [tone, icon] = FLOW_TONES[state]
  return (
    <span class={`state is-${tone}`}>
      <Icon name={icon} />
      {children}
    </span>
  )
}
