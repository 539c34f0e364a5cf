/** Programs of others that the wide tests need; in CI they must be there. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Why a suite does not run here, or nothing; in CI (`SLUICE_WIDE=1`) it runs and fails. */
export function notRun(...needed: readonly string[]): string | undefined {
  const missing = needed.filter((name) => !isThere(name))
  return missing.length > 0 && process.env.SLUICE_WIDE !== '1' ? `not run: needs ${missing.join(', ')}` : undefined
}

/** What a program printed and how it ended; never throws for a bad ending. */
export async function outcomeOfProgram(
  program: string,
  args: readonly string[],
  options: { readonly input?: string; readonly env?: Record<string, string>; readonly cwd?: string } = {},
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(program, args, { env: { ...process.env, ...options.env }, cwd: options.cwd })
  const output: Buffer[] = []
  child.stdout.on('data', (chunk) => output.push(chunk))
  child.stderr.on('data', (chunk) => output.push(chunk))
  child.stdin.on('error', () => {})
  child.stdin.end(options.input ?? '')
  const code = await new Promise<number>((resolve, reject) => child.once('error', reject).once('close', resolve))
  return { code, output: Buffer.concat(output).toString() }
}

export async function printedBy(program: string, ...args: readonly string[]): Promise<string> {
  return (await run(program, [...args])).stdout
}

function isThere(name: string): boolean {
  if (name.startsWith('/')) return existsSync(name)
  try {
    execFileSync('/bin/sh', ['-c', `command -v ${name}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
