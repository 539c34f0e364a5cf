import { PROFILE_PAGES as PROFILE } from './profile.tsx'
import { PROOF_PAGES } from './proofs.tsx'

export const PROFILE_PAGES = [...PROFILE, ...PROOF_PAGES]
