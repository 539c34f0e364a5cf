import type { Language } from '../languages.ts'

export type NoteWords = Readonly<
  Record<
    | 'title'
    | 'leftovers'
    | 'leftover'
    | 'leaving'
    | 'leavingOne'
    | 'awaitingOne'
    | 'throttled'
    | 'originThrottled'
    | 'banned'
    | 'explainedOnly',
    string
  >
>

export const NOTE_WORDS: Readonly<Record<Language, NoteWords>> = {
  de: {
    title: 'Was das Gateway Ihnen rät',
    leftovers:
      'Diese Dateien haben noch den vorläufigen Namen, unter dem Ihr Programm sie sendet, und gehören so zu keiner Sendung. Lassen Sie das Programm sie nach dem Senden umbenennen, oder schalten Sie vorläufige Namen ab:',
    leftover: '(empfangen {received}, verworfen nach {discarded})',
    leaving: 'Diese Antworten hat noch niemand gelesen. Holen Sie sie ab, bevor sie ihren Ordner verlassen:',
    leavingOne: '(verlässt den Ordner am {leaves})',
    awaitingOne: '(wartet seit {since})',
    throttled:
      'Anmeldungen von {account} aus {origin} müssen nach mehreren Fehlversuchen bis {until} warten. Prüfen Sie Schlüssel oder Kennwort des Programms, das sich dort anmeldet.',
    originThrottled:
      'Anmeldungen aller Konten aus {origin} müssen nach vielen Fehlversuchen bis {until} warten. Sehen Sie nach, welches Programm sich dort mit falschen Angaben anmeldet.',
    banned:
      'Der Betreiber des Gateways lässt bis {until} keine Verbindungen aus {range} zu, woher auch Ihre Programme kamen. Wenden Sie sich an ihn, wenn Sie nicht wissen, warum.',
    explainedOnly:
      'Es gibt mehr abgelehnte Sendungen als WHY-Dateien; erklärt sind die {texts} neuesten. Alle stehen in den Tabellen und in den Antworten.',
  },
  fr: {
    title: 'Ce que la passerelle vous conseille',
    leftovers:
      'Ces fichiers portent encore le nom provisoire sous lequel votre programme les envoie et n’appartiennent ainsi à aucun envoi. Faites-les renommer par le programme après le transfert, ou désactivez les noms provisoires :',
    leftover: '(reçu {received}, écarté après {discarded})',
    leaving: 'Personne n’a encore lu ces réponses. Retirez-les avant qu’elles ne quittent leur dossier :',
    leavingOne: '(quitte le dossier le {leaves})',
    awaitingOne: '(attend depuis le {since})',
    throttled:
      'Les connexions de {account} depuis {origin} doivent attendre jusqu’au {until} après plusieurs échecs. Vérifiez la clé ou le mot de passe du programme qui s’y connecte.',
    originThrottled:
      'Les connexions de tous les comptes depuis {origin} doivent attendre jusqu’au {until} après de nombreux échecs. Voyez quel programme s’y connecte avec des données erronées.',
    banned:
      'L’exploitant de la passerelle n’admet jusqu’au {until} aucune connexion depuis {range}, d’où venaient aussi vos programmes. Adressez-vous à lui si vous ne savez pas pourquoi.',
    explainedOnly:
      'Il y a plus d’envois refusés que de fichiers WHY ; les {texts} plus récents sont expliqués. Tous figurent dans les tableaux et dans les réponses.',
  },
  nl: {
    title: 'Wat de gateway u aanraadt',
    leftovers:
      'Deze bestanden hebben nog de tijdelijke naam waaronder uw programma ze verstuurt en horen zo bij geen enkele zending. Laat het programma ze na de overdracht hernoemen, of zet tijdelijke namen af:',
    leftover: '(ontvangen {received}, verwijderd na {discarded})',
    leaving: 'Deze antwoorden heeft nog niemand gelezen. Haal ze op voordat ze hun map verlaten:',
    leavingOne: '(verlaat de map op {leaves})',
    awaitingOne: '(wacht sinds {since})',
    throttled:
      'Aanmeldingen van {account} vanaf {origin} moeten na meerdere mislukte pogingen wachten tot {until}. Controleer de sleutel of het wachtwoord van het programma dat zich daar aanmeldt.',
    originThrottled:
      'Aanmeldingen van alle accounts vanaf {origin} moeten na veel mislukte pogingen wachten tot {until}. Kijk na welk programma zich daar met verkeerde gegevens aanmeldt.',
    banned:
      'De beheerder van de gateway laat tot {until} geen verbindingen toe vanaf {range}, waar ook uw programma’s vandaan kwamen. Neem contact op als u niet weet waarom.',
    explainedOnly:
      'Er zijn meer geweigerde zendingen dan WHY-bestanden; de {texts} recentste zijn toegelicht. Alle staan in de tabellen en in de antwoorden.',
  },
  en: {
    title: 'What the gateway advises',
    leftovers:
      'These files still have the temporary name under which your program sends them, and so belong to no set. Let the program rename them after the transfer, or switch temporary names off:',
    leftover: '(received {received}, discarded after {discarded})',
    leaving: 'Nobody has read these answers yet. Fetch them before they leave their folder:',
    leavingOne: '(leaves the folder on {leaves})',
    awaitingOne: '(waits since {since})',
    throttled:
      'Log-ins of {account} from {origin} have to wait until {until} after several failures. Check the key or the password of the program that logs in there.',
    originThrottled:
      'Log-ins of all accounts from {origin} have to wait until {until} after many failures. See which program logs in there with wrong data.',
    banned:
      'The operators of the gateway let no connections in from {range} until {until}, and your programs have come from there. Ask them if you do not know why.',
    explainedOnly:
      'There are more rejected sets than WHY files; the {texts} newest are explained. All of them stand in the tables and in the answers.',
  },
}
