import { isUuid } from '../../../base/ids.ts'
import { safe } from '../../../batch/reasons/fill.ts'
import { PLACES } from '../../places.ts'

/** To whom something was done, with the way to it, or to what else the audit has of it. */
export function Subject({ subject }: { readonly subject: string }) {
  const id = subject.startsWith('submission:') ? subject.slice('submission:'.length) : ''
  const href = isUuid(id) ? `${PLACES.submissions}/${id}` : `${PLACES.audit}?subject=${encodeURIComponent(subject)}`
  return (
    <a class="id" href={href}>
      {safe(subject)}
    </a>
  )
}
