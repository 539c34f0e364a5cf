/** One submission: how it stands, why, everything that happened to it, and what can be done. */
import { safe } from '../../../batch/reasons/fill.ts'
import { Id } from '../../../http/components/facts.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Columns, Section } from '../../../http/components/section.tsx'
import { SetName } from '../../../http/components/set-name.tsx'
import { Strip } from '../../../http/components/strip.tsx'
import { Timeline } from '../../../http/components/timeline.tsx'
import type { Ask } from '../../ask.ts'
import { evidenceOf } from '../../operations/find/evidence.ts'
import { readOne, type TheSubmission } from '../../operations/find/submissions.ts'
import { type Happening, type HappeningKind, timelineOf } from '../../operations/find/timeline.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { mayUse } from '../../role.ts'
import { Contents } from './contents.tsx'
import { Actions, Deliveries, Evidence, RawFacts, Reasons } from './one-parts.tsx'
import { SetState } from './states.tsx'

export const ONE_PAGE = consolePage({
  ...{ method: 'GET', path: '/submissions/:submissionId', role: 'viewer' },
  async handle(ask) {
    const one = await readOne(ask.ground, ask.params.submissionId)
    if (!one.ok) return one.problem
    const name = safe(nameOf(one.value))
    const crumbs = [
      { label: ask.t('nav.submissions'), href: PLACES.submissions },
      { label: one.value.found.sender, href: `${PLACES.submissions}?sender=${one.value.found.sender}` },
      { label: name },
    ]
    return { title: name, crumbs, body: <One {...{ ask, one: one.value }} /> }
  },
})

/** Everything as a file. */
export const ONE_JSON = consolePage({
  ...{ method: 'GET', path: '/submissions/:submissionId/evidence.json', role: 'viewer' },
  async handle({ ground, params }) {
    const one = await readOne(ground, params.submissionId)
    if (!one.ok) return one.problem
    const bytes = Buffer.from(`${JSON.stringify(evidenceOf(one.value), null, 2)}\n`)
    return { fileName: `submission-${one.value.found.submissionId}.json`, mediaType: 'application/json', bytes }
  },
})

function nameOf({ found: { facts, rawKey } }: TheSubmission): string {
  return facts.verdict?.setKey ?? rawKey.slice(rawKey.indexOf('/') + 1)
}

type Props = { readonly ask: Ask; readonly one: TheSubmission }

function One({ ask, one }: Props) {
  const { t, operator } = ask
  const { found, deliveries } = one
  const deliveriesDone =
    deliveries.length > 0 && deliveries.every(({ state }) => state === 'delivered' || state === 'refused')
  const isWithdrawn = found.closedAt !== null && !found.facts.envelope && !found.facts.cancellation
  const codes = found.facts.verdict?.reasons.map(({ code }) => code) ?? []
  const verdict = found.facts.verdict && { ...found.facts.verdict, codes, firstReason: null }
  const { verdict: _, ...others } = found.facts
  const seen = {
    facts: { ...others, ...(verdict && { verdict }) },
    deliveriesDone,
    isParked: found.parkedAt !== null,
    isWithdrawn,
  }
  return (
    <>
      <div class="head">
        <SetName t={t} name={nameOf(one)} isSet={found.routable} />
        <SetState {...{ t, seen }} isFramed />
      </div>
      {found.parkedAt && !found.closedAt && (
        <Note tone="warn">{t('submission.parkedFor', { reason: found.parkedReason ?? '' })}</Note>
      )}
      <AwaitsRevocation {...{ ask, one }} />
      <Told {...{ ask, one }} />
      <Reasons {...{ ask, one }} />
      <Deliveries {...{ ask, one }} />
      {mayUse('operator', operator.role) && <Actions {...{ ask, one }} />}
      <Columns>
        <Section id="timeline" title={t('submission.timeline')}>
          <History ask={ask} happenings={timelineOf(one)} />
        </Section>
        <Contents {...{ ask, one }} />
      </Columns>
      <Evidence {...{ ask, one }} />
      <RawFacts {...{ ask, one }} />
    </>
  )
}

/** rule 28.3: nothing is to be done here, but somewhere between us and the authority perhaps. */
function AwaitsRevocation({ ask: { t, formats }, one: { found } }: Props) {
  if (!found.awaitsRevocation || found.closedAt) return null
  const { certificate, since } = found.awaitsRevocation
  return (
    <Note tone="warn">
      {t('submission.awaitsRevocation', { since: since ? formats.dateTime(since) : '–', certificate })}
    </Note>
  )
}

function Told({ ask: { t, formats }, one: { found, enterpriseNumber } }: Props) {
  const { ticket } = found.facts.envelope ?? {}
  return (
    <Strip
      facts={[
        [t('submissions.environment'), found.environment],
        [t('submissions.ticket'), ticket && <a href={`${PLACES.submissions}?q=${ticket}`}>{ticket}</a>],
        [t('submissions.sender'), <a href={`${PLACES.submissions}?sender=${found.sender}`}>{found.sender}</a>],
        [
          t('submissions.enterprise'),
          enterpriseNumber && <a href={`${PLACES.submissions}?enterprise=${enterpriseNumber}`}>{enterpriseNumber}</a>,
        ],
        [t('submissions.received'), formats.dateTime(found.openedAt)],
        ['Id', <Id>{found.submissionId}</Id>],
      ]}
    />
  )
}

const BAD: ReadonlySet<HappeningKind> = new Set(['rejected', 'refused', 'cancelled', 'parked', 'deliveryParked'])
/** Told by somebody else than our database, or without effect. */
const OPEN: ReadonlySet<HappeningKind> = new Set([
  'goRepeated',
  'tdTooLate',
  'retrying',
  'inDoubt',
  'retrieved',
  'taken',
  'contentsRead',
  'other',
])

function History({
  ask: { t, formats },
  happenings,
}: {
  readonly ask: Ask
  readonly happenings: readonly Happening[]
}) {
  return (
    <Timeline
      entries={happenings.map(({ at, kind, what, detail, who, until }) => ({
        ...{ at, time: formats.stamp(at), kind: BAD.has(kind) ? 'bad' : OPEN.has(kind) ? 'open' : 'kept' },
        title: t(`happening.${kind}`, { what: safe(what), who: who ?? '' }),
        detail:
          [detail && safe(detail), until && t('happening.until', { when: formats.stamp(until) })]
            .filter(Boolean)
            .join(' · ') || undefined,
      }))}
    />
  )
}
