import { LIST } from './list.tsx'
import { NEW_PAGES } from './new.tsx'
import { ONE_PAGES } from './one.tsx'

export const OPERATOR_PAGES = [LIST, ...NEW_PAGES, ...ONE_PAGES]
