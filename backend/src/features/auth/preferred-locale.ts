import type { User } from '../me/schemas.ts';

const locales = ['en', 'es', 'fr', 'ar'] as const;

/** The first language of an Accept-Language header that the portal speaks; English when none is. */
export function preferredLocale(header: string | undefined): User['locale'] {
  const wanted = (header ?? '')
    .split(',')
    .map((entry, index) => {
      const [tag = '', quality] = entry.trim().split(/\s*;\s*q=/);
      return {
        language: tag.slice(0, 2).toLowerCase(),
        quality: quality === undefined ? 1 : Number(quality),
        index,
      };
    })
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  return (
    locales.find(
      (locale) =>
        locale === wanted.find(({ language }) => locales.some((known) => known === language))?.language,
    ) ?? 'en'
  );
}
