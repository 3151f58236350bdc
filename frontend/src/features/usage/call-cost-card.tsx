import { Card, CardBody, CardFooter, CardTitle, Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { type CallTokens, costOfCall } from '../../components/call-cost.ts';
import { CostTable } from '../../components/cost-table.tsx';
import { Credits } from '../../components/credits.tsx';
import { toMicro } from '../../components/decimal.ts';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { Call } from './queries.ts';

/** The counts of a call; what the provider did not break down is plain input and output. */
function tokensOf({ inputTokens, cachedInputTokens, outputTokens, tokenDetails }: Call): CallTokens {
  const detail = (count: number | undefined) => BigInt(count ?? 0);
  return {
    input: BigInt(inputTokens),
    cachedInput: BigInt(cachedInputTokens),
    cacheWrite: detail(tokenDetails?.cacheWriteTokens),
    longCacheWrite: detail(tokenDetails?.longCacheWriteTokens),
    audioInput: detail(tokenDetails?.audioInputTokens),
    imageInput: detail(tokenDetails?.imageInputTokens),
    output: BigInt(outputTokens),
    reasoning: detail(tokenDetails?.reasoningTokens),
    audioOutput: detail(tokenDetails?.audioOutputTokens),
    imageOutput: detail(tokenDetails?.imageOutputTokens),
    images: detail(tokenDetails?.images),
    outputImages: detail(tokenDetails?.outputImages),
    inputSeconds: detail(tokenDetails?.inputSeconds),
    outputSeconds: detail(tokenDetails?.outputSeconds),
    characters: detail(tokenDetails?.characters),
  };
}

/** How the cost comes about from tokens and the prices of that moment, and what was held meanwhile. */
export function CallCostCard({ call }: { call: Call }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const { price } = call;
  const tokens = tokensOf(call);
  const cost = toMicro(call.costCredits);
  const isFree = price?.free ?? false;
  const explained =
    price && (isFree || (cost > 0n && toMicro(costOfCall(price, tokens).totalCredits) === cost));
  return (
    <Card>
      <CardTitle component="h2">{t('call.cost')}</CardTitle>
      <CardBody>
        {call.correction && (
          <Notice
            variant="info"
            className="pf-v6-u-mb-md"
            title={t('call.corrected', { credits: format.exactCredits(call.correction.originalCostCredits) })}
          >
            <p>
              <bdi>{call.correction.reason}</bdi>
            </p>
            <p>{t('call.correctedAt', { time: format.dateTime(call.correction.correctedAt) })}</p>
          </Notice>
        )}
        {explained ? (
          <CostTable label={t('call.cost')} prices={price} tokens={tokens} />
        ) : (
          <Content component="p">
            {cost === 0n ? (
              t('call.notCharged')
            ) : (
              <>
                {t('call.unexplained')} <Credits value={call.costCredits} />
              </>
            )}
          </Content>
        )}
      </CardBody>
      {toMicro(call.heldCredits) > 0n && (
        <CardFooter>
          <Content component="small">
            {t('call.held', { credits: format.exactCredits(call.heldCredits) })}
          </Content>
        </CardFooter>
      )}
    </Card>
  );
}
