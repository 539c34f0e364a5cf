/** `multipart/related; type="application/xop+xml"`: the type and its parameters, in lower case but for the values. Null when it is not well formed. */
export type ContentType = { readonly type: string; readonly parameters: ReadonlyMap<string, string> }

const TYPE = /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)\s*(?=;|$)/
const PARAMETER = /\s*;\s*([\w!#$&^.+-]+)=(?:"((?:[^"\\\r\n]|\\[^\r\n])*)"|([^\s;"]+))\s*(?=;|$)/y
const LENGTH_MAX = 1000

export function readContentType(header: string): ContentType | null {
  const type = header.length > LENGTH_MAX ? null : TYPE.exec(header)
  if (!type?.[1]) return null
  const parameters = new Map<string, string>()
  PARAMETER.lastIndex = type[0].length
  while (PARAMETER.lastIndex < header.length) {
    const [, name, quoted, plain = ''] = PARAMETER.exec(header) ?? []
    const key = name?.toLowerCase()
    if (key === undefined || parameters.has(key)) return null
    parameters.set(key, quoted?.replaceAll(/\\(.)/g, '$1') ?? plain)
  }
  return { type: type[1].toLowerCase(), parameters }
}

/** Said to be UTF-8, or nothing said. */
export function isUtf8({ parameters }: ContentType): boolean {
  return (parameters.get('charset') ?? 'utf-8').toLowerCase() === 'utf-8'
}
