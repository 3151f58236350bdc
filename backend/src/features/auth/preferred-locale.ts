import type { User } from '../me/schemas.ts';

const locales: readonly User['locale'][] = ['en', 'es', 'fr', 'ar'];

/** The language of ours that an Accept-Language header likes best; English when none. */
export function preferredLocale(acceptLanguage: string | undefined): User['locale'] {
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map((wish) => {
      const [range = '', ...parameters] = wish.trim().toLowerCase().split(';');
      const quality = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
      return { language: range.split('-')[0], quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of wishes) {
    const locale = locales.find((known) => known === language);
    if (locale) return locale;
  }
  return 'en';
}
