const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  ...{ kB: 1000, MB: 1000 ** 2, GB: 1000 ** 3, TB: 1000 ** 4 },
  ...{ KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 },
}

const SIZE = /^(\d{1,16}(?:\.\d{1,15})?) ?([A-Za-z]{1,3})?$/

/** Bytes written as a number or as `10 MiB`, `1.5 GiB`, `64KiB`, `2 GB`; fractions of a byte are dropped. Undefined when it is no size. */
export function parseSize(written: unknown): number | undefined {
  if (typeof written === 'number') return asBytes(written)
  const match = typeof written === 'string' ? SIZE.exec(written.trim()) : null
  if (!match) return undefined
  const unit = match[2] ?? 'B'
  return Object.hasOwn(UNITS, unit) ? asBytes(Number(match[1]) * (UNITS[unit] ?? Number.NaN)) : undefined
}

/** The shortest exact way to write a size: `10 MiB`, `1536 B`. */
export function formatSize(bytes: number): string {
  const unit = ['TiB', 'GiB', 'MiB', 'KiB'].find((name) => bytes > 0 && bytes % (UNITS[name] ?? 1) === 0) ?? 'B'
  return `${bytes / (UNITS[unit] ?? 1)} ${unit}`
}

function asBytes(amount: number): number | undefined {
  const bytes = Math.floor(amount)
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined
}
