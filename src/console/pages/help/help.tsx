/** Keys, areas, and what each role may do. */
import { Facts } from '../../../http/components/facts.tsx'
import { Head, Section } from '../../../http/components/section.tsx'
import type { Children } from '../../../http/elements.ts'
import { OPERATOR_ROLES } from '../../../registry/operators/operator.ts'
import { roleName } from '../../names.ts'
import { areasFor } from '../../navigation.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'

const SHOW = consolePage({
  method: 'GET',
  path: PLACES.help,
  role: 'viewer',
  handle: async ({ t, signedIn }) => ({
    title: t('nav.help'),
    body: (
      <>
        <Head title={t('nav.help')} />
        <Section id="keys" title={t('help.keys')}>
          <dl class="kv">
            <Key keys={['/']}>{t('help.search')}</Key>
            <Key keys={['g', 'o']}>{t('nav.dashboard')}</Key>
            <Key keys={['g', 'q']}>{t('help.queues')}</Key>
            <Key keys={['g', 's']}>{t('help.submissions')}</Key>
            <Key keys={['g', 'p']}>{t('nav.profile')}</Key>
            <Key keys={['?']}>{t('nav.help')}</Key>
          </dl>
        </Section>
        <Section id="areas" title={t('help.areas')}>
          <Facts
            facts={areasFor(signedIn)
              .flat()
              .map(({ key, purpose }) => [t(key), t(purpose)])}
          />
        </Section>
        <Section id="roles" title={t('help.roles')}>
          <Facts
            facts={[
              ...OPERATOR_ROLES.map((role) => [roleName(t, role), t(`help.${role}`)] as const),
              [t('operators.contents'), t('help.contents')],
            ]}
          />
        </Section>
      </>
    ),
  }),
})

export const HELP_PAGES = [SHOW]

function Key({ keys, children }: { readonly keys: readonly string[]; readonly children?: Children }) {
  return (
    <>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{children}</dd>
    </>
  )
}
