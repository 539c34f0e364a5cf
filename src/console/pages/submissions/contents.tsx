/** The files of a submission and what they hold: shown to everybody by name and digest, read by who has the right to, with a reason. */
import { safe } from '../../../batch/reasons/fill.ts'
import { Empty } from '../../../http/components/empty.tsx'
import { Section } from '../../../http/components/section.tsx'
import { type Column, Table } from '../../../http/components/table.tsx'
import type { Ask } from '../../ask.ts'
import { answerFiles, type KeptFile, receivedFiles } from '../../operations/contents/kept-files.ts'
import type { TheSubmission } from '../../operations/find/submissions.ts'
import { PLACES } from '../../places.ts'
import { submissionPath } from './table.tsx'

type Props = { readonly ask: Ask; readonly one: TheSubmission }

export function Contents({ ask, one }: Props) {
  const { t, operator } = ask
  const { submissionId } = one.found
  return (
    <Section id="contents" title={t('contents.title')}>
      <p class="small quiet">{t(operator.mayReadContents ? 'contents.audited' : 'contents.who')}</p>
      <h3>{t('submission.files')}</h3>
      <Files {...{ ask, submissionId, files: receivedFiles(one), caption: t('submission.files') }} />
      <h3>{t('submission.answers')}</h3>
      <Files {...{ ask, submissionId, files: answerFiles(one), caption: t('submission.answers') }} />
    </Section>
  )
}

type FilesProps = {
  readonly ask: Ask
  readonly submissionId: string
  readonly files: readonly KeptFile[]
  readonly caption: string
}

function Files({ ask, submissionId, files, caption }: FilesProps) {
  const { t, formats } = ask
  if (files.length === 0) return <Empty>{t('submission.none')}</Empty>
  const columns: readonly Column<KeptFile>[] = [
    { title: t('submission.fileName'), cell: (file) => <Name file={file} /> },
    { title: t('submission.size'), isNumber: true, cell: ({ bytes }) => formats.bytes(bytes) },
    { title: t('contents.title'), cell: (file) => <Standing {...{ ask, submissionId, file }} /> },
  ]
  return <Table {...{ caption, rows: files, keyOf: ({ file }: KeptFile) => file, columns }} />
}

function Name({ file: { name, sha256 } }: { readonly file: KeptFile }) {
  return (
    <>
      <span class="id">{safe(name)}</span>
      {sha256 && (
        <a class="id small quiet sha" href={`${PLACES.submissions}?q=${sha256}`}>
          {sha256.replaceAll(/.{8}(?=.)/g, '$& ')}
        </a>
      )}
    </>
  )
}

/** Kept, with the way to it, or since when it is not any more. */
function Standing({ ask: { t, formats, operator }, submissionId, file }: FileProps) {
  if (file.releasedAt) return <>{t('contents.released', { at: formats.date(file.releasedAt) })}</>
  if (!operator.mayReadContents) return <>{t('contents.kept')}</>
  return (
    <a href={contentsPath(submissionId, file)}>
      {t('contents.read')} <span class="off">{safe(file.name)}</span>
    </a>
  )
}

type FileProps = Pick<FilesProps, 'ask' | 'submissionId'> & { readonly file: KeptFile }

function contentsPath(submissionId: string, { file }: KeptFile): string {
  return `${submissionPath(submissionId)}/contents/${encodeURIComponent(file)}`
}
