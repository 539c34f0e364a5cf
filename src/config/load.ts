import { dirname, join, resolve } from 'node:path'
import { type Now, systemNow } from '../base/clock.ts'
import { checkFiles } from './check-files.ts'
import { checkKeys } from './check-keys.ts'
import { checkTree } from './check-tree.ts'
import { checkValues } from './check-values.ts'
import { complete } from './complete.ts'
import { BadConfiguration, type Fault, type Problem } from './problems.ts'
import type { Config } from './schema.ts'
import { LEAF_PATHS } from './settings.ts'
import { DEFAULT_FILE, type Origin, readWritten } from './written.ts'

export type Loaded = {
  readonly config: Config
  /** By path of the setting (`sftp.port`); a list of mappings is one setting. */
  readonly origins: ReadonlyMap<string, Origin>
  /** What is allowed but unwise, one sentence each. */
  readonly warnings: readonly string[]
  /** The file that was read; null when there was none. */
  readonly file: string | null
}

export type LoadOptions = {
  /** `--config`; without it `config/sluice.yaml` below `cwd` is read when it is there. */
  readonly file?: string | undefined
  /** `--set KEY=VALUE`, in the order given; the last one wins. */
  readonly sets?: readonly string[] | undefined
  readonly cwd: string
  readonly now?: Now | undefined
  /** False for commands that need no keys of the gateway: its host, TLS and answer keys are then not looked at. */
  readonly keys?: boolean | undefined
}

/**
 * Reads, checks and completes the configuration; changes nothing on disk. Throws `BadConfiguration` (a `Misconfigured`) with all
 * problems that were found. Relative paths start at the folder of the file they are written in, else at `cwd`, which also
 * is the folder for `config/sluice.yaml`, so that its `spool` is the one beside it.
 */
export async function loadConfig({ file, sets = [], cwd, now = systemNow, keys = true }: LoadOptions): Promise<Loaded> {
  const written = await readWritten(file, sets, cwd)
  const { config: parsed, faults } = checkTree(written.tree)
  refuse([...written.problems, ...faults.map(({ path, ...fault }) => ({ ...fault, where: written.where(path) }))])
  if (!parsed) throw new TypeError('a configuration without faults was not accepted')
  const config = complete(parsed, (setting) => (written.originOf(setting) === 'file' ? written.folder : cwd))
  const located = (all: readonly Fault[]) =>
    all.map((fault) => ({ ...fault, where: written.where(fault.setting.split('.')) }))
  const isDefault = (setting: string) => written.originOf(setting.split('.')) === 'default'
  refuse(located(checkValues({ config, configFolder: join(resolve(cwd), dirname(DEFAULT_FILE)), isDefault })))
  const findings = await Promise.all([checkFiles(config, isDefault), ...(keys ? [checkKeys(config, now)] : [])])
  refuse(located(findings.flatMap(({ faults: found }) => found)))
  return {
    config,
    origins: new Map(LEAF_PATHS.map((path) => [path, written.originOf(path.split('.'))])),
    warnings: findings.flatMap(({ warnings }) => warnings),
    file: written.file,
  }
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new BadConfiguration(problems)
}
