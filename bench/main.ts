/**
 * `npm run bench`: the figures to reach, measured against peers and goals in one run on this machine. Nothing here is asserted
 * by a test: a loaded machine makes every figure a different one. See docs/benchmarks.md.
 */
import { setMaxListeners } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Bench, type Figure, NotRun } from './figure.ts'
import { answerLatency } from './figures/answer-latency.ts'
import { dashboard, setsBesideConsoles } from './figures/dashboard.ts'
import { ftpDownload, ftpsDownload, ftpsUpload, ftpUpload } from './figures/ftp-large-files.ts'
import { ftpLogIns } from './figures/ftp-log-ins.ts'
import { ftpManyConnections, ftpOneConnection } from './figures/ftp-small-files.ts'
import { handOverByDatabase, handOverByRedis } from './figures/hand-over.ts'
import { largeDownload } from './figures/large-download.ts'
import { largeUpload } from './figures/large-upload.ts'
import { search } from './figures/search.ts'
import { setsPerSecond } from './figures/sets-per-second.ts'
import { signInsBesideUpload } from './figures/sign-ins.ts'
import { signatureCheck } from './figures/signature-check.ts'
import { signatureMemory } from './figures/signature-memory.ts'
import { slowDiskMemory } from './figures/slow-disk-memory.ts'
import { manyConnections, oneConnection } from './figures/small-files.ts'
import { stampedAnswers } from './figures/stamped-answers.ts'
import { webLargeUpload } from './figures/web-large-upload.ts'
import { webSmallTransfers } from './figures/web-small-transfers.ts'
import { webTokens } from './figures/web-tokens.ts'
import { lookAtMachine } from './machine.ts'
import { readOptions } from './options.ts'
import { type FigureOutcome, resultDocument, resultTable } from './report.ts'

const FIGURES: readonly Figure[] = [
  setsPerSecond,
  stampedAnswers,
  answerLatency,
  dashboard,
  setsBesideConsoles,
  handOverByDatabase,
  handOverByRedis,
  manyConnections,
  oneConnection,
  largeUpload,
  largeDownload,
  ftpManyConnections,
  ftpOneConnection,
  ftpUpload,
  ftpDownload,
  ftpsUpload,
  ftpsDownload,
  ftpLogIns,
  webLargeUpload,
  webSmallTransfers,
  webTokens,
  signInsBesideUpload,
  slowDiskMemory,
  signatureCheck,
  signatureMemory,
  search,
]

/** After these no further figure begins, unless sizes are full: a usual run ends within five minutes on a busy machine. */
const SECONDS_MAX = 250

const EXIT = { done: 0, failed: 1, wrongUse: 2 } as const

process.umask(0o077)
process.exitCode = await runBench(process.argv.slice(2))

/** Ends with 0 whatever the figures are; 1 when one could not be measured although its peers are here. */
async function runBench(words: readonly string[]): Promise<number> {
  const options = optionsOf(words)
  if (!options) return EXIT.wrongUse
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
  setMaxListeners(0, stop.signal) // every process of a peer listens
  const program = fileURLToPath(new URL('../src/sluice.cjs', import.meta.url))
  const bench = { program, full: options.full, rounds: options.rounds, stop: stop.signal }
  const machine = await lookAtMachine()
  const figures: FigureOutcome[] = []
  for (const figure of FIGURES.filter(({ id }) => options.only.length === 0 || options.only.includes(id))) {
    if (stop.signal.aborted) break
    process.stderr.write(`${figure.title} …\n`)
    const isLate = !options.full && performance.now() > SECONDS_MAX * 1000
    figures.push(isLate ? tooLate(figure) : await outcomeOf(figure, bench))
  }
  const result = { machine, figures }
  process.stdout.write(options.json ? `${JSON.stringify(resultDocument(result))}\n` : `${resultTable(result)}\n`)
  return stop.signal.aborted || figures.some(({ failed }) => failed !== undefined) ? EXIT.failed : EXIT.done
}

function optionsOf(words: readonly string[]) {
  try {
    return readOptions(
      words,
      FIGURES.map(({ id }) => id),
    )
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return null
  }
}

function tooLate({ id, title }: Figure): FigureOutcome {
  return { id, title, readings: [], seconds: 0, notRun: `the time is up; measure it alone with --only ${id}` }
}

async function outcomeOf({ id, title, measure }: Figure, bench: Bench): Promise<FigureOutcome> {
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 1000)
  try {
    const readings = await measure(bench)
    return { id, title, readings, seconds: seconds() }
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return {
      id,
      title,
      readings: [],
      seconds: seconds(),
      ...(error instanceof NotRun ? { notRun: words } : { failed: words }),
    }
  }
}
