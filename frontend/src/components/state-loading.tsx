import { Skeleton, Stack, StackItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';

const widths = ['90%', '75%', '85%', '60%', '80%'];

/** Lines in the place of what is on its way. */
export function StateLoading({ lines = 5 }: { lines?: number }) {
  const { t } = useTranslation('common');
  return (
    <Stack hasGutter aria-busy="true">
      {Array.from({ length: lines }, (_, line) => (
        <StackItem key={line}>
          <Skeleton
            width={widths[line % widths.length]}
            screenreaderText={line === 0 ? t('loading') : undefined}
          />
        </StackItem>
      ))}
    </Stack>
  );
}
