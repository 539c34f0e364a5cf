/** Curves over time. Each has a stroke of its own and its name at its end, so that nothing hangs on colour. */
import { Fragment } from 'preact'
import { knownRuns, roundMost, roundMostSeconds, spread } from './plot-runs.ts'
import { Plot, percent } from './plot-table.tsx'

export type PlotLine = { readonly name: string; readonly points: readonly (number | null)[] }

type LinePlotProps = {
  readonly id: string
  readonly title: string
  readonly description: string
  /** The begin of each step, as it is read. */
  readonly steps: readonly string[]
  /** At most four can be told apart. */
  readonly lines: readonly PlotLine[]
  readonly words: Readonly<Record<'table' | 'step' | 'unknown', string>>
  /** With its unit. */
  readonly number: (value: number) => string
  /** The values are seconds. */
  readonly isDuration?: boolean
}

const STROKES = [undefined, '7 3', '2 3', '9 3 2 3'] as const
const [TOP, BASE, LABELS, APART] = [12, 148, 166, 14] as const
/** The share of the width that the curves take; names stand beside. */
const CURVES = 0.86
/** Rows of the table behind it: more are hard to read, and heavy. */
const ROWS_MAX = 16

export function LinePlot(props: LinePlotProps) {
  const { id, title, description, steps, lines, words, number, isDuration } = props
  const known = lines.flatMap(({ points }) => points.filter((point) => point !== null))
  const most = (isDuration ? roundMostSeconds : roundMost)(Math.max(0, ...known))
  const every = Math.ceil(steps.length / ROWS_MAX)
  return (
    <Plot
      {...{ id, title, description }}
      look="lines"
      tableWord={words.table}
      rows={steps.flatMap((label, place) => ((steps.length - 1 - place) % every === 0 ? [{ label, place }] : []))}
      keyOf={({ place }) => String(place)}
      columns={[
        { title: words.step, cell: ({ label }) => label },
        ...lines.map(({ name, points }) => ({
          title: name,
          isNumber: true,
          cell: ({ place }: { readonly place: number }) => {
            const point = points[place] ?? null
            return point === null ? words.unknown : number(point)
          },
        })),
      ]}
    >
      <Scale {...{ most, steps, number }} />
      <svg
        aria-hidden="true"
        y={TOP}
        width={percent(CURVES)}
        height={BASE - TOP}
        viewBox="0 0 1000 100"
        preserveAspectRatio="none"
      >
        {lines.map(({ name, points }, index) => (
          <Curve key={name} {...{ points, most }} stroke={STROKES[index % STROKES.length]} />
        ))}
      </svg>
      <Names {...{ lines, most }} />
    </Plot>
  )
}

function Scale({ most, steps, number }: Pick<LinePlotProps, 'steps' | 'number'> & { readonly most: number }) {
  const ends = [
    { step: steps[0], x: '0', anchor: 'start' },
    { step: steps[Math.floor(steps.length / 2)], x: percent(CURVES / 2), anchor: 'middle' },
    { step: steps.at(-1), x: percent(CURVES), anchor: 'end' },
  ] as const
  return (
    <>
      {[1, 0.5, 0].map((share) => (
        <Fragment key={share}>
          <line x1="0" x2={percent(CURVES)} y1={heightOf(share)} y2={heightOf(share)} />
          <text class="axis" x="0" y={heightOf(share) - 3}>
            {share > 0 && number(most * share)}
          </text>
        </Fragment>
      ))}
      {ends.map(({ step, x, anchor }) => (
        <text key={x} class="axis" y={LABELS} text-anchor={anchor} x={x}>
          {step}
        </text>
      ))}
    </>
  )
}

type CurveProps = Pick<PlotLine, 'points'> & { readonly most: number; readonly stroke: string | undefined }

function Curve({ points, most, stroke }: CurveProps) {
  const x = (place: number) => Math.round((place * 1000) / Math.max(1, points.length - 1))
  const y = (value: number) => Math.round(1000 - (value * 1000) / most) / 10
  return (
    <>
      {knownRuns(points).map((run) => {
        // A lone point is drawn as a short stroke, or it would not be seen.
        const [only] = run
        const drawn = run.length === 1 && only ? [only, { ...only, place: only.place + 0.4 }] : run
        const corners = drawn.map(({ place, value }) => `${x(place)},${y(value)}`).join(' ')
        return <polyline key={only?.place} points={corners} stroke-dasharray={stroke} />
      })}
    </>
  )
}

function Names({ lines, most }: Pick<LinePlotProps, 'lines'> & { readonly most: number }) {
  const ends = lines.map(({ points }) => heightOf((points.findLast((point) => point !== null) ?? 0) / most) + 4)
  const places = spread(ends, APART, BASE + 4)
  return (
    <>
      {lines.map(({ name }, index) => (
        <Fragment key={name}>
          <line
            class="key"
            {...{ x1: percent(CURVES + 0.01), x2: percent(CURVES + 0.035) }}
            {...{ y1: (places[index] ?? 0) - 4, y2: (places[index] ?? 0) - 4 }}
            stroke-dasharray={STROKES[index % STROKES.length]}
          />
          <text x={percent(CURVES + 0.04)} y={places[index]}>
            {name}
          </text>
        </Fragment>
      ))}
    </>
  )
}

function heightOf(share: number): number {
  return Math.round(BASE - (BASE - TOP) * share)
}
