import { ActionGroup, Card, CardBody, CardTitle, Form, Stack, StackItem } from '@patternfly/react-core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormError, fieldErrors } from '../../components/form-error.tsx';
import type { Prices } from '../../components/price-parts.ts';
import { SubmitButton } from '../../components/submit-button.tsx';
import { useFormat } from '../../components/use-format.ts';
import { clockOf } from '../../components/zoned-day.ts';
import { type CorrectionDraft, findFaults, newDraft, toBody } from './correction-draft.ts';
import { CorrectionFields } from './correction-fields.tsx';
import { type NewReRating, useReport } from './queries.ts';
import { ReportCard } from './report-card.tsx';

const fields = ['from', 'to', 'reason', 'prices'];

/** The form, and below it what it would come to; a change of the form takes the report away. */
export function CorrectPrices({ model }: { model: { id: string; prices: Prices | null } }) {
  const { t } = useTranslation('corrections');
  const { timeZone } = useFormat();
  const report = useReport();
  const [nowMs, setNowMs] = useState(() => Date.now());
  const [draft, setDraft] = useState(() => newDraft(model.prices, timeZone, nowMs));
  const [isChecked, setIsChecked] = useState(false);
  const [asked, setAsked] = useState<NewReRating | null>(null);
  const faultsAt = (ms: number) => findFaults(draft, clockOf(ms, timeZone));
  const change = (next: CorrectionDraft) => {
    setDraft(next);
    setAsked(null);
    report.reset();
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const submittedMs = Date.now();
    setNowMs(submittedMs);
    setIsChecked(true);
    if (report.isPending || Object.values(faultsAt(submittedMs)).some(Boolean)) return;
    const body = toBody(model.id, draft, timeZone, submittedMs);
    report.mutate(body, { onSuccess: () => setAsked(body) });
  };
  const renew = () => {
    setAsked(null);
    report.reset();
    setIsChecked(false);
    setDraft(newDraft(model.prices, timeZone, Date.now()));
  };
  return (
    <Stack hasGutter>
      <StackItem>
        <Card>
          <CardTitle component="h2">{t('form.title')}</CardTitle>
          <CardBody>
            <Form onSubmit={submit} noValidate>
              <FormError error={report.error} fields={fields} />
              <CorrectionFields
                draft={draft}
                faults={isChecked ? faultsAt(nowMs) : null}
                errors={fieldErrors(report.error)}
                timeZone={timeZone}
                onChange={change}
              />
              <ActionGroup>
                <SubmitButton type="submit" isPending={report.isPending}>
                  {t('form.submit')}
                </SubmitButton>
              </ActionGroup>
            </Form>
          </CardBody>
        </Card>
      </StackItem>
      {asked && report.data && (
        <StackItem>
          <ReportCard report={report.data} asked={asked} onApplied={renew} />
        </StackItem>
      )}
    </Stack>
  );
}
