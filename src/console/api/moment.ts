import { z } from 'zod'

/** As `plain` writes it. */
export const moment = z.string().describe('ISO 8601, UTC.')
