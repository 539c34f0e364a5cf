import { type Fact, Facts, Id } from '../../../http/components/facts.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Head } from '../../../http/components/section.tsx'
import type { OpenedChannel } from '../../../registry/open-channel.ts'
import type { PageAnswer } from '../../page-route.ts'
import { type ReportsPage, reportsCrumbs, reportsPath } from './place.ts'

/** A new channel: with a password, in answer to the form itself and never again. */
export async function openedPage(
  ask: ReportsPage,
  { loginName, password }: OpenedChannel,
  done: 'channelAdded' | 'channelReplaced' = 'channelAdded',
): Promise<PageAnswer> {
  if (password === null) return { to: reportsPath(ask), done }
  const { t } = ask
  const title = t('reports.opened.title')
  const facts: Fact[] = [
    [t('term.username'), <Id key="user">{loginName}</Id>],
    [t('term.password'), <Id key="password">{password}</Id>],
  ]
  return {
    title,
    crumbs: await reportsCrumbs(ask, title),
    body: (
      <>
        <Head isReached title={title} />
        <Facts facts={facts} />
        <Note tone="warn">{t('reports.passwordOnce')}</Note>
        <p class="row buttons">
          <a href={reportsPath(ask)}>{t('caption.configurationOverview')}</a>
        </p>
      </>
    ),
  }
}
