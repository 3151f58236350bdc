import i18next, { type BackendModule, type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { directionOf, intlLocale, type Language, toLanguage } from './languages.ts';

const storageKey = 'litemaas.language';
const files = import.meta.glob<ResourceKey>('../locales/*/*.json', { import: 'default' });

/** One chunk per language and namespace, fetched when a page first needs it. */
const lazyFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language, namespace, done) {
    const load = files[`../locales/${language}/${namespace}.json`];
    if (!load) return done(new Error(`No ${namespace} texts in ${language}`), null);
    load().then(
      (texts) => done(null, texts),
      (error: Error) => done(error, null),
    );
  },
};

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(storageKey), ...navigator.languages];
  return wanted.map(toLanguage).find((language) => language !== null) ?? 'en';
}

function applyToDocument(language: string) {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  if (language === 'ar') void import('./arabic-font.ts');
}

/** Starts the texts in the remembered language, else the browser's, else English. */
export async function startI18n() {
  i18next.on('languageChanged', applyToDocument);
  await i18next
    .use(lazyFiles)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      // The check in scripts/check-translations.mjs keeps all languages complete: no second file is fetched.
      fallbackLng: false,
      ns: ['common'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
    });
  i18next.services.formatter?.add('number', (value: number, language) =>
    value.toLocaleString(intlLocale(language ?? 'en')),
  );
}

/** Switches the portal to `language` and remembers it in this browser. */
export async function setLanguage(language: Language) {
  localStorage.setItem(storageKey, language);
  await i18next.changeLanguage(language);
}

/** Fetches a page's texts while its code is on the way. */
export const loadTexts = (namespace: string) => i18next.loadNamespaces(namespace);
