import { Card, CardBody, CardTitle, Content, Grid, GridItem, Title } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/code-block.tsx';
import { useFormat } from '../../components/use-format.ts';
import { textsQuery } from './queries.ts';

/** Bodies of JSON are shown so that they can be read; all else as it was sent. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** What the call said and was told, where its project keeps that. */
export function CallTextsCard({ accountId, requestId }: { accountId: string; requestId: string }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const { data: texts } = useQuery(textsQuery(accountId, requestId));
  if (!texts) return null;
  const parts = [
    { title: t('texts.request'), text: texts.request },
    { title: t('texts.answer'), text: texts.answer },
  ];
  return (
    <GridItem span={12}>
      <Card>
        <CardTitle component="h2">{t('texts.title')}</CardTitle>
        <CardBody>
          <Content component="p">{t('texts.about', { time: format.dateTime(texts.expiresAt) })}</Content>
          <Grid hasGutter>
            {parts.map(({ title, text }) => (
              <GridItem key={title} span={12} xl={6}>
                <Title headingLevel="h3" size="md" className="pf-v6-u-mb-sm">
                  {title}
                </Title>
                {text === null ? (
                  <Content component="p">{t('texts.notKept')}</Content>
                ) : (
                  <CodeBlock code={readable(text)} />
                )}
              </GridItem>
            ))}
          </Grid>
        </CardBody>
      </Card>
    </GridItem>
  );
}
