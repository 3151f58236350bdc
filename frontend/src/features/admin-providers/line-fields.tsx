import { useTranslation } from 'react-i18next';
import { NumberFields } from './number-fields.tsx';
import type { findFaults, ProviderDraft } from './provider-draft.ts';

type Props = {
  draft: ProviderDraft;
  faults: ReturnType<typeof findFaults>;
  /** What the server says of the fields. */
  errors: Record<string, string | undefined>;
  onChange: (change: Partial<ProviderDraft>) => void;
};

/** How many calls a connection takes at once, how many may wait, and when others go elsewhere. */
export function LineFields({ draft, faults, errors, onChange }: Props) {
  const { t } = useTranslation('admin-providers');
  const limit = (name: 'maxConcurrency' | 'maxQueue', label: string) => ({
    name,
    label,
    help: t('limitHelp'),
    error: faults[name] ? t('limitInvalid') : errors[name],
  });
  const overflow = {
    name: 'overflowAfter' as const,
    label: t('overflow.label'),
    help: t('overflow.help'),
    error: faults.overflowAfter ? t('overflow.invalid') : errors.overflowAfter,
    isWide: true,
  };
  return (
    <NumberFields
      fields={[limit('maxConcurrency', t('maxConcurrency')), limit('maxQueue', t('maxQueue')), overflow]}
      draft={draft}
      onChange={onChange}
    />
  );
}
