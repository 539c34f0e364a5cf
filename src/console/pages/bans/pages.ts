import { BANS_PAGE } from './bans.tsx'
import { BAN_CHANGES } from './change.tsx'

export const BAN_PAGES = [BANS_PAGE, ...BAN_CHANGES]
