import { ACKNOWLEDGE_PAGES } from './acknowledge.tsx'
import { RESTORED_PAGE } from './restored.tsx'

export const RESTORED_PAGES = [RESTORED_PAGE, ...ACKNOWLEDGE_PAGES]
