/** By what one proves who one is, and what one may do where. */
import { Button, ButtonLink } from '../../http/components/buttons.tsx'
import { Empty } from '../../http/components/empty.tsx'
import { Facts } from '../../http/components/facts.tsx'
import { Form } from '../../http/components/form.tsx'
import { Icon } from '../../http/components/icon.tsx'
import { Section } from '../../http/components/section.tsx'
import { State } from '../../http/components/state.tsx'
import type { Ask } from '../ask.ts'
import { PLACES } from '../places.ts'

type CodeApp = { readonly isSetUp: boolean; readonly left: number }

type ProofsShown = { readonly ask: Ask; readonly codeApp: CodeApp; readonly isLimited: boolean }

export function Proofs({ ask, codeApp, isLimited }: ProofsShown) {
  const { t } = ask
  return (
    <Section id="proofs" title={t('profile.proofs')}>
      {isLimited && <p class="hint">{t('profile.limitedProofs')}</p>}
      <p class="row">
        <ButtonLink href={PLACES.password}>
          <Icon name="key" /> {t('caption.changePassword')}
        </ButtonLink>
      </p>
      <h3>{t('profile.codeApp')}</h3>
      {codeApp.isSetUp ? <App ask={ask} left={codeApp.left} /> : <NoApp t={t} />}
    </Section>
  )
}

function App({ ask, left }: { readonly ask: Ask; readonly left: number }) {
  const { t, csrf } = ask
  return (
    <>
      <p>
        <State tone={left === 0 ? 'warn' : 'good'}>{t('profile.codeAppInUse', { left })}</State>
      </p>
      <div class="row">
        <ButtonLink href={PLACES.codeApp}>{t('profile.replaceApp')}</ButtonLink>
        <Form action={PLACES.recoveryCodes} csrf={csrf}>
          <Button>{t('profile.newCodes')}</Button>
        </Form>
        <Form action={PLACES.codeAppRemoval} csrf={csrf}>
          <Button kind="danger">{t('profile.removeApp')}</Button>
        </Form>
      </div>
      <p class="hint">{t('profile.removeAppEffect')}</p>
    </>
  )
}

function NoApp({ t }: Pick<Ask, 't'>) {
  return (
    <Empty action={<ButtonLink href={PLACES.codeApp}>{t('codeApp.title')}</ButtonLink>}>{t('profile.noApp')}</Empty>
  )
}

export function OwnRoles({ t, roles }: Pick<Ask, 't' | 'roles'>) {
  return (
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
  )
}
