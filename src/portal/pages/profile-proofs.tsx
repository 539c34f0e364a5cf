/** By what one proves who one is, and what one may do where. */
import { Button, ButtonLink } from '../../http/components/buttons.tsx'
import { Empty } from '../../http/components/empty.tsx'
import { Facts } from '../../http/components/facts.tsx'
import { Form } from '../../http/components/form.tsx'
import { Icon } from '../../http/components/icon.tsx'
import { Section } from '../../http/components/section.tsx'
import { State } from '../../http/components/state.tsx'
import type { HeldRole } from '../../registry/policy/decide.ts'
import { labelOf } from '../access-ground.ts'
import type { Ask } from '../ask.ts'
import type { MyEnterprise } from '../operations/enterprises.ts'
import { enterprisePath, PLACES } from '../places.ts'
import { shownNumber } from './scope.ts'

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

/** In which enterprise and quality, as these are called. */
export function OwnRoles({ ask, enterprises }: { readonly ask: Ask; readonly enterprises: readonly MyEnterprise[] }) {
  const { t, roles } = ask
  return (
    <Section id="roles" title={t('profile.roles')}>
      {roles.length === 0 ? (
        <Empty>{t('profile.noRole')}</Empty>
      ) : (
        <Facts
          facts={roles.map((held) => [
            t(`role.${held.role}`),
            <Where key={held.role} {...{ ask, held, enterprises }} />,
          ])}
        />
      )}
    </Section>
  )
}

type WhereProps = { readonly ask: Ask; readonly held: HeldRole; readonly enterprises: readonly MyEnterprise[] }

function Where({ ask: { ground, language }, held: { enterpriseNumber, qualityCode }, enterprises }: WhereProps) {
  const name = enterprises.find((enterprise) => enterprise.enterpriseNumber === enterpriseNumber)?.legalName
  return (
    <>
      {name !== undefined && <a href={enterprisePath(enterpriseNumber)}>{name}</a>}
      {name !== undefined && ', '}
      {shownNumber(enterpriseNumber)}
      {qualityCode !== null && `, ${labelOf(ground.access().qualities, qualityCode, language)}`}
    </>
  )
}
