import { Content, Flex, FlexItem } from '@patternfly/react-core';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Credits } from '../../components/credits.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import type { Turn } from './turns.ts';

/** Tokens, times and cost of an answer; what is not known is "N/A". */
export function AnswerFacts({ turn: { state, usage, finishReason, firstTokenMs, totalMs } }: { turn: Turn }) {
  const { t } = useTranslation('playground');
  const format = useFormat();
  const facts = [
    t('facts.tokens', {
      input: format.number(usage?.inputTokens),
      output: format.number(usage?.outputTokens),
    }),
    t('facts.firstToken', { time: format.duration(firstTokenMs) }),
    t('facts.total', { time: format.duration(totalMs) }),
  ];
  return (
    <>
      <Flex columnGap={{ default: 'columnGapMd' }} rowGap={{ default: 'rowGapXs' }}>
        {facts.map((fact) => (
          <FlexItem key={fact}>{fact}</FlexItem>
        ))}
        <FlexItem>
          <Trans
            t={t}
            i18nKey="facts.cost"
            components={{ credits: <Credits value={usage?.costCredits} /> }}
          />
        </FlexItem>
      </Flex>
      {finishReason === 'length' && <Content component="small">{t('facts.cutOff')}</Content>}
      {state !== 'done' && (
        <Content component="small">
          <Trans t={t} i18nKey="facts.partial" components={{ a: <Link to={paths.usage} /> }} />
        </Content>
      )}
    </>
  );
}
