import type { AnyConsolePage } from '../../page-route.ts'
import { ACT_PAGES } from './act.tsx'
import { LIST_PAGE } from './list.tsx'
import { ONE_JSON, ONE_PAGE } from './one.tsx'
import { PARKED_PAGE } from './parked.tsx'
import { READ_PAGES } from './read.tsx'

export const SUBMISSIONS_PAGES: readonly AnyConsolePage[] = [
  LIST_PAGE,
  PARKED_PAGE,
  ONE_PAGE,
  ONE_JSON,
  ...READ_PAGES,
  ...ACT_PAGES,
]
