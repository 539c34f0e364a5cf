/** Style sheets and scripts of the pages, read once, served from memory under a name that changes with the content. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from '../base/hashes.ts'

export type Asset = { readonly path: string; readonly mediaType: string; readonly bytes: Buffer }

/** Later sheets refine earlier ones. */
const SHEETS = [
  ...['tokens', 'base', 'shell', 'state', 'controls', 'todo', 'table', 'facts', 'plots', 'answer', 'form'],
  ...['proofs', 'narrow', 'print'],
]

/** All style sheets as one. */
export function styleSheet(): Asset {
  const text = SHEETS.map((name) => readFileSync(join(assetsFolder(), `${name}.css`), 'utf8')).join('\n')
  return asset('look', 'css', 'text/css; charset=utf-8', text)
}

/** The scripts beside the style sheets, by name without `.js`. */
export function scripts(): ReadonlyMap<string, Asset> {
  const folder = assetsFolder()
  const names = readdirSync(folder).flatMap((file) => (file.endsWith('.js') ? [file.slice(0, -'.js'.length)] : []))
  const made = (name: string) => {
    const text = readFileSync(join(folder, `${name}.js`), 'utf8')
    return asset(name, 'js', 'text/javascript; charset=utf-8', text)
  }
  return new Map(names.map((name) => [name, made(name)]))
}

function asset(name: string, extension: string, mediaType: string, text: string): Asset {
  return { path: `/assets/${name}-${sha256(text).slice(0, 16)}.${extension}`, mediaType, bytes: Buffer.from(text) }
}

/** The compiler copies neither style sheets nor scripts, so both `src` and `dist` read them from the package's sources. */
function assetsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder)
  return join(folder, 'src', 'http', 'assets')
}
