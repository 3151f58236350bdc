import { Card, CardBody, CardTitle, Content, Skeleton } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { limitsQuery } from '../../api/limits.ts';
import { LimitUse } from '../../components/limit-use.tsx';
import { Remote } from '../../components/remote.tsx';
import { ResetTime } from '../../components/reset-time.tsx';
import { useLimitWords } from '../../components/use-limit-words.ts';
import { paths } from '../../paths.ts';

/** The limit that the next call would meet first, with the way to all of them. */
export function NextLimitCard({ accountId }: { accountId: string }) {
  const { t } = useTranslation('home');
  const words = useLimitWords();
  return (
    <Card isFullHeight isCompact>
      <CardTitle component="h2">
        <Link to={paths.budgets}>{t('limit.title')}</Link>
      </CardTitle>
      <CardBody>
        <Remote query={useQuery(limitsQuery(accountId))} loading={<Skeleton height="4rem" />}>
          {([first]) =>
            first ? (
              <>
                <Content component="p">{words.limit(first)}</Content>
                <LimitUse limit={first} label={words.limit(first)} />
                {first.resetsAt && (
                  <Content component="small">
                    <ResetTime value={first.resetsAt} />
                  </Content>
                )}
              </>
            ) : (
              t('limit.none')
            )
          }
        </Remote>
      </CardBody>
    </Card>
  );
}
