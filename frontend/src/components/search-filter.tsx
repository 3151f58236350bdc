import { SearchInput } from '@patternfly/react-core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Props = { label: string; value: string | undefined; onChange: (value: string | undefined) => void };

const pauseMs = 300;

/** Search box of a list; asks once typing pauses. */
export function SearchFilter({ label, value = '', onChange }: Props) {
  const { t } = useTranslation('common');
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed || undefined), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <SearchInput
      aria-label={label}
      resetButtonLabel={t('filters.clearSearch')}
      placeholder={label}
      value={typed}
      onChange={(_, text) => setTyped(text)}
      onClear={() => setTyped('')}
    />
  );
}
