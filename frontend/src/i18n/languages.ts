/** The languages of the portal, each named in itself. */
export const languages = [
  { code: 'en', name: 'English' },
  { code: 'es', name: 'Español' },
  { code: 'fr', name: 'Français' },
  { code: 'ar', name: 'العربية' },
] as const;

export type Language = (typeof languages)[number]['code'];

/** The supported language of a BCP 47 tag such as `es-MX`, or null. */
export function toLanguage(tag: string | null | undefined): Language | null {
  const primary = tag?.toLowerCase().split('-')[0];
  return languages.find(({ code }) => code === primary)?.code ?? null;
}

export const directionOf = (language: string) => (language === 'ar' ? 'rtl' : 'ltr');

/** The locale for `Intl`: Arabic with Latin digits, as the model names, prices and code around it use them. */
export const intlLocale = (language: string) => (language === 'ar' ? 'ar-u-nu-latn' : language);
