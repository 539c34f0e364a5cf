import { z } from 'zod'
import { metadataSchema } from './metadata.ts'

const file = z.array(z.file().meta({ contentMediaType: 'application/octet-stream' }))

/** For the documentation: the body is read as it comes in, by `receiveParts`. */
export const transferForm = z.strictObject({
  metadata: metadataSchema,
  declaration: file.optional(),
  signature: file.optional(),
})
