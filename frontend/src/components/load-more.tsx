import { Button, Flex } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';

type Props = { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } };

/** Next page of an infinite query, appended to what is there; absent at the end of the list. */
export function LoadMore({ query }: Props) {
  const { t } = useTranslation('common');
  if (!query.hasNextPage) return null;
  return (
    <Flex justifyContent={{ default: 'justifyContentCenter' }} className="pf-v6-u-py-md">
      <Button
        variant="secondary"
        isLoading={query.isFetchingNextPage}
        isDisabled={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {t('loadMore')}
      </Button>
    </Flex>
  );
}
