/** Backups that were put back, and what was changed since that nobody can know but from the copy of the audit. */
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Facts } from '../../../http/components/facts.tsx'
import { Paging } from '../../../http/components/paging.tsx'
import { Head, Section } from '../../../http/components/section.tsx'
import { Moment } from '../../../http/components/timeline.tsx'
import { PAGE_SIZE, type Page, pageOf, withQuery } from '../../../http/keyset.ts'
import type { LostChange } from '../../../registry/lost-changes.ts'
import { doesRoleReach } from '../../../registry/operators/operator.ts'
import type { Ask } from '../../ask.ts'
import {
  type OpenRestoration,
  placeText,
  readPlace,
  seeLostChanges,
  seeRestorations,
} from '../../operations/restored.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { backupName } from './backup-name.ts'
import { ChangeTable } from './change-table.tsx'

/** rule 31.11: each open restore with its changes; `of` narrows to one, whose list goes on `after` a place. */
export const RESTORED_PAGE = consolePage({
  ...{ method: 'GET', path: PLACES.restored, role: 'viewer' },
  async handle(ask) {
    const { t, ground, operator, query } = ask
    const open = await seeRestorations(ground, operator)
    const chosen = open.filter(({ id }) => id === query.get('of'))
    const shown = await Promise.all((chosen.length > 0 ? chosen : open).map((one) => withChanges(ask, one)))
    return {
      title: t('restored.title'),
      body: (
        <>
          <Head
            title={t('restored.title')}
            lead={t('restored.lead', {
              count: open.length,
              toDo: sumOf(open, 'toDo'),
              madeAgain: sumOf(open, 'madeAgain'),
            })}
            actions={open.length > 0 && doesRoleReach(operator.role, 'administrator') && <Acknowledge t={t} />}
          />
          {open.length === 0 && <Nothing t={t} />}
          {shown.map((one) => (
            <Restored key={one.id} ask={ask} restored={one} />
          ))}
        </>
      ),
    }
  },
})

type Shown = OpenRestoration & { readonly changes: Page<LostChange> }

async function withChanges({ ground, operator, query }: Ask, one: OpenRestoration): Promise<Shown> {
  const place = query.get('of') === one.id ? readPlace(query.get('after')) : undefined
  const found = await seeLostChanges(ground, operator, { id: one.id, after: place, limit: PAGE_SIZE + 1 })
  const path = withQuery(PLACES.restored, { of: one.id })
  const after = place && placeText(place)
  return { ...one, changes: pageOf(found.ok ? found.value : [], { path, after, pageSize: PAGE_SIZE }, placeText) }
}

function sumOf(open: readonly OpenRestoration[], which: 'madeAgain' | 'toDo'): number {
  return open.reduce((sum, one) => sum + one[which], 0)
}

function Acknowledge({ t }: Pick<Ask, 't'>) {
  return <ButtonLink href={PLACES.acknowledgeRestored}>{t('restored.acknowledge')}</ButtonLink>
}

function Nothing({ t }: Pick<Ask, 't'>) {
  const audit = withQuery(PLACES.audit, { subject: 'backup:' })
  return <Empty action={<ButtonLink href={audit}>{t('nav.audit')}</ButtonLink>}>{t('restored.none')}</Empty>
}

function Restored({ ask, restored }: { readonly ask: Ask; readonly restored: Shown }) {
  const { t, formats } = ask
  const { id, backup, takenAt, restoredAt, madeAgain, toDo, changes } = restored
  return (
    <Section id={`restored-${id}`} title={backupName(t, backup)}>
      <Facts
        facts={[
          [
            t('restored.asOf'),
            <Moment key="asOf" at={takenAt}>
              {formats.stamp(takenAt)}
            </Moment>,
          ],
          [
            t('restored.at'),
            <Moment key="at" at={restoredAt}>
              {formats.stamp(restoredAt)}
            </Moment>,
          ],
          [t('restored.toDo'), formats.number(toDo)],
          [t('restored.madeAgain'), formats.number(madeAgain)],
        ]}
      />
      {madeAgain + toDo === 0 ? (
        <Empty>{t('restored.unknown')}</Empty>
      ) : (
        <ChangeTable {...{ ask, changes: changes.items }} />
      )}
      <Ways t={t} changes={changes} />
    </Section>
  )
}

function Ways({ t, changes: { self, items, next } }: Pick<Ask, 't'> & Pick<Shown, 'changes'>) {
  const isFirst = !self.includes('after=')
  return (
    <Paging
      label={t('paging.label')}
      shown={t('paging.shown', { count: items.length })}
      first={isFirst ? undefined : { href: withQuery(self, { after: undefined }), label: t('paging.first') }}
      next={next === undefined ? undefined : { href: next, label: t('paging.next') }}
    />
  )
}
