/** The gateway as a process of its own, with the commands of an operator beside it: the demo uses what everybody uses. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { Unavailable } from '../../base/errors.ts'

export type Address = { readonly host: string; readonly port: number }
export type ReadyLine = {
  readonly event: string
  readonly sftp: Address
  readonly ftp: Address
  readonly web: Address
  readonly portal: Address
  readonly console: Address
  readonly onlineServices?: Address
}

export type GatewayProcess = AsyncDisposable & {
  readonly addresses: ReadyLine
  readonly pid: number
  /** Runs a command of `sluice` with `--json` and returns its document. */
  command(...words: readonly string[]): Promise<unknown>
  /** Resolves when the process ends by itself. */
  readonly ended: Promise<unknown>
  /** The latest lines of its log. */
  readonly said: readonly string[]
  /** Told of each line of the log, from now on. */
  onEvent(hear: (event: string) => void): void
  /** The same, with the line as it is. */
  onLine(hear: (line: string) => void): void
  /** As a power cut does. Resolves when the process is gone. */
  kill(): Promise<void>
}

const READY_SECONDS = 120
const LINES_KEPT = 20
const run = promisify(execFile)

/**
 * `program`: the compiled main module; `settings`: `--set` words that every command gets; `more`: for the daemon alone; `under`: a command that becomes
 * the daemon, or watches over it (`env`, `strace -D`).
 */
export async function startGatewayProcess(
  program: string,
  settings: readonly string[],
  cwd: string,
  more: readonly string[] = [],
  under: readonly string[] = [],
): Promise<GatewayProcess> {
  const [command, ...words] = [...under, process.execPath, program, 'start', ...settings, ...more] as [string]
  const child = spawn(command, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  const log = createInterface({ input: child.stderr })
  log.on('line', (line) => said.splice(0, said.length, ...said.slice(1 - LINES_KEPT), line))
  const ended = once(child, 'exit')
  const addresses = await readyLine(child, ended, said)
  return {
    addresses,
    pid: child.pid ?? 0,
    ended,
    said,
    onLine: (hear) => void log.on('line', hear),
    onEvent: (hear) => void log.on('line', (line) => hear(eventOf(line))),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async command(...words) {
      const { stdout } = await run(process.execPath, [program, ...words, ...settings, '--json'], { cwd })
      return JSON.parse(stdout)
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
    },
  }
}

function eventOf(line: string): string {
  return /"event":"([^"]+)"/.exec(line)?.[1] ?? ''
}

async function readyLine(child: ChildProcess, ended: Promise<unknown>, said: readonly string[]): Promise<ReadyLine> {
  const { stdout } = child
  if (!stdout) throw new TypeError('the gateway process has no output')
  const line = once(createInterface({ input: stdout }), 'line')
  const late = AbortSignal.timeout(READY_SECONDS * 1000)
  const outcome = await Promise.race([line, ended.then(() => null), once(late, 'abort').then(() => null)])
  if (outcome) return JSON.parse(String(outcome[0]))
  child.kill('SIGKILL')
  throw new Unavailable(`the gateway did not start; it said:\n${said.join('\n')}`)
}
