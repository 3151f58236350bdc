import {
  Card,
  CardBody,
  CardTitle,
  Content,
  ExpandableSection,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { type Limit, limitsQuery } from '../../api/limits.ts';
import { Remote } from '../../components/remote.tsx';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { LimitEntry } from './limit-entry.tsx';
import { NextCallToolbar } from './next-call-toolbar.tsx';

const keyOf = ({ kind, scope, scopeId, unit, budgetId }: Limit) =>
  [kind, scope, scopeId, unit, budgetId].join(' ');

/** The limit that the reader's next call would meet first, and all others behind it; of a key and a model to choose. */
export function StopNextCard() {
  const { t } = useTranslation('budgets');
  const accountId = useAccountId();
  const filters = useUrlFilters(['key', 'model']);
  const { key: keyId, model: modelId } = filters.values;
  const limits = useQuery(limitsQuery(accountId, { keyId, modelId }));
  return (
    <Card>
      <CardTitle component="h2">{t('next.title')}</CardTitle>
      <CardBody>
        <Content component="p">{t('next.about')}</Content>
        <NextCallToolbar filters={filters} />
        <Remote query={limits}>
          {([first, ...others]) => (
            <Stack hasGutter>
              <StackItem>
                {first ? (
                  <LimitEntry limit={first} isFirst />
                ) : (
                  <Content component="p">{t('next.none')}</Content>
                )}
              </StackItem>
              {others.length > 0 && (
                <StackItem>
                  <ExpandableSection toggleText={t('next.others', { count: others.length })}>
                    <Stack hasGutter>
                      {others.map((limit) => (
                        <StackItem key={keyOf(limit)}>
                          <LimitEntry limit={limit} />
                        </StackItem>
                      ))}
                    </Stack>
                  </ExpandableSection>
                </StackItem>
              )}
            </Stack>
          )}
        </Remote>
      </CardBody>
    </Card>
  );
}
