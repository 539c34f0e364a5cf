import { percent } from './plot-table.tsx'

export type RejectedShare = { readonly code: string; readonly sets: number }

type VerdictBarProps = {
  readonly id: string
  readonly title: string
  /** The same in a sentence; the table of codes stands below. */
  readonly description: string
  readonly accepted: number
  /** The most frequent first. */
  readonly rejected: readonly RejectedShare[]
  readonly words: Readonly<Record<'accepted' | 'rejected', string>>
}

/** A gap between two fields, and the narrowest field that is still seen, as shares of the width. */
const [GAP, LEAST, NAMED] = [0.003, 0.008, 0.05] as const

/** How much was accepted, and below it the rejected part, opened by code. */
export function VerdictBar({ id, title, description, accepted, rejected, words }: VerdictBarProps) {
  const refused = rejected.reduce((sum, { sets }) => sum + sets, 0)
  const all = accepted + refused
  if (all === 0) return null
  const share = refused === 0 ? 0 : Math.min(1, Math.max(LEAST, refused / all))
  const cut = accepted === 0 ? 0 : 1 - share
  return (
    <svg class={share === 0 ? 'stack whole' : 'stack'} role="img" aria-labelledby={`${id}-title ${id}-text`}>
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-text`}>{description}</desc>
      {cut > 0 && <rect class="ok" x="0" y="0" width={percent(share === 0 ? 1 : cut - GAP)} height="28" />}
      {cut > NAMED && (
        <text x="8" y="19">
          {words.accepted}
        </text>
      )}
      {share > 0 && (
        <>
          <rect class="no" x={percent(cut)} y="0" width={percent(1 - cut)} height="28" />
          <text class="t-no2" x="100%" y="54" text-anchor="end">
            {words.rejected}
          </text>
          <line x1={percent(cut)} y1="30" x2="0" y2="62" />
          <line x1="100%" y1="30" x2="100%" y2="62" />
          <Codes rejected={rejected} refused={refused} />
        </>
      )}
    </svg>
  )
}

function Codes({ rejected, refused }: Pick<VerdictBarProps, 'rejected'> & { readonly refused: number }) {
  let before = 0
  return (
    <>
      {rejected.map(({ code, sets }, index) => {
        const [from, part] = [before, sets / refused]
        before += part
        return (
          <g key={code}>
            <rect
              class={index === 0 ? 'no' : 'no2'}
              {...{ x: percent(from), y: 64, width: percent(Math.max(0.002, part - GAP)), height: 28 }}
            />
            {part > NAMED && (
              <text class={index === 0 ? 't-no' : 't-no2'} x={percent(from + 0.012)} y="83">
                {code}
              </text>
            )}
          </g>
        )
      })}
    </>
  )
}
