import { Fragment } from 'preact'
import { Plot, percent } from './plot-table.tsx'

export type HistogramBar = {
  readonly label: string
  readonly count: number
  /** Stands out: what one would rather not have. */
  readonly isLate?: boolean
}

type HistogramProps = {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly bars: readonly HistogramBar[]
  readonly words: Readonly<Record<'table' | 'label' | 'count', string>>
  readonly number: (count: number) => string
}

const [TOP, BASE, LABELS] = [16, 72, 88] as const

/** How many are in which class. A bar that holds anything is seen. */
export function Histogram({ id, title, description, bars, words, number }: HistogramProps) {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  return (
    <Plot
      {...{ id, title, description, rows: bars }}
      look="histogram"
      tableWord={words.table}
      keyOf={({ label }) => label}
      columns={[
        { title: words.label, cell: ({ label }) => label },
        { title: words.count, cell: ({ count }) => number(count), isNumber: true },
      ]}
    >
      <line x1="0" x2="100%" y1={BASE} y2={BASE} />
      {bars.map(({ label, count, isLate }, place) => {
        const height = count === 0 ? 0 : Math.max(2, Math.round(((BASE - TOP) * count) / most))
        const middle = percent((place + 0.5) / bars.length)
        return (
          <Fragment key={label}>
            <rect
              class={isLate ? 'late' : undefined}
              {...{ x: percent((place + 0.1) / bars.length), width: percent(0.8 / bars.length) }}
              {...{ y: BASE - height, height }}
            />
            {count > 0 && (
              <text x={middle} y={BASE - height - 4} text-anchor="middle">
                {number(count)}
              </text>
            )}
            <text class="axis" x={middle} y={LABELS} text-anchor="middle">
              {label}
            </text>
          </Fragment>
        )
      })}
    </Plot>
  )
}
