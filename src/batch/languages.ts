/** What a person can be spoken to in: the three national languages, and English. ISO 639-1. */
export type Language = 'de' | 'fr' | 'nl' | 'en'

export const LANGUAGES: readonly Language[] = ['de', 'fr', 'nl', 'en']
