/** Words of the frame that are the portal's own. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const COMMON = {
  'shell.product':   { de: 'Zugangsverwaltung', fr: 'Gestion des accès', nl: 'Toegangsbeheer', en: 'Access management' },

  'nav.overview':    { de: 'Übersicht', fr: 'Aperçu', nl: 'Overzicht', en: 'Overview' },
  'nav.assistants':  { de: 'Assistenten', fr: 'Assistants', nl: 'Assistenten', en: 'Assistants' },
  'nav.users':       { de: 'Benutzer', fr: 'Utilisateurs', nl: 'Gebruikers', en: 'Users' },
  'nav.also':        { de: 'auch: {name}', fr: 'aussi : {name}', nl: 'ook: {name}', en: 'also: {name}' },
  'nav.reports':     { de: 'Strukturierte Berichte', fr: 'Messages structurés', nl: 'Gestructureerde berichten', en: 'Structured reports' },
  'nav.notices':     { de: 'Mitteilungen', fr: 'Notifications', nl: 'Meldingen', en: 'Notices' },
  'nav.audit':       { de: 'Protokoll', fr: 'Journal', nl: 'Logboek', en: 'Audit' },
  'nav.profile':     { de: 'Mein Profil', fr: 'Mon profil', nl: 'Mijn profiel', en: 'My profile' },

  'file.cut':       { de: 'Die Datei endet hier nach {count, number} Zeilen; es gibt mehr. Grenzen Sie die Liste ein, oder bitten Sie den Betreiber um eine höhere Grenze.', fr: 'Le fichier s’arrête ici après {count, number} lignes ; il y en a d’autres. Filtrez la liste, ou demandez une limite plus haute à l’exploitant.', nl: 'Het bestand eindigt hier na {count, number} regels; er zijn er meer. Beperk de lijst, of vraag de systeembeheerder om een hogere grens.', en: 'The file ends here after {count, number} rows; there are more. Narrow the list, or ask the operator for a higher limit.' },

  'list.pickAll':  { de: 'Alle auf dieser Seite auswählen', fr: 'Tout sélectionner sur cette page', nl: 'Alles op deze pagina selecteren', en: 'Choose all on this page' },
  'list.pickNone': { de: 'Auswahl aufheben', fr: 'Annuler la sélection', nl: 'Selectie opheffen', en: 'Choose none' },

  'failure.403': { de: 'Die Anfrage kommt nicht von einer Seite des Portals. Öffnen Sie die Seite hier neu.', fr: 'La demande ne vient pas d’une page du portail. Ouvrez à nouveau la page ici.', nl: 'Het verzoek komt niet van een pagina van het portaal. Open de pagina hier opnieuw.', en: 'The request does not come from a page of the portal. Open the page here again.' },
} as const satisfies Texts
