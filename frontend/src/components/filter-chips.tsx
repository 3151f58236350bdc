import { Button, Flex, Label } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';

type Chip = { name: string; label: string; value: string };
type Props = { chips: Chip[]; onRemove: (name: string) => void; onClear: () => void };

/** The filters in force, each with the way to take it off, and all of them. */
export function FilterChips({ chips, onRemove, onClear }: Props) {
  const { t } = useTranslation('common');
  if (chips.length === 0) return null;
  return (
    <Flex gap={{ default: 'gapSm' }}>
      {chips.map(({ name, label, value }) => (
        <Label
          key={name}
          variant="outline"
          onClose={() => onRemove(name)}
          closeBtnAriaLabel={t('filters.remove', { name: label })}
        >
          {t('filters.chip', { name: label, value })}
        </Label>
      ))}
      <Button variant="link" isInline onClick={onClear}>
        {t('filters.clear')}
      </Button>
    </Flex>
  );
}
