import {
  Card,
  CardBody,
  CardTitle,
  Content,
  Grid,
  GridItem,
  List,
  ListItem,
  Skeleton,
  Title,
} from '@patternfly/react-core';
import { CheckIcon } from '@patternfly/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Plan, plansQuery } from '../../api/plans.ts';
import { Remote } from '../../components/remote.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { useFormat } from '../../components/use-format.ts';

const classKeys: Record<string, string> = {
  small: 'plans.class.small',
  medium: 'plans.class.medium',
  large: 'plans.class.large',
};

function PlanCard({ plan }: { plan: Plan }) {
  const { t, i18n } = useTranslation('landing');
  const format = useFormat();
  const classes = new Intl.ListFormat(i18n.language).format(
    plan.modelClasses.map((name) => (classKeys[name] ? t(classKeys[name]) : name)),
  );
  const facts = [
    plan.rpm === null ? t('plans.noRpm') : t('plans.rpm', { count: plan.rpm }),
    plan.tpm === null ? null : t('plans.tpm', { count: plan.tpm, tokens: format.compact(plan.tpm) }),
    classes && t('plans.classes', { classes }),
    plan.cloudAccess ? t('plans.cloud') : t('plans.localOnly'),
  ].filter(Boolean);
  return (
    <Card isFullHeight>
      <CardTitle component="h3">{plan.name}</CardTitle>
      <CardBody>
        <Content component="p">
          <SeededText>{plan.description}</SeededText>
        </Content>
        <List isPlain>
          {facts.map((fact) => (
            <ListItem key={fact} icon={<CheckIcon />}>
              {fact}
            </ListItem>
          ))}
        </List>
      </CardBody>
    </Card>
  );
}

const loading = (
  <Grid hasGutter md={6} xl={4}>
    {[1, 2, 3].map((card) => (
      <Skeleton key={card} height="12rem" />
    ))}
  </Grid>
);

/** What each plan gives, from the server's own list; nothing where there are no plans. */
export function PlanCards() {
  const { t } = useTranslation('landing');
  const plans = useQuery(plansQuery);
  if (plans.data?.length === 0) return null;
  return (
    <>
      <Title headingLevel="h2" size="2xl" className="pf-v6-u-mb-xs">
        {t('plans.title')}
      </Title>
      <Content component="p" className="pf-v6-u-mb-lg">
        {t('plans.body')}
      </Content>
      <Remote query={plans} loading={loading}>
        {(rows) => (
          <Grid hasGutter md={6} xl={4}>
            {rows.map((plan) => (
              <GridItem key={plan.id}>
                <PlanCard plan={plan} />
              </GridItem>
            ))}
          </Grid>
        )}
      </Remote>
    </>
  );
}
