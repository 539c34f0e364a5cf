/** YAML's only home: text to plain values, with the place of each, and nothing that YAML offers beyond what a setting needs. */

import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'

export type Place = { readonly line: number; readonly column: number }

export type Yaml = {
  /** Mappings, lists and scalars; null where the text is empty. */
  readonly value: unknown
  /** Where the key or entry at a path stands, or the nearest one around it. */
  place(path: readonly PropertyKey[]): Place
}

export type YamlFault = Place & { readonly found: string; readonly remedy: string }

const CODES: Readonly<Record<string, readonly [found: string, remedy: string]>> = {
  DUPLICATE_KEY: ['the key is there twice.', 'Keep one of them.'],
  MULTIPLE_DOCS: ['a second document starts here.', 'Keep one document, without `---` lines.'],
}

/** One slip makes many complaints; the first ones tell. */
const FAULTS_MAX = 5

/** Reads one YAML document; duplicate keys, tabs, anchors, aliases and tags are faults (case G1). */
export function parseYaml(text: string): Yaml | readonly YamlFault[] {
  const tab = /^ *\t/m.exec(text)
  const lines = new LineCounter()
  const fault = (offset: number, found: string, remedy: string): YamlFault => ({
    ...placeOf(lines, offset),
    ...{ found, remedy },
  })
  const document = parsed(text, lines)
  if (!document) return [fault(0, 'the values are nested too deeply.', 'Flatten them.')]
  if (tab) return [fault(tab.index + tab[0].length - 1, 'a tab is used to indent.', 'Indent with spaces.')]
  const complaints = [...document.errors, ...document.warnings].slice(0, FAULTS_MAX)
  if (complaints.length > 0) {
    return complaints.map(({ pos, code, message }) => fault(pos[0], ...codeText(code, message)))
  }
  const shortcuts = anchorsAndAliases(document.contents).slice(0, FAULTS_MAX)
  if (shortcuts.length > 0) {
    return shortcuts.map((offset) => fault(offset, 'anchors and aliases are not allowed.', 'Write the value out.'))
  }
  return { value: document.toJS() as unknown, place: (path) => placeOf(lines, offsetOf(document.contents, path)) }
}

/** Null when the parser, which is recursive, ran out of stack. */
function parsed(text: string, lineCounter: LineCounter) {
  try {
    const document = parseDocument(text, { lineCounter, schema: 'core', prettyErrors: false, stringKeys: true })
    return document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION') ? null : document
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function codeText(code: string, message: string): readonly [found: string, remedy: string] {
  return CODES[code] ?? [`not valid YAML: ${message.split('\n')[0]}.`, 'Quote the text, or correct the indentation.']
}

function anchorsAndAliases(root: Node | null): number[] {
  const offsets: number[] = []
  visit(root, (_, node) => {
    if (isNode(node) && (isAlias(node) || ('anchor' in node && node.anchor))) offsets.push(node.range?.[0] ?? 0)
  })
  return offsets
}

function offsetOf(root: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = root
  let offset = 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step)
      if (!pair) break
      offset = startOf(pair.key, offset)
      node = pair.value
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)]
      offset = startOf(item, offset)
      node = item
    } else break
  }
  return offset
}

function startOf(node: unknown, otherwise: number): number {
  return isNode(node) ? (node.range?.[0] ?? otherwise) : otherwise
}

function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}
