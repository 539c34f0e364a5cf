import { z } from 'zod'
import { QUALITY_CODE } from '../batch/quality-code.ts'
import { choice, KINDS, text } from './kinds.ts'
import { labels } from './labels.ts'
import { purposeCode } from './services.ts'

export const qualityCode = text('a quality code such as QUAL_EMP_NOSS', QUALITY_CODE)

const quality = z.strictObject({
  code: qualityCode.describe('Quality code from the user management of social security.'),
  holder: choice(['enterprise', 'person'])
    .default('enterprise')
    .describe('Whether the holder is known by an enterprise number or as a natural person.'),
  labels: labels.prefault({}).describe('The name shown to people.'),
  services: z.array(purposeCode).default([]).describe('Purpose codes this quality may choose; empty: all.'),
})

// biome-ignore format: a table of the specification
const DEFAULT_QUALITIES: z.input<typeof quality>[] = [
  { code: 'QUAL_EMP_NOSS', labels: { de: 'LSS-Arbeitgeber', fr: 'Employeur ONSS', nl: 'RSZ-werkgever', en: 'NSSO employer' } },
  { code: 'QUAL_EMP_NOSSPLA', labels: { de: 'Arbeitgeber, provinziale und lokale Verwaltungen', fr: 'Employeur, administrations provinciales et locales', nl: 'Werkgever, provinciale en plaatselijke overheidsdiensten', en: 'Employer, provincial and local administrations' } },
  { code: 'QUAL_COMPANY', labels: { de: 'Unternehmen ohne Personal', fr: 'Entreprise sans personnel', nl: 'Onderneming zonder personeel', en: 'Enterprise without staff' } },
  { code: 'QUAL_SSC', labels: { de: 'Anerkanntes Sozialsekretariat', fr: 'Secrétariat social agréé', nl: 'Erkend sociaal secretariaat', en: 'Recognised social secretariat' } },
  { code: 'QUAL_SP_LEG', labels: { de: 'Dienstleister, juristische Person', fr: 'Prestataire de services, personne morale', nl: 'Dienstverlener, rechtspersoon', en: 'Service provider, legal person' } },
  { code: 'QUAL_SP_IND', holder: 'person', labels: { de: 'Dienstleister, natürliche Person', fr: 'Prestataire de services, personne physique', nl: 'Dienstverlener, natuurlijke persoon', en: 'Service provider, natural person' } },
  { code: 'QUAL_FSC', labels: { de: 'Full Service Center, lokale Verwaltungen', fr: 'Full service center, administrations locales', nl: 'Full service center, lokale besturen', en: 'Full service centre, local authorities' } },
  { code: 'QUAL_SPPLA_LEG', labels: { de: 'Dienstleister für lokale Verwaltungen', fr: 'Prestataire de services pour administrations locales', nl: 'Dienstverlener voor lokale besturen', en: 'Service provider for local authorities' } },
  { code: 'QUAL_CUR', holder: 'person', labels: { de: 'Konkursverwalter', fr: 'Curateur', nl: 'Curator', en: 'Curator' } },
  { code: 'QUAL_COMP_PENSION', labels: { de: 'Verwalter von Zusatzpensionen', fr: 'Gestionnaire de pensions complémentaires', nl: 'Beheerder van aanvullende pensioenen', en: 'Supplementary-pension manager' } },
  { code: 'QUAL_MUN_ADM', labels: { de: 'Gemeinde', fr: 'Commune', nl: 'Gemeente', en: 'Municipality' } },
  { code: 'QUAL_SOC_ACTION', labels: { de: 'Öffentliches Sozialhilfezentrum', fr: 'Centre public d’action sociale', nl: 'Openbaar centrum voor maatschappelijk welzijn', en: 'Public welfare centre' } },
  { code: 'QUAL_MUT_SOCSEC', labels: { de: 'Krankenkasse', fr: 'Mutualité', nl: 'Ziekenfonds', en: 'Health insurance fund' } },
]

export const qualities = z
  .array(quality)
  .min(1)
  .max(500)
  .prefault(DEFAULT_QUALITIES)
  .register(KINDS, { expected: 'a list of mappings, at least one' })
  .describe('The qualities an enterprise can have; a list given here replaces the default whole.')
