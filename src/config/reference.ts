/** The pages that are made from the schema: `config/README.md` and `config/sluice.example.yaml`. */

import { stringify } from 'yaml'
import { APPLIED, FIXED } from './reload.ts'
import { SETTINGS, type Setting, written } from './settings.ts'

export type Reference = { readonly readme: string; readonly example: string }

export function configReference(): Reference {
  return { readme: readme(), example: example() }
}

const INTRODUCTION = `# Configuration

Made from \`src/config/schema.ts\` by \`npm run docs\`; do not edit. Every setting has a default, so that an empty file, or none, is a
valid configuration. The gateway reads \`config/sluice.yaml\`, or the file named with \`--config\`; \`--set KEY=VALUE\` (YAML; the last one
wins) goes on top, also into lists: \`--set services.0.rate=5\`. \`sluice config check\` validates, \`sluice config show\` tells each value
and where it comes from. \`sluice.example.yaml\` is a whole file with the defaults.

- Keys that are not listed here are errors. A key without a value stands for the default. Anchors, aliases, tags and tabs are refused.
- Sizes are bytes, or a number with \`B kB MB GB TB KiB MiB GiB TiB\`; the unit of a duration ends its key. Both accept fractions.
- Relative paths start at the folder of the file they are written in; in \`config/sluice.yaml\`, in \`--set\` and in defaults at the
  folder in which the gateway is started.
- Secrets are files that only the gateway's user can read, never values.
- After SIGHUP, and when it changed (\`config.watch\`), the file is read again. ${quoted(APPLIED)} change at once, other
  settings at the next start; so do
  ${quoted(FIXED)}. The files and folders that these settings name are read again too. The log
  warns of what needs a restart (\`config.restartNeeded\`). A bad file changes nothing.
`

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

function readme(): string {
  const top = [...SETTINGS.values()].filter(({ path, shape }) => !path.includes('.') && isPlain(path, shape))
  const sections = [...SETTINGS.values()].filter(({ path, shape }) => !/[.[]/.test(path) && !isPlain(path, shape))
  const general = ['\n## General\n', ...table(top, '')]
  return `${[INTRODUCTION, ...general, ...sections.flatMap(section)].join('\n')}\n`.replaceAll('\n\n\n', '\n\n')
}

function section(setting: Setting): string[] {
  const start = setting.shape === 'list' ? `${setting.path}[].` : `${setting.path}.`
  const members = [...SETTINGS.values()].filter(({ path, shape }) => path.startsWith(start) && isPlain(path, shape))
  return [
    `\n## \`${setting.path}${setting.shape === 'list' ? '[]' : ''}\`\n`,
    `${setting.sentence}\n`,
    ...table(members, start),
  ]
}

/** A setting with a row of its own: neither a group nor an entry of a list nor a list of groups. */
function isPlain(path: string, shape: Setting['shape']): boolean {
  if (shape === 'group' || path.endsWith('[]')) return false
  return shape === 'value' || SETTINGS.get(`${path}[]`)?.shape === 'value'
}

function table(settings: readonly Setting[], start: string): string[] {
  const rows = settings.map((setting) => {
    const cells = [
      `\`${setting.path.slice(start.length)}\``,
      fallback(setting),
      setting.kind.expected,
      setting.sentence,
    ]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return ['| key | default | value | meaning |', '| --- | --- | --- | --- |', ...rows]
}

function fallback(setting: Setting): string {
  if (setting.fallback === undefined) return 'required'
  return setting.fallback === null ? '' : `\`${written(setting.fallback, setting)}\``
}

const EXAMPLE_INTRODUCTION = `# Every setting with its default; made from src/config/schema.ts, do not edit.
# Copy what shall differ to config/sluice.yaml. Values and bounds: config/README.md.
`

function example(): string {
  const settings = [...SETTINGS.values()].filter(({ path }) => !path.includes('[]'))
  return `${[EXAMPLE_INTRODUCTION, ...settings.map(exampleEntry)].join('\n')}\n`.replaceAll('\n\n\n', '\n\n')
}

function exampleEntry(setting: Setting): string {
  const depth = setting.path.split('.').length - 1
  const key = setting.path.slice(setting.path.lastIndexOf('.') + 1)
  const comment = depth === 0 ? `\n# ${setting.sentence}` : `# ${setting.sentence}`
  return indented(`${comment}\n${key}:${exampleValue(setting)}`, depth)
}

function exampleValue(setting: Setting): string {
  if (setting.shape === 'group') return ''
  if (isPlain(setting.path, setting.shape)) return ` ${written(setting.fallback, setting)}`
  const list = setting.fallback as readonly object[]
  if (list.length === 0) return ' []'
  return `\n${list.map((entry) => `  - ${stringify(entry, { collectionStyle: 'flow', lineWidth: 0 }).trim()}`).join('\n')}`
}

function indented(text: string, depth: number): string {
  const margin = '  '.repeat(depth)
  return text.replaceAll(/^(?=.)/gm, margin)
}
