import { STANDING_PAGES } from './change.tsx'
import { SENDER_PAGE } from './sender.tsx'
import { SENDERS_PAGE } from './senders.tsx'

export const SENDER_PAGES = [SENDERS_PAGE, SENDER_PAGE, ...STANDING_PAGES]
