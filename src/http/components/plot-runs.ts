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
