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

/** With how much context an Ollama loads its models, and for how long. */
export function OllamaFields({ draft, faults, errors, onChange }: Props) {
  const { t } = useTranslation('admin-providers');
  const context = {
    name: 'contextLength' as const,
    label: t('ollama.context'),
    help: t('ollama.contextHelp'),
    error: faults.contextLength ? t('ollama.contextInvalid') : errors.contextLength,
  };
  const keepAlive = {
    name: 'keepAliveSeconds' as const,
    label: t('ollama.keepAlive'),
    help: t('ollama.keepAliveHelp'),
    error: faults.keepAliveSeconds ? t('ollama.keepAliveInvalid') : errors.keepAliveSeconds,
  };
  return <NumberFields fields={[context, keepAlive]} draft={draft} onChange={onChange} />;
}
