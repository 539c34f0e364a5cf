/** `*` and `?` in the last element of a path that is listed: old clients leave it to the server (`mget *`). */

export function isPattern(name: string): boolean {
  return /[*?]/.test(name)
}

/** Takes time in proportion to the product of both lengths at worst. */
export function matchesPattern(pattern: string, name: string): boolean {
  let [p, n] = [0, 0]
  let star = -1
  let starAt = 0
  while (n < name.length) {
    if (p < pattern.length && (pattern[p] === '?' || (pattern[p] === name[n] && pattern[p] !== '*'))) {
      p++
      n++
    } else if (pattern[p] === '*') {
      star = p++
      starAt = n
    } else if (star !== -1) {
      p = star + 1
      n = ++starAt
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
