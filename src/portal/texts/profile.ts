/** A person's own record. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const PROFILE = {
  'profile.title':  { de: 'Mein Profil', fr: 'Mon profil', nl: 'Mijn profiel', en: 'My profile' },
  'profile.roles':  { de: 'Rollen', fr: 'Rôles', nl: 'Rollen', en: 'Roles' },
  'profile.noRole': { de: 'Sie haben zurzeit keine Rolle.', fr: 'Vous n’avez aucun rôle pour le moment.', nl: 'U hebt momenteel geen rol.', en: 'You hold no role at present.' },
} as const satisfies Texts
