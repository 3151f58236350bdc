import { Card, CardBody, CardTitle, Grid, GridItem, Title } from '@patternfly/react-core';
import { CubesIcon, KeyIcon, TachometerAltIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';

const steps = [
  { titleKey: 'how.subscribe.title', bodyKey: 'how.subscribe.body', icon: CubesIcon },
  { titleKey: 'how.key.title', bodyKey: 'how.key.body', icon: KeyIcon },
  { titleKey: 'how.call.title', bodyKey: 'how.call.body', icon: TachometerAltIcon },
] as const;

/** From nothing to the first metered call, in three steps. */
export function HowItWorks() {
  const { t } = useTranslation('landing');
  return (
    <>
      <Title headingLevel="h2" size="2xl" className="pf-v6-u-mb-lg">
        {t('how.title')}
      </Title>
      <Grid hasGutter component="ul">
        {steps.map(({ titleKey, bodyKey, icon: Icon }) => (
          <GridItem key={titleKey} span={12} md={4} component="li">
            <Card isFullHeight>
              <CardTitle component="h3">
                <Icon className="pf-v6-u-mr-sm pf-v6-u-text-color-brand" />
                {t(titleKey)}
              </CardTitle>
              <CardBody>{t(bodyKey)}</CardBody>
            </Card>
          </GridItem>
        ))}
      </Grid>
    </>
  );
}
