import { readFile, stat } from 'node:fs/promises'
import type { Problem } from './problems.ts'
import { parseYaml, type Yaml } from './yaml-text.ts'

const FILE_BYTES_MAX = 256 * 1024
const MISSING = 'the file does not exist.'

/** A file of a few hundred lines; `shownAs` is its name in messages. The root is a mapping, or empty. Null: not there. */
export async function readConfigFile(
  path: string,
  shownAs: string,
  mustExist: boolean,
): Promise<Yaml | readonly Problem[] | null> {
  const problem = (found: string, remedy: string): Problem[] => [{ where: shownAs, setting: '', found, remedy }]
  const content = await bytesOf(path)
  if (content === MISSING && !mustExist) return null
  if (typeof content === 'string') return problem(content, 'Name a readable file with --config.')
  if (content.length > FILE_BYTES_MAX) return problem('the file is larger than 256 KiB.', 'Name the right file.')
  if (content.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) {
    return problem('the file starts with a byte order mark.', 'Save it as UTF-8 without BOM.')
  }
  const text = utf8(content)
  if (text === null) return problem('the file is not UTF-8 text.', 'Save it as UTF-8.')
  const yaml = parseYaml(text)
  if (!('place' in yaml)) {
    return yaml.map(({ line, column, found, remedy }) => ({
      ...{ where: `${shownAs}:${line}:${column}`, setting: '' },
      ...{ found, remedy },
    }))
  }
  const isMapping = yaml.value === null || (typeof yaml.value === 'object' && !Array.isArray(yaml.value))
  return isMapping ? yaml : problem('the file is not a mapping of keys.', 'Start it with a line such as `sftp:`.')
}

async function bytesOf(path: string): Promise<Buffer | string> {
  try {
    if (!(await stat(path)).isFile()) return 'this is not a file.'
    return await readFile(path)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    return error.code === 'ENOENT' ? MISSING : `the file cannot be read (${error.code}).`
  }
}

function utf8(content: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
