/** The access-manager profile of one's own that a main access manager has in every quality, made here when it is missing (spec access.md §4). */
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head } from '../../http/components/section.tsx'
import { makeOwnProfile } from '../operations/qualities.ts'
import { pageRoute } from '../page-route.ts'
import { enterprisePath, qualityPath } from '../places.ts'
import { crumbsOf } from './scope.ts'

const PATH = '/enterprises/:enterpriseNumber/qualities/:qualityCode/own-profile'

const SHOW = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'changeAccessManagers',
  async handle(ask) {
    const { t, params, csrf } = ask
    const title = t('ownProfile.title')
    return {
      title,
      crumbs: await crumbsOf(ask, params, title),
      body: (
        <>
          <Head title={title} lead={t('ownProfile.lead')} />
          <Form action={qualityPath(params, 'own-profile')} csrf={csrf}>
            <Buttons>
              <Button kind="main">{t('ownProfile.make')}</Button>
              <ButtonLink kind="bare" href={enterprisePath(params.enterpriseNumber)}>
                {t('button.cancel')}
              </ButtonLink>
            </Buttons>
          </Form>
        </>
      ),
    }
  },
})

const MAKE = pageRoute({
  method: 'POST',
  path: PATH,
  row: 'changeAccessManagers',
  async handle({ params, ...ask }) {
    const made = await makeOwnProfile(ask, params)
    return made.ok ? { to: enterprisePath(params.enterpriseNumber), done: 'profileMade' } : made.problem
  },
})

export const OWN_PROFILE_PAGES = [SHOW, MAKE]
