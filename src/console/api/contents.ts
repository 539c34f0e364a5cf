import { z } from 'zod'
import { ok } from '../../base/result.ts'
import { consoleApi } from '../api-route.ts'
import { readContents } from '../operations/contents/read-contents.ts'

export const READ_CONTENTS = consoleApi({
  method: 'POST',
  path: '/submissions/:submissionId/contents/:file',
  role: 'viewer',
  summary:
    'The content of a file as it came, or of an answer, for who may read contents: `file` is the `fileId` of a file or the name of an answer.',
  status: 200,
  body: z.strictObject({ reason: z.string().max(500).describe('Kept in the audit, before the first byte is sent.') }),
  download: true,
  async handle({ ground, operator, params, body }) {
    const read = await readContents(ground, operator, { ...params, ...body })
    return read.ok ? ok({ file: read.value }) : read
  },
})
