import type { Claim } from '../ledger/claims.ts'

/**
 * A submission whose claim ran out may have killed its process, or only been in the same one as the one that did. So suspects run one at a
 * time: whoever really kills is alone when it does, and the innocents lose their mark (case Q13).
 */
export class Suspects {
  #running: string | null = null

  /** Which of these may run now, and which are to be given back. */
  sort(claims: readonly Claim[]): { readonly admitted: readonly Claim[]; readonly back: readonly Claim[] } {
    const suspects = claims.filter(({ crashes }) => crashes > 0)
    const next = this.#running === null ? suspects[0] : undefined
    if (next) this.#running = next.submissionId
    const back = suspects.filter((claim) => claim !== next)
    return { admitted: claims.filter((claim) => !back.includes(claim)), back }
  }

  done({ submissionId }: Claim): void {
    if (this.#running === submissionId) this.#running = null
  }
}
