import { safe } from '../../../batch/reasons/fill.ts'
import { Timeline } from '../../../http/components/timeline.tsx'
import type { Formats } from '../../../http/formats.ts'
import type { Moment, MomentKind } from '../../moments.ts'
import { isTextKey, type Say } from '../../texts.ts'

const BAD: ReadonlySet<MomentKind> = new Set(['rejected', 'refused', 'cancelled', 'parked', 'givenUp'])
/** Told by somebody else than our database. */
const NOT_KEPT: ReadonlySet<MomentKind> = new Set(['goRepeated', 'tdTooLate'])

/** From the first file to the last answer. */
export function History({
  t,
  formats,
  moments,
}: {
  readonly t: Say
  readonly formats: Formats
  readonly moments: readonly Moment[]
}) {
  return (
    <Timeline
      entries={moments.map((moment) => ({
        at: moment.at,
        time: formats.stamp(moment.at),
        kind: BAD.has(moment.kind) ? 'bad' : NOT_KEPT.has(moment.kind) ? 'open' : 'kept',
        title: t(`submission.at.${moment.kind}`, { name: safe(moment.name ?? ''), service: moment.service ?? '' }),
        detail: wayOf(t, moment),
      }))}
    />
  )
}

function wayOf(t: Say, { channel, via }: Moment): string | undefined {
  const key = `submissions.channel.${channel}`
  if (!isTextKey(key)) return undefined
  return via === 'folder' ? t('submission.at.folder', { channel: t(key) }) : t(key)
}
