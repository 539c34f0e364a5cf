import { safe } from '../../../batch/reasons/fill.ts'
import { type Column, Table } from '../../../http/components/table.tsx'
import type { Formats } from '../../../http/formats.ts'
import type { Say } from '../../texts.ts'

export type ShownFile = { readonly name: string; readonly bytes: number; readonly sha256: string | null }

type FilesProps<File extends ShownFile> = {
  readonly t: Say
  readonly formats: Formats
  readonly caption: string
  readonly files: readonly File[]
  readonly more?: readonly Column<File>[]
}

/** Names with digests and sizes, never contents. A name is shown as text, with what a reader would not see of it made visible. */
export function Files<File extends ShownFile>({ t, formats, caption, files, more = [] }: FilesProps<File>) {
  const columns: Column<File>[] = [
    { title: t('submission.fileName'), cell: (file) => <NameAndDigest {...file} /> },
    { title: t('submission.size'), isNumber: true, cell: ({ bytes }) => formats.bytes(bytes) },
    ...more,
  ]
  return <Table caption={caption} columns={columns} rows={files} keyOf={({ name, sha256 }) => `${name} ${sha256}`} />
}

function NameAndDigest({ name, sha256 }: ShownFile) {
  return (
    <>
      <span class="id">{safe(name)}</span>
      {sha256 && <span class="id small quiet sha">{sha256.replaceAll(/.{8}(?=.)/g, '$& ')}</span>}
    </>
  )
}
