import { Answer, SenderNumberBox } from '../../../http/components/answer.tsx'
import { ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { type Fact, Facts, Id } from '../../../http/components/facts.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Head } from '../../../http/components/section.tsx'
import { State } from '../../../http/components/state.tsx'
import type { EnrolledChannel, ReportsInForce } from '../../../registry/setup/put-in-force.ts'
import type { Page } from '../../page-route.ts'
import { type ReportsPage, reportsCrumbs, reportsPath } from './place.ts'
import { CHANNEL_WORDS } from './words.ts'

/** Shown in answer to the form itself and never again, for it may hold a password. */
export async function resultPage(
  ask: ReportsPage,
  { senderNumber, channels, certificates }: ReportsInForce,
): Promise<Page> {
  const { t } = ask
  const title = t('reports.result.title')
  const waits = certificates.some(({ state }) => state === 'uploaded')
  return {
    title,
    crumbs: await reportsCrumbs(ask, title),
    body: (
      <>
        <Head isReached title={title} lead={t('reports.result.lead')} />
        <Answer
          id="number"
          answer={
            <State tone={waits ? 'warn' : 'good'}>{waits ? t('reports.result.waits') : t('reports.maySend')}</State>
          }
          aside={
            <SenderNumberBox label={t('term.senderNumber')} hint={t('reports.numberHint')} number={senderNumber} />
          }
        >
          <p>{waits ? t('reports.waitsForOperator') : t('reports.fileNameHint')}</p>
        </Answer>
        <Facts facts={channels.flatMap((channel) => factsOf(ask, channel))} />
        {channels.some((channel) => channel.type === 'ftp' && channel.password !== undefined) && (
          <Note tone="warn">{t('reports.passwordOnce')}</Note>
        )}
        <Buttons>
          <ButtonLink kind="main" href={reportsPath(ask, 'send')}>
            {t('reports.howToSend')}
          </ButtonLink>
          <ButtonLink href={reportsPath(ask)}>{t('caption.configurationOverview')}</ButtonLink>
        </Buttons>
      </>
    ),
  }
}

function factsOf({ t }: ReportsPage, channel: EnrolledChannel): Fact[] {
  const id = (text: string) => <Id>{text}</Id>
  const name: Fact = [t('term.channel'), t(CHANNEL_WORDS[channel.type])]
  if (channel.type === 'web') return [name, [t('reports.clientId'), id(channel.clientId)]]
  const user: Fact = [t('term.username'), id(channel.username)]
  const password = channel.type === 'ftp' ? channel.password : undefined
  return [name, user, ...(password === undefined ? [] : [[t('term.password'), id(password)] satisfies Fact])]
}
