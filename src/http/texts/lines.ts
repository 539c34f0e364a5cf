/** Words of where something stands in a line, and when it is likely reached. */
import type { Texts } from '../language.ts'

// biome-ignore format: languages side by side
export const LINES = {
  'line.place':    { de: 'Platz in der Reihe', fr: 'Place dans la file', nl: 'Plaats in de rij', en: 'Place in the line' },
  'line.expected': { de: '{place}, in etwa {earliest} bis {latest}', fr: '{place}, dans {earliest} à {latest} environ', nl: '{place}, over ongeveer {earliest} tot {latest}', en: '{place}, in about {earliest} to {latest}' },
  'line.unknown':  { de: '{place}, Zeit ungewiss', fr: '{place}, délai inconnu', nl: '{place}, tijd onbekend', en: '{place}, time unknown' },
} as const satisfies Texts
