import { CODE_APP_PAGES } from './code-app.tsx'
import { PASSWORD_PAGES } from './password.tsx'
import { PROFILE_PAGES as PROFILE } from './profile.tsx'

export const PROFILE_PAGES = [...PROFILE, ...PASSWORD_PAGES, ...CODE_APP_PAGES]
