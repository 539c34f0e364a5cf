import { Empty } from '../../http/components/empty.tsx'
import { Facts } from '../../http/components/facts.tsx'
import { Head, Section } from '../../http/components/section.tsx'
import { pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'

/** One's own record. */
export const PROFILE_PAGE = pageRoute({
  method: 'GET',
  path: PLACES.profile,
  row: 'oneself',
  handle: async ({ t, person, roles }) => ({
    title: t('profile.title'),
    body: (
      <>
        <Head title={t('profile.title')} lead={`${person.firstName} ${person.lastName}`} />
        <Facts
          facts={[
            [t('term.username'), person.username],
            [t('term.email'), person.email],
            [t('term.mobilePhone'), person.mobilePhone],
          ]}
        />
        <Section id="roles" title={t('profile.roles')}>
          {roles.length === 0 ? (
            <Empty>{t('profile.noRole')}</Empty>
          ) : (
            <Facts
              facts={roles.map(({ role, enterpriseNumber, qualityCode }) => [
                t(`role.${role}`),
                [enterpriseNumber, qualityCode].filter(Boolean).join(', '),
              ])}
            />
          )}
        </Section>
      </>
    ),
  }),
})
