import { Card, CardBody, CardTitle, Content, ProgressStep, ProgressStepper } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.tsx';
import type { FirstStep } from './use-first-steps.ts';

/** Checklist of a newcomer, with a button at the next step only. */
export function FirstSteps({ steps }: { steps: FirstStep[] }) {
  const { t } = useTranslation('home');
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{t('steps.title')}</CardTitle>
      <CardBody>
        <ProgressStepper isVertical aria-label={t('steps.title')}>
          {steps.map((step) => (
            <ProgressStep
              key={step.titleKey}
              titleId={step.titleKey}
              id={`${step.titleKey}-step`}
              variant={step.isDone ? 'success' : step === next ? 'info' : 'pending'}
              isCurrent={step === next}
              aria-label={step.isDone ? t('steps.done') : t('steps.open')}
              description={
                step === next && (
                  <>
                    <Content component="p">{t(step.bodyKey)}</Content>
                    <LinkButton to={step.to} variant="secondary" size="sm">
                      {t(step.actionKey)}
                    </LinkButton>
                  </>
                )
              }
            >
              {t(step.titleKey)}
            </ProgressStep>
          ))}
        </ProgressStepper>
      </CardBody>
    </Card>
  );
}
