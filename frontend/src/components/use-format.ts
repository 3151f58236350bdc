import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.ts';
import { useSettings } from '../api/settings.ts';
import * as format from './format.ts';

type Maybe<T> = T | null | undefined;

/** The formats of `format.ts` in the reader's language and time zone. Missing values become "N/A", never 0. */
export function useFormat() {
  const { t, i18n } = useTranslation('common');
  const timeZone = useSession().data?.timeZone;
  const creditUsd = useSettings()?.creditUsd ?? null;
  return useMemo(() => {
    const reader: format.Reader = {
      language: i18n.language,
      timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      creditUsd,
    };
    const missing = t('notAvailable');
    const given =
      <T>(write: (reader: format.Reader, value: T) => string | null) =>
      (value: Maybe<T>) =>
        value === null || value === undefined ? missing : (write(reader, value) ?? missing);
    return {
      timeZone: reader.timeZone,
      credits: given(format.formatCredits),
      exactCredits: given(format.formatExactCredits),
      signedCredits: given(format.formatSignedCredits),
      money: given((r, credits: string) => format.formatMoney(r, credits)),
      moneyOfBalance: given((r, credits: string) => format.formatMoney(r, credits, 'floor')),
      number: given(format.formatNumber),
      rounded: given(format.formatRounded),
      signedNumber: given(format.formatSignedNumber),
      compact: given(format.formatCompact),
      tick: given(format.formatTick),
      percent: given(format.formatPercent),
      signedPercent: given((r, value: number) => format.formatPercent(r, value, true)),
      duration: given(format.formatDuration),
      period: given(format.formatPeriod),
      list: given(format.formatList),
      date: given(format.formatDate),
      day: given(format.formatDay),
      longDateTime: given(format.formatLongDateTime),
      hour: given(format.formatHour),
      clock: given(format.formatClock),
      dateTime: given(format.formatDateTime),
      relative: given((r, time: string) => format.formatRelative(r, time, Date.now())),
    };
  }, [t, i18n.language, timeZone, creditUsd]);
}
