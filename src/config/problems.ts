import { Misconfigured } from '../base/errors.ts'

/** What is wrong with one setting, and what the operator can do about it. */
export type Fault = {
  /** Path of the setting: `services.0.target.path`. */
  readonly setting: string
  /** What is there and what is expected, as one sentence; never a secret. */
  readonly found: string
  readonly remedy: string
}

/** A fault with the place where the setting was written: `sluice.yaml:3:9`, `--set sftp.port`, or `default`. */
export type Problem = Fault & { readonly where: string }

/** Everything wrong with a configuration, found in one go. */
export class BadConfiguration extends Misconfigured {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(
      'configuration',
      [`${problems.length} to correct`, ...lines(problems)].join('\n'),
      'Correct the configuration; `sluice config check` says when it is right, config/README.md lists all keys.',
    )
    this.problems = problems
  }
}

const LINES_MAX = 50

function lines(problems: readonly Problem[]): string[] {
  const shownOnes = problems.slice(0, LINES_MAX).map((problem) => `  ${problemLine(problem)}`)
  return problems.length > LINES_MAX ? [...shownOnes, '  …'] : shownOnes
}

export function problemLine({ where, setting, found, remedy }: Problem): string {
  return [where, setting, `${found} ${remedy}`].filter((part) => part !== '').join(': ')
}

/** A value as it may be shown: short, on one line, without the password of an address. */
export function shown(value: unknown): string {
  const json = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing')
  const harmless = json.replaceAll(/\/\/[^\s"]*@/g, '//…@').replaceAll(/(password=)[^&"]*/gi, '$1…')
  return harmless.length > 80 ? `${harmless.slice(0, 79)}…` : harmless
}
