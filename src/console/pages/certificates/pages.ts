import { CERTIFICATES_PAGE } from './certificates.tsx'
import { DECIDE_PAGES } from './decide.tsx'

export const CERTIFICATE_PAGES = [CERTIFICATES_PAGE, ...DECIDE_PAGES]
