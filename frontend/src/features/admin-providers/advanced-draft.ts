import type { Provider, ProviderChange } from './queries.ts';

/** A header as it is being typed. A stored value is never shown: empty means that it stays. */
export type HeaderDraft = { key: string; name: string; value: string; isStored: boolean };

/** How a connection is reached beside its address and key, as it is being typed; times are in seconds. */
export type AdvancedDraft = {
  headers: HeaderDraft[];
  removedHeaders: string[];
  organization: string;
  project: string;
  caCertificates: string;
  proxyUrl: string;
  connectTimeout: string;
  firstByteTimeout: string;
  idleTimeout: string;
  totalTimeout: string;
};

/** The longest that each time may be, in seconds: as the server has it. */
export const timeLimits = {
  connectTimeout: 60,
  firstByteTimeout: 3_600,
  idleTimeout: 3_600,
  totalTimeout: 86_400,
} as const;
export type TimeLimit = keyof typeof timeLimits;

const secondsOf = (ms: number | null | undefined) => (ms == null ? '' : String(ms / 1000));
const msOf = (typed: string) => (typed.trim() === '' ? null : Math.round(Number(typed) * 1000));
const leastSeconds = 0.1;

let lastKey = 0;

/** An empty line of the headers editor. */
export function newHeader(): HeaderDraft {
  lastKey += 1;
  return { key: `header-${lastKey}`, name: '', value: '', isStored: false };
}

/** The draft of what is stored of a connection, or of nothing. */
export const toAdvancedDraft = (provider: Provider | null): AdvancedDraft => ({
  headers: (provider?.headerNames ?? []).map((name) => ({ key: name, name, value: '', isStored: true })),
  removedHeaders: [],
  organization: provider?.organization ?? '',
  project: provider?.project ?? '',
  caCertificates: provider?.caCertificates ?? '',
  proxyUrl: provider?.proxyUrl ?? '',
  connectTimeout: secondsOf(provider?.connectTimeoutMs),
  firstByteTimeout: secondsOf(provider?.firstByteTimeoutMs),
  idleTimeout: secondsOf(provider?.idleTimeoutMs),
  totalTimeout: secondsOf(provider?.totalTimeoutMs),
});

const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const secondsForm = /^\d+(\.\d{1,3})?$/;

const isTime = (typed: string, most: number) =>
  typed.trim() === '' ||
  (secondsForm.test(typed.trim()) && Number(typed) >= leastSeconds && Number(typed) <= most);

export const isHeaderWrong = ({ name, value, isStored }: HeaderDraft) =>
  !headerName.test(name.trim()) || (!isStored && value === '');

/** What is wrong before the draft can be sent, by field. */
export const findAdvancedFaults = (draft: AdvancedDraft) => ({
  headers: draft.headers.some(isHeaderWrong),
  proxyUrl: draft.proxyUrl.trim() !== '' && !/^https?:\/\/[^\s/]/i.test(draft.proxyUrl.trim()),
  connectTimeout: !isTime(draft.connectTimeout, timeLimits.connectTimeout),
  firstByteTimeout: !isTime(draft.firstByteTimeout, timeLimits.firstByteTimeout),
  idleTimeout: !isTime(draft.idleTimeout, timeLimits.idleTimeout),
  totalTimeout: !isTime(draft.totalTimeout, timeLimits.totalTimeout),
});

const textOrNone = (typed: string) => typed.trim() || null;

/** The part of it that is no secret, as the API takes it. */
export const plainBody = (draft: AdvancedDraft) => ({
  organization: textOrNone(draft.organization),
  project: textOrNone(draft.project),
  caCertificates: textOrNone(draft.caCertificates),
  proxyUrl: textOrNone(draft.proxyUrl),
  connectTimeoutMs: msOf(draft.connectTimeout),
  firstByteTimeoutMs: msOf(draft.firstByteTimeout),
  idleTimeoutMs: msOf(draft.idleTimeout),
  totalTimeoutMs: msOf(draft.totalTimeout),
});

/** Headers that are new or get another value, and those that are removed (null); nothing where all stay. */
export function headersChange({ headers, removedHeaders }: AdvancedDraft): Pick<ProviderChange, 'headers'> {
  const typed = headers.filter(({ value }) => value !== '').map(({ name, value }) => [name.trim(), value]);
  const removed = removedHeaders.map((name) => [name, null]);
  const all = [...removed, ...typed];
  return all.length === 0 ? {} : { headers: Object.fromEntries(all) as Record<string, string | null> };
}
