import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { createMetrics } from '../../src/base/metrics.ts'

const ROOT = join(import.meta.dirname, '../..')
const FOLDER = join(ROOT, 'docs/monitoring')

/** What `/metrics` may have: the names in our source, and those of the process itself. */
async function metricNames(): Promise<Set<string>> {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.tsx?$/.test(path),
  )
  const ours = sources.flatMap((path) => readFileSync(join(ROOT, 'src', path), 'utf8').match(/sluice_[a-z_]+/g) ?? [])
  const patterns = ['sftp', 'ftp'].flatMap((protocol) =>
    ['sessions', 'strangers', 'logins_total', 'turned_away_total', 'refusals_total', 'bytes_total'].map(
      (rest) => `sluice_${protocol}_${rest}`,
    ),
  )
  const ofProcess = (await createMetrics({ ofProcess: true }).text()).match(/^# TYPE (\S+)/gm) ?? []
  return new Set([...ours, ...patterns, ...ofProcess.map((line) => line.slice('# TYPE '.length)), 'up'])
}

function namesIn(expression: string): string[] {
  const functions = new Set(['sum', 'max', 'min', 'by', 'rate', 'histogram_quantile', 'absent', 'or', 'le', 'job'])
  const bare = expression.replaceAll(/"[^"]*"|\[[^\]]*\]|\{[^}]*\}|by \([^)]*\)/g, '')
  return (bare.match(/[a-z_][a-z_0-9]+/g) ?? [])
    .filter((word) => !functions.has(word))
    .map((name) => name.replace(/_bucket$/, ''))
}

test('rule 27.5: the rules for Prometheus speak of figures that there are', async () => {
  const names = await metricNames()
  const { groups } = parse(readFileSync(join(FOLDER, 'alert-rules.yml'), 'utf8'))
  const rules: { alert: string; expr: string }[] = groups.flatMap((group: { rules: object[] }) => group.rules)
  expect(rules.flatMap(({ expr }) => namesIn(expr)).filter((name) => !names.has(name))).toEqual([])
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
})

test('rule 27.5: so does the dashboard, and its panels do not overlap', async () => {
  const names = await metricNames()
  const { panels } = JSON.parse(readFileSync(join(FOLDER, 'dashboard.json'), 'utf8'))
  const unknown = panels
    .flatMap(({ targets }: { targets: { expr: string }[] }) => targets.flatMap(({ expr }) => namesIn(expr)))
    .filter((name: string) => !names.has(name))
  expect(unknown).toEqual([])
  const cells = panels.flatMap(({ gridPos: { x, y, w } }: { gridPos: { x: number; y: number; w: number } }) =>
    Array.from({ length: w }, (_, index) => `${y}/${x + index}`),
  )
  expect(new Set(cells).size).toBe(cells.length)
})
