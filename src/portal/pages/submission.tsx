import { answerTail } from '../../batch/answer-names.ts'
import { ENVIRONMENTS } from '../../batch/environment.ts'
import type { Language } from '../../batch/languages.ts'
import { PURPOSES } from '../../batch/purposes.ts'
import { safe } from '../../batch/reasons/fill.ts'
import { Empty } from '../../http/components/empty.tsx'
import { Id } from '../../http/components/facts.tsx'
import { LinePlace } from '../../http/components/line-place.tsx'
import { Columns, Section } from '../../http/components/section.tsx'
import { SetName } from '../../http/components/set-name.tsx'
import { Strip } from '../../http/components/strip.tsx'
import { Table } from '../../http/components/table.tsx'
import { Moment } from '../../http/components/timeline.tsx'
import type { FoundSubmission } from '../../ledger/find.ts'
import type { Ask } from '../ask.ts'
import { momentsOf } from '../moments.ts'
import { type ReadSubmission, readSubmission } from '../operations/submissions.ts'
import { pageRoute } from '../page-route.ts'
import { qualityPath } from '../places.ts'
import { type Standing, standingOf } from '../standing.ts'
import { seenOf, setKeyOf } from '../submission-view.ts'
import { isTextKey, type Say } from '../texts.ts'
import { crumbsOf } from './scope.ts'
import { Files } from './submission/files.tsx'
import { History } from './submission/history.tsx'
import { Reasons } from './submission/reasons.tsx'
import { StandingState } from './submission/state.tsx'

/** One set: how it stands, why, and everything that happened to it. No contents of declarations. */
export const SUBMISSION_PAGE = pageRoute({
  method: 'GET',
  path: '/enterprises/:enterpriseNumber/qualities/:qualityCode/submissions/:submissionId',
  row: 'seeConfiguration',
  handle: async (ask) => {
    const { t, params, ground, actor } = ask
    const found = await readSubmission(ground, actor, params, params.submissionId)
    if (!found.ok) return found.problem
    const setKey = safe(setKeyOf(found.value))
    return {
      title: setKey,
      crumbs: await crumbsOf(ask, params, setKey, [
        { label: t('submissions.title'), href: qualityPath(params, 'submissions') },
      ]),
      body: <Submission ask={ask} found={found.value} />,
    }
  },
})

type Props = { readonly ask: Ask; readonly found: ReadSubmission }

function Submission({ ask, found }: Props) {
  const { t, formats, language } = ask
  const { verdict } = found.facts
  const standing = standingOf(seenOf(found))
  return (
    <>
      <Title {...{ t, found, standing }} />
      <Told {...{ ask, found }} />
      {verdict?.outcome === 'rejected' && (
        <Section id="why" title={t('submission.why')}>
          <Reasons
            {...{ t, language, reasons: verdict.reasons }}
            more={(count) => t('submission.moreReasons', { count })}
          />
        </Section>
      )}
      <Columns>
        <Section id="timeline" title={t('submission.timeline')}>
          <History {...{ t, formats, moments: momentsOf(found) }} />
        </Section>
        <div>
          <Received {...{ ask, found }} />
          <Answers {...{ ask, found, standing }} />
        </div>
      </Columns>
      {verdict && <Deliveries {...{ ask, found }} />}
    </>
  )
}

function Title({
  t,
  found,
  standing,
}: {
  readonly t: Say
  readonly found: FoundSubmission
  readonly standing: Standing
}) {
  return (
    <div class="head">
      <div>
        <SetName t={t} name={setKeyOf(found)} isSet={found.routable} />
        <p>{t(`submissions.next.${standing}`)}</p>
      </div>
      <StandingState t={t} standing={standing} isFramed />
    </div>
  )
}

function Told({ ask: { t, formats }, found }: Props) {
  const { environment, facts, files, openedAt, sealedAt } = found
  const channelKey = `submissions.channel.${files.at(-1)?.channel}`
  return (
    <Strip
      facts={[
        [
          t('submissions.environment'),
          ENVIRONMENTS.includes(environment) && t(`submissions.environment.${environment}`),
        ],
        [t('submissions.ticket'), facts.envelope && <Id>{facts.envelope.ticket}</Id>],
        [t('submissions.channel'), isTextKey(channelKey) && t(channelKey)],
        [t('submissions.received'), formats.dateTime(openedAt)],
        [t('submissions.sealed'), sealedAt && formats.dateTime(sealedAt)],
      ]}
    />
  )
}

function Received({ ask: { t, formats }, found: { files } }: Props) {
  return (
    <Section id="files" title={t('submission.files')}>
      {files.length === 0 ? (
        <Empty>{t('submission.noFiles')}</Empty>
      ) : (
        <Files
          {...{ t, formats, files, caption: t('submission.files') }}
          more={[{ title: t('submissions.state'), cell: ({ state }) => wordOf(t, `submission.file.${state}`) }]}
        />
      )}
    </Section>
  )
}

function Answers({ ask: { t, formats, language }, found, standing }: Props & { readonly standing: Standing }) {
  const { answers } = found
  const never = ['noted', 'cancelled', 'withdrawn'].includes(standing)
  return (
    <Section id="answers" title={t('submission.answers')}>
      {answers.length === 0 ? (
        <Empty>{t(never ? 'submission.neverAnswered' : 'submission.noAnswer')}</Empty>
      ) : (
        <Files
          {...{ t, formats, files: answers, caption: t('submission.answers') }}
          more={[
            { title: t('submission.purpose'), cell: ({ name }) => purposeOf(name, language) },
            {
              title: t('submission.taken'),
              cell: ({ deletedAt, expiredAt }) =>
                expiredAt ? (
                  <Moment at={expiredAt}>{t('submission.left', { when: formats.stamp(expiredAt) })}</Moment>
                ) : deletedAt ? (
                  <Moment at={deletedAt}>{formats.stamp(deletedAt)}</Moment>
                ) : (
                  <span class="quiet">{t('submission.notTaken')}</span>
                ),
            },
          ]}
        />
      )}
    </Section>
  )
}

/** What the answer is, in the reader's words. */
function purposeOf(name: string, language: Language): string {
  const purpose = answerTail(name)?.purpose
  return PURPOSES.find(({ code }) => code === purpose)?.labels[language] ?? ''
}

function Deliveries({ ask: { t, formats }, found: { deliveries, position } }: Props) {
  return (
    <Section id="deliveries" title={t('submission.deliveries')}>
      {deliveries.length === 0 ? (
        <Empty>{t('submission.noDelivery')}</Empty>
      ) : (
        <Table
          caption={t('submission.deliveries')}
          rows={deliveries}
          keyOf={({ service }) => service}
          columns={[
            { title: t('submissions.service'), cell: ({ service }) => <span class="id">{service}</span> },
            { title: t('submissions.state'), cell: ({ state }) => wordOf(t, `submission.delivery.${state}`) },
            {
              title: t('line.place'),
              cell: ({ service }) => position?.service === service && <LinePlace {...{ t, formats, ...position }} />,
            },
            { title: t('submission.attempts'), isNumber: true, cell: ({ attempts }) => formats.number(attempts) },
            {
              title: t('submission.finished'),
              cell: ({ finishedAt }) => finishedAt && <Moment at={finishedAt}>{formats.stamp(finishedAt)}</Moment>,
            },
          ]}
        />
      )}
    </Section>
  )
}

/** The tables' checks allow no other states than there are texts for. */
function wordOf(t: Say, key: string): string {
  return isTextKey(key) ? t(key) : ''
}
