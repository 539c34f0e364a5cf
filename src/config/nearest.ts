/** The candidate that was probably meant: the same last key elsewhere, else the fewest changed letters. */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  return candidates
    .map((candidate) => ({ candidate, distance: distanceBetween(written, candidate) }))
    .reduce<{ candidate: string; distance: number } | undefined>(
      (best, next) => (best === undefined || next.distance < best.distance ? next : best),
      undefined,
    )?.candidate
}

function distanceBetween(written: string, candidate: string): number {
  const sameKey = lastKey(written).toLowerCase() === lastKey(candidate).toLowerCase()
  return sameKey ? 1.5 : changedLetters(written.slice(0, 100).toLowerCase(), candidate.toLowerCase())
}

function lastKey(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

/** Levenshtein distance. */
function changedLetters(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (let column = 1; column <= other.length; column++) {
      const substituted = (row[column - 1] ?? 0) + (letter === other[column - 1] ? 0 : 1)
      next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, substituted))
    }
    row = next
  }
  return row[other.length] ?? one.length
}
