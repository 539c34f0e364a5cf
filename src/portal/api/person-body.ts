import { z } from 'zod'
import { LANGUAGES } from '../../batch/languages.ts'
import type { TypedPerson } from '../operations/new-person.ts'

const text = z.string().max(300)

/** Members of whoever is entered. What they must look like beyond this is the registry's affair. */
export const personBody = {
  lastName: text,
  firstName: text,
  language: z.enum(LANGUAGES),
  ssin: z
    .string()
    .max(20)
    .optional()
    .describe('National register or BIS number; without one, both ways to reach the person are needed.'),
  email: text.optional(),
  mobilePhone: z.string().max(50).optional().describe('E.164.'),
}

type PersonGiven = {
  readonly lastName: string
  readonly firstName: string
  readonly language: string
  readonly ssin?: string | undefined
  readonly email?: string | undefined
  readonly mobilePhone?: string | undefined
}

export function typedPerson({ ssin = '', email = '', mobilePhone = '', ...named }: PersonGiven): TypedPerson {
  return { ...named, ssin, email, mobilePhone }
}
