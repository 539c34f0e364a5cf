/** A small curve in a row of a table. What nobody knows is a gap; the figures stand beside it, and its label tells the course. */
import { knownRuns } from './plot-runs.ts'

const [WIDTH, HEIGHT, EDGE] = [112, 20, 2] as const
const BASE = HEIGHT - EDGE

export function Spark({ points, label }: { readonly points: readonly (number | null)[]; readonly label: string }) {
  const most = Math.max(1, ...points.map((point) => point ?? 0))
  const x = (place: number) => round(1 + (place * (WIDTH - 4)) / Math.max(1, points.length - 1))
  const y = (point: number) => round(BASE - (point * (BASE - EDGE)) / most)
  const runs = knownRuns(points)
  const last = runs.at(-1)?.at(-1)
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line x1="0" y1={HEIGHT - 1} x2={WIDTH} y2={HEIGHT - 1} />
      {runs.map((run) => (
        <polyline key={run[0]?.place} points={run.map(({ place, value }) => `${x(place)},${y(value)}`).join(' ')} />
      ))}
      {last && <circle cx={x(last.place)} cy={y(last.value)} r="2" />}
    </svg>
  )
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
