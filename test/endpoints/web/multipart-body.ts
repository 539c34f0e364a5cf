/** Writes the bodies of forms, with nothing of ours. */
export type WrittenPart = {
  readonly name?: string
  readonly fileName?: string
  readonly type?: string
  /** Further header lines, or all of them when `name` is left out. */
  readonly headers?: readonly string[]
  readonly content: string | Buffer
}

export const BOUNDARY = 'a-boundary'
export const FORM = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }

export function multipartBody(parts: readonly WrittenPart[], boundary = BOUNDARY): Buffer {
  const written = parts.flatMap((part) => [
    Buffer.from(`--${boundary}\r\n${headersOf(part).join('\r\n')}\r\n\r\n`),
    Buffer.from(part.content),
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...written, Buffer.from(`--${boundary}--\r\n`)])
}

function headersOf({ name, fileName, type, headers = [] }: WrittenPart): string[] {
  const file = fileName === undefined ? '' : `; filename="${fileName}"`
  return [
    ...(name === undefined ? [] : [`Content-Disposition: form-data; name="${name}"${file}`]),
    ...(type === undefined ? [] : [`Content-Type: ${type}`]),
    ...headers,
  ]
}
