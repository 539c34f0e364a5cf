/** Words of the frame that are the console's own. */
import type { Texts } from '../../http/language.ts'

// biome-ignore format: languages side by side
export const COMMON = {
  'shell.product':     { de: 'Sluice Konsole', fr: 'Console Sluice', nl: 'Sluice-console', en: 'Sluice console' },
  'shell.search':      { de: 'Einsendungen suchen', fr: 'Chercher des envois', nl: 'Inzendingen zoeken', en: 'Search submissions' },
  'shell.searchHint':  { de: 'Name, Ticket, Absender, SHA-256 oder Code', fr: 'Nom, ticket, expéditeur, SHA-256 ou code', nl: 'Naam, ticket, verzender, SHA-256 of code', en: 'Name, ticket, sender, SHA-256 or code' },

  'nav.operators': { de: 'Bediener', fr: 'Opérateurs', nl: 'Operators', en: 'Operators' },
  'nav.profile':   { de: 'Mein Profil', fr: 'Mon profil', nl: 'Mijn profiel', en: 'My profile' },
  'nav.help':      { de: 'Hilfe', fr: 'Aide', nl: 'Hulp', en: 'Help' },

  'purpose.operators': { de: 'Wer hier zusehen und handeln darf.', fr: 'Qui peut regarder et agir ici.', nl: 'Wie hier mag kijken en handelen.', en: 'Who may watch and act here.' },
  'purpose.profile':   { de: 'Ihr Kennwort, Ihre App, Ihre Sprache und Ihre Sitzungen.', fr: 'Votre mot de passe, votre application, votre langue et vos sessions.', nl: 'Uw wachtwoord, uw app, uw taal en uw sessies.', en: 'Your password, your app, your language and your sessions.' },
  'purpose.help':      { de: 'Tastenkürzel, und was die Rollen dürfen.', fr: 'Raccourcis clavier, et ce que permettent les rôles.', nl: 'Sneltoetsen, en wat de rollen mogen.', en: 'Keyboard shortcuts, and what the roles may do.' },

  'role.viewer':        { de: 'Betrachter', fr: 'observateur', nl: 'kijker', en: 'viewer' },
  'role.operator':      { de: 'Bediener', fr: 'opérateur', nl: 'operator', en: 'operator' },
  'role.administrator': { de: 'Administrator', fr: 'administrateur', nl: 'beheerder', en: 'administrator' },

  'reason.label': { de: 'Grund', fr: 'Motif', nl: 'Reden', en: 'Reason' },
  'reason.hint':  { de: 'Er steht im Protokoll.', fr: 'Il figure dans le journal.', nl: 'Ze staat in het logboek.', en: 'It stands in the audit.' },

  'refusal.roleTooLow.cause':  { de: 'Ihre Rolle erlaubt das nicht.', fr: 'Votre rôle ne le permet pas.', nl: 'Uw rol laat dit niet toe.', en: 'Your role does not allow this.' },
  'refusal.roleTooLow.remedy': { de: 'Wenden Sie sich an einen Administrator der Konsole.', fr: 'Adressez-vous à un administrateur de la console.', nl: 'Vraag het aan een beheerder van de console.', en: 'Ask an administrator of the console.' },
  'refusal.reasonNeeded.cause':  { de: 'Der Grund fehlt oder ist länger als 500 Zeichen.', fr: 'Le motif manque ou dépasse 500 caractères.', nl: 'De reden ontbreekt of is langer dan 500 tekens.', en: 'The reason is missing or longer than 500 characters.' },
  'refusal.reasonNeeded.remedy': { de: 'Sagen Sie in ein, zwei Sätzen, warum.', fr: 'Dites pourquoi en une ou deux phrases.', nl: 'Zeg in een of twee zinnen waarom.', en: 'Say why in a sentence or two.' },

  'failure.403': { de: 'Die Anfrage kommt nicht von einer Seite der Konsole. Öffnen Sie die Seite hier neu.', fr: 'La demande ne vient pas d’une page de la console. Ouvrez à nouveau la page ici.', nl: 'Het verzoek komt niet van een pagina van de console. Open de pagina hier opnieuw.', en: 'The request does not come from a page of the console. Open the page here again.' },
  'failure.421': { de: 'Unter diesem Namen ist die Konsole nicht zu erreichen. Nehmen Sie die Adresse aus console.publicUrl.', fr: 'La console n’est pas accessible sous ce nom. Prenez l’adresse de console.publicUrl.', nl: 'De console is onder deze naam niet te bereiken. Neem het adres uit console.publicUrl.', en: 'The console cannot be reached under this name. Take the address in console.publicUrl.' },
} as const satisfies Texts
