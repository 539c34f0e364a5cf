export type PlotPoint = { readonly place: number; readonly value: number }

/** The points of a curve in pieces: a piece ends where nobody knows. */
export function knownRuns(points: readonly (number | null)[]): readonly (readonly PlotPoint[])[] {
  const runs: PlotPoint[][] = []
  for (const [place, value] of points.entries()) {
    if (value === null) continue
    const before = points[place - 1]
    if (before === null || before === undefined) runs.push([])
    runs.at(-1)?.push({ place, value })
  }
  return runs
}

/** The end of an axis: a round number from which the largest value is read off easily. */
export function roundMost(most: number): number {
  if (most <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(most))
  const factor = [1, 2, 4, 5, 10].find((candidate) => candidate * power >= most) ?? 10
  return factor * power
}

const ROUND_SECONDS = [60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400, 172_800, 345_600]

/** The same of a duration: halves of it are told in whole units, too. */
export function roundMostSeconds(most: number): number {
  if (most <= 30) return roundMost(most)
  const day = 86_400
  return ROUND_SECONDS.find((candidate) => candidate >= most) ?? roundMost(most / day) * day
}

/** Labels beside each other's place, moved apart by at least `gap` and kept between 0 and `end`; in the order given. */
export function spread(places: readonly number[], gap: number, end: number): readonly number[] {
  const order = places.map((place, index) => ({ place, index })).sort((one, other) => one.place - other.place)
  const set: number[] = []
  for (const { place } of order) set.push(Math.max(place, (set.at(-1) ?? -gap) + gap))
  for (let index = set.length - 1; index >= 0; index--) {
    set[index] = Math.min(set[index] ?? 0, index === set.length - 1 ? end : (set[index + 1] ?? end) - gap)
  }
  const spaced = new Map(order.map(({ index }, rank) => [index, set[rank] ?? 0]))
  return places.map((_, index) => spaced.get(index) ?? 0)
}
