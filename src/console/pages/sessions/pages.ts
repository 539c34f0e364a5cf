import { END_PAGES } from './end.tsx'
import { SESSIONS_PAGE } from './sessions.tsx'

export const SESSION_PAGES = [SESSIONS_PAGE, ...END_PAGES]
