/** Sums over time, made of parts. Each part has a pattern of its own and its name below. */
import { roundMost } from './plot-runs.ts'
import { Plot, percent } from './plot-table.tsx'

export type StackedPart = { readonly name: string; readonly values: readonly number[] }

type StackedBarsProps = {
  readonly id: string
  readonly title: string
  readonly description: string
  /** The begin of each step, as it is read. */
  readonly steps: readonly string[]
  /** At most four can be told apart. */
  readonly parts: readonly StackedPart[]
  readonly words: Readonly<Record<'table' | 'step', string>>
  readonly number: (value: number) => string
}

const [TOP, BASE, LABELS] = [12, 88, 104] as const
const LOOKS = 4
const ROWS_MAX = 16

export function StackedBars({ id, title, description, steps, parts, words, number }: StackedBarsProps) {
  const sums = steps.map((_, place) => parts.reduce((sum, { values }) => sum + (values[place] ?? 0), 0))
  const most = roundMost(Math.max(0, ...sums))
  const every = Math.ceil(steps.length / ROWS_MAX)
  return (
    <Plot
      {...{ id, title, description }}
      look="stacked"
      tableWord={words.table}
      rows={steps.flatMap((label, place) => ((steps.length - 1 - place) % every === 0 ? [{ label, place }] : []))}
      keyOf={({ place }) => String(place)}
      columns={[
        { title: words.step, cell: ({ label }) => label },
        ...parts.map(({ name, values }) => ({
          title: name,
          isNumber: true,
          cell: ({ place }: { readonly place: number }) => number(values[place] ?? 0),
        })),
      ]}
      legend={parts.map(({ name }, index) => (
        <span key={name}>
          <svg class="stacked" aria-hidden="true">
            <rect class={`part${(index % LOOKS) + 1}`} fill={fillOf(id, index)} width="100%" height="100%" />
          </svg>
          {name}
        </span>
      ))}
    >
      <Patterns id={id} />
      <line x1="0" x2="100%" y1={TOP} y2={TOP} />
      <line x1="0" x2="100%" y1={BASE} y2={BASE} />
      <text class="axis" x="0" y={TOP - 3}>
        {number(most)}
      </text>
      {steps.map((step, place) => bars({ id, parts, place, count: steps.length, most, step }))}
      <text class="axis" x="0" y={LABELS}>
        {steps[0]}
      </text>
      <text class="axis" x="100%" y={LABELS} text-anchor="end">
        {steps.at(-1)}
      </text>
    </Plot>
  )
}

type Bars = Pick<StackedBarsProps, 'id' | 'parts'> & {
  readonly place: number
  readonly count: number
  readonly most: number
  readonly step: string
}

function bars({ id, parts, place, count, most, step }: Bars) {
  let below = 0
  return parts.map(({ name, values }, index) => {
    const value = values[place] ?? 0
    const [from, to] = [heightOf(below / most), heightOf((below + value) / most)]
    below += value
    if (value === 0) return null
    return (
      <rect
        key={`${step} ${name}`}
        class={`part${(index % LOOKS) + 1}`}
        fill={fillOf(id, index)}
        {...{ x: percent((place + 0.1) / count), width: percent(0.8 / count), y: to, height: Math.max(1, from - to) }}
      />
    )
  })
}

/** Full and empty ones are coloured by the style sheet; a pattern can only be named within the document. */
function fillOf(id: string, index: number): string | undefined {
  return [undefined, `url(#${id}-lines)`, undefined, `url(#${id}-dots)`][index % LOOKS]
}

function Patterns({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={`${id}-lines`} width="4" height="4" patternUnits="userSpaceOnUse">
        <path d="M0 4L4 0" />
      </pattern>
      <pattern id={`${id}-dots`} width="3" height="3" patternUnits="userSpaceOnUse">
        <circle cx="1.5" cy="1.5" r="0.8" />
      </pattern>
    </defs>
  )
}

function heightOf(share: number): number {
  return Math.round(BASE - (BASE - TOP) * share)
}
