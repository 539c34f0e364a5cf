import { ELSEWHERE_PAGES } from './elsewhere.ts'
import { FIRST_SIGN_IN_PAGES } from './first-sign-in.tsx'
import { SIGN_IN_PAGES as DOOR } from './sign-in.tsx'

export const SIGN_IN_PAGES = [...DOOR, ...ELSEWHERE_PAGES, ...FIRST_SIGN_IN_PAGES]
