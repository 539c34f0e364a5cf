/** Words of the frame around every page, of failures, and of what many pages do; each listener has its own beside them. */
import type { Texts } from '../language.ts'

// biome-ignore format: languages side by side
export const FRAME = {
  'shell.skip':      { de: 'Zum Inhalt', fr: 'Aller au contenu', nl: 'Naar de inhoud', en: 'Skip to content' },
  'shell.languages': { de: 'Sprache', fr: 'Langue', nl: 'Taal', en: 'Language' },
  'shell.menu':      { de: 'Menü', fr: 'Menu', nl: 'Menu', en: 'Menu' },
  'shell.areas':     { de: 'Bereiche', fr: 'Rubriques', nl: 'Rubrieken', en: 'Areas' },
  'shell.path':      { de: 'Pfad', fr: 'Chemin', nl: 'Pad', en: 'Path' },
  'shell.zone':      { de: 'Zeiten: Europa/Brüssel', fr: 'Heures : Europe/Bruxelles', nl: 'Tijden: Europa/Brussel', en: 'Times: Europe/Brussels' },
  'shell.signIn':    { de: 'Anmelden', fr: 'Se connecter', nl: 'Aanmelden', en: 'Sign in' },
  'shell.signOut':   { de: 'Abmelden', fr: 'Se déconnecter', nl: 'Afmelden', en: 'Sign out' },

  'button.save':     { de: 'Speichern', fr: 'Enregistrer', nl: 'Opslaan', en: 'Save' },
  'button.back':     { de: 'Zurück', fr: 'Retour', nl: 'Terug', en: 'Back' },
  'button.cancel':   { de: 'Abbrechen', fr: 'Annuler', nl: 'Annuleren', en: 'Cancel' },
  'button.change':   { de: 'Ändern', fr: 'Modifier', nl: 'Wijzigen', en: 'Change' },
  'button.remove':   { de: 'Entfernen', fr: 'Supprimer', nl: 'Verwijderen', en: 'Remove' },
  'button.search':   { de: 'Suchen', fr: 'Chercher', nl: 'Zoeken', en: 'Search' },
  'button.showAll':  { de: 'Alle zeigen', fr: 'Tout afficher', nl: 'Alles tonen', en: 'Show all' },

  'paging.label':    { de: 'Seiten', fr: 'Pages', nl: 'Pagina’s', en: 'Pages' },
  'paging.first':    { de: 'Zum Anfang', fr: 'Au début', nl: 'Naar het begin', en: 'To the beginning' },
  'paging.next':     { de: 'Weitere', fr: 'Suivants', nl: 'Volgende', en: 'More' },
  'paging.shown':    { de: '{count, plural, one {# Eintrag} other {# Einträge}} auf dieser Seite', fr: '{count, plural, one {# ligne} other {# lignes}} sur cette page', nl: '{count, plural, one {# regel} other {# regels}} op deze pagina', en: '{count, plural, one {# entry} other {# entries}} on this page' },

  'form.faults':     { de: '{count, plural, one {Eine Angabe stimmt noch nicht.} other {# Angaben stimmen noch nicht.}}', fr: '{count, plural, one {Une donnée n’est pas encore correcte.} other {# données ne sont pas encore correctes.}}', nl: '{count, plural, one {Eén gegeven klopt nog niet.} other {# gegevens kloppen nog niet.}}', en: '{count, plural, one {One entry is not right yet.} other {# entries are not right yet.}}' },
  'form.failed':     { de: 'Fehler: {title}', fr: 'Erreur : {title}', nl: 'Fout: {title}', en: 'Error: {title}' },
  'form.required':   { de: 'Füllen Sie dieses Feld aus.', fr: 'Remplissez ce champ.', nl: 'Vul dit veld in.', en: 'Fill in this field.' },

  'steps.label':     { de: 'Schritte', fr: 'Étapes', nl: 'Stappen', en: 'Steps' },
  'steps.done':      { de: 'erledigt', fr: 'terminé', nl: 'klaar', en: 'done' },

  'done.saved':      { de: 'Gespeichert.', fr: 'Enregistré.', nl: 'Opgeslagen.', en: 'Saved.' },

  'refused.title':    { de: 'Das geht so nicht', fr: 'Ce n’est pas possible', nl: 'Dit kan zo niet', en: 'This is not possible' },
  'refused.seen':     { de: 'Gesehen', fr: 'Constaté', nl: 'Gezien', en: 'Seen' },
  'refused.expected': { de: 'Erwartet', fr: 'Attendu', nl: 'Verwacht', en: 'Expected' },
  'refused.remedy':   { de: 'Was tun', fr: 'Que faire', nl: 'Wat te doen', en: 'What to do' },
  'refused.code':     { de: 'Code', fr: 'Code', nl: 'Code', en: 'Code' },
  'refused.again':    { de: 'Noch einmal anmelden', fr: 'Se connecter à nouveau', nl: 'Opnieuw aanmelden', en: 'Sign in again' },
  'refused.home':     { de: 'Zur Übersicht', fr: 'Vers l’aperçu', nl: 'Naar het overzicht', en: 'To the overview' },

  'failure.400': { de: 'Die Anfrage ist nicht lesbar. Öffnen Sie die Seite neu.', fr: 'La demande est illisible. Ouvrez à nouveau la page.', nl: 'Het verzoek is onleesbaar. Open de pagina opnieuw.', en: 'The request cannot be read. Open the page again.' },
  'failure.404': { de: 'Unter dieser Adresse gibt es nichts. Prüfen Sie sie.', fr: 'Il n’y a rien à cette adresse. Vérifiez-la.', nl: 'Op dit adres is er niets. Controleer het.', en: 'There is nothing at this address. Check it.' },
  'failure.405': { de: 'Diese Adresse kann so nicht aufgerufen werden.', fr: 'Cette adresse ne peut pas être appelée ainsi.', nl: 'Dit adres kan zo niet worden opgeroepen.', en: 'This address cannot be called like that.' },
  'failure.413': { de: 'Das ist zu groß. Senden Sie weniger.', fr: 'C’est trop grand. Envoyez moins.', nl: 'Dit is te groot. Verstuur minder.', en: 'This is too large. Send less.' },
  'failure.500': { de: 'Bei uns ist etwas schiefgegangen. Versuchen Sie es später, oder nennen Sie uns die Kennung.', fr: 'Quelque chose s’est mal passé de notre côté. Réessayez plus tard, ou communiquez-nous la référence.', nl: 'Er ging iets mis bij ons. Probeer het later opnieuw, of geef ons de referentie door.', en: 'Something went wrong on our side. Try again later, or tell us the reference.' },
  'failure.503': { de: 'Etwas, was dafür nötig ist, antwortet gerade nicht. Versuchen Sie es gleich noch einmal.', fr: 'Un élément nécessaire ne répond pas pour le moment. Réessayez dans un instant.', nl: 'Iets dat hiervoor nodig is, antwoordt nu niet. Probeer het zo meteen opnieuw.', en: 'Something that is needed for this does not answer now. Try again in a moment.' },
  'failure.reference': { de: 'Kennung', fr: 'Référence', nl: 'Referentie', en: 'Reference' },
} as const satisfies Texts
