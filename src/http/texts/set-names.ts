/** What the parts of a set's name are called, wherever a name is shown with captions. */
import type { Texts } from '../language.ts'

// biome-ignore format: languages side by side
export const SET_NAMES = {
  'setName.purpose':     { de: 'Zweck', fr: 'But', nl: 'Doel', en: 'purpose' },
  'setName.sender':      { de: 'Absender', fr: 'Expéditeur', nl: 'Verzender', en: 'sender' },
  'setName.date':        { de: 'Datum', fr: 'Date', nl: 'Datum', en: 'date' },
  'setName.sequence':    { de: 'Folge', fr: 'Séquence', nl: 'Volgnummer', en: 'sequence' },
  'setName.environment': { de: 'Umg.', fr: 'Env.', nl: 'Omg.', en: 'env.' },
} satisfies Texts
