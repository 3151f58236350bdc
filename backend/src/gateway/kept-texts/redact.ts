/**
 * What is left out of texts that are kept, and what stands in its place; longer forms come first. All repetitions are
 * bounded, or cannot fail after they began: nobody's text may take long.
 */
const secrets: [RegExp, string][] = [
  [/data:[\w.+-]{1,100}\/[\w.+-]{1,100};base64,[A-Za-z0-9+/=]+/g, '[data]'],
  [/-----BEGIN [A-Z ]{1,40}-----(?:(?!-----).){0,4096}-----END [A-Z ]{1,40}-----/gs, '[key]'],
  // Keys of LiteMaaS, OpenAI, Anthropic, Stripe; GitHub; Slack; AWS; Google; JSON web tokens.
  [
    /\b(?:(?:sk|pk|rk)[-_][\w-]{16,}|gh[pousr]_\w{20,}|xox[a-z]-[\w-]{10,}|A[KS]IA[A-Z0-9]{16}|AIza[\w-]{30,}|(?<!-)eyJ[\w-]{10,300}\.[\w-]{10,4000}\.[\w-]*)/g,
    '[key]',
  ],
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, '[e-mail]'],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g, '[iban]'],
  [/(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, '[number]'],
  [/(?<![\w.])\+\d(?:[ ().-]{0,3}\d){7,14}(?!\d)/g, '[phone]'],
];

/** A text without what identifies or unlocks: e-mail addresses, numbers of cards, accounts and phones, keys, embedded files. */
export const redact = (text: string): string =>
  secrets.reduce((kept, [form, place]) => kept.replace(form, place), text);
