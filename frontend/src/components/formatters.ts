/** Making a formatter takes far longer than using it: each is made once and kept. */
function keptByOptions<Options, Formatter>(make: (locale: string, options: Options) => Formatter) {
  const kept = new Map<string, Formatter>();
  return (locale: string, options: Options): Formatter => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const formatter = kept.get(key) ?? make(locale, options);
    kept.set(key, formatter);
    return formatter;
  };
}

/** `new Intl.NumberFormat(locale, options)`, kept. */
export const numberFormat = keptByOptions(
  (locale: string, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);

/** `new Intl.DateTimeFormat(locale, options)`, kept. */
export const dateTimeFormat = keptByOptions(
  (locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
);

/** `new Intl.RelativeTimeFormat(locale, options)`, kept. */
export const relativeTimeFormat = keptByOptions(
  (locale: string, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
);
