import type { Language } from '../languages.ts'

export type QueueWords = Readonly<
  Record<
    | 'title'
    | 'meaning'
    | 'none'
    | 'state'
    | 'open'
    | 'pausedSince'
    | 'waiting'
    | 'retrying'
    | 'inDoubt'
    | 'parked'
    | 'oldest'
    | 'places'
    | 'expected'
    | 'unknown',
    string
  >
>

export const QUEUE_WORDS: Readonly<Record<Language, QueueWords>> = {
  de: {
    title: 'Ihre Online-Dienste, und Ihre Sendungen auf dem Weg dorthin',
    meaning: 'Gezählt sind nur Ihre angenommenen Sendungen, die der Dienst noch nicht hat. Sie brauchen nichts zu tun.',
    none: 'Kein Online-Dienst ist gewählt.',
    state: 'Dienst',
    open: 'offen',
    pausedSince: 'angehalten seit',
    waiting: 'Wartend',
    retrying: 'Wird wieder versucht',
    inDoubt: 'Übergabe ungewiss',
    parked: 'Beim Betreiber zur Klärung',
    oldest: 'Älteste seit',
    places: 'Platz in der Reihe',
    expected: 'Übergabe etwa',
    unknown: 'Zeit ungewiss',
  },
  fr: {
    title: 'Vos services en ligne, et vos envois en route vers eux',
    meaning: 'Seuls vos envois acceptés que le service n’a pas encore sont comptés. Vous n’avez rien à faire.',
    none: 'Aucun service en ligne n’est choisi.',
    state: 'Service',
    open: 'ouvert',
    pausedSince: 'suspendu depuis',
    waiting: 'En attente',
    retrying: 'Nouvel essai prévu',
    inDoubt: 'Remise incertaine',
    parked: 'À examiner par l’exploitant',
    oldest: 'Le plus ancien depuis',
    places: 'Place dans la file',
    expected: 'Remise vers',
    unknown: 'délai inconnu',
  },
  nl: {
    title: 'Uw onlinediensten, en uw zendingen op weg ernaartoe',
    meaning: 'Alleen uw aanvaarde zendingen die de dienst nog niet heeft, zijn geteld. U hoeft niets te doen.',
    none: 'Er is geen onlinedienst gekozen.',
    state: 'Dienst',
    open: 'beschikbaar',
    pausedSince: 'onderbroken sinds',
    waiting: 'Wachtend',
    retrying: 'Wordt opnieuw geprobeerd',
    inDoubt: 'Overdracht onzeker',
    parked: 'Bij de beheerder voor onderzoek',
    oldest: 'Oudste sinds',
    places: 'Plaats in de rij',
    expected: 'Overdracht rond',
    unknown: 'tijd onbekend',
  },
  en: {
    title: 'Your online services, and your sets on their way there',
    meaning: 'Only your accepted sets that the service does not have yet are counted. There is nothing for you to do.',
    none: 'No online service is chosen.',
    state: 'Service',
    open: 'open',
    pausedSince: 'paused since',
    waiting: 'Waiting',
    retrying: 'To be tried again',
    inDoubt: 'Hand-over uncertain',
    parked: 'With the operator',
    oldest: 'Oldest since',
    places: 'Place in the line',
    expected: 'Handed over about',
    unknown: 'time unknown',
  },
}
