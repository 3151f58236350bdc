import {
  ActionGroup,
  Card,
  CardBody,
  CardTitle,
  Form,
  PageSection,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { FormError, fieldErrors } from '../../components/form-error.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { toPrices } from '../../components/price-draft.ts';
import { PriceFields } from '../../components/price-fields.tsx';
import type { Prices } from '../../components/price-parts.ts';
import { SubmitButton } from '../../components/submit-button.tsx';
import { AccessFields } from './access-fields.tsx';
import { FallbackField } from './fallback-field.tsx';
import { IdentityFields } from './identity-fields.tsx';
import { findFaults, type ModelDraft, toModelBody, toModelDraft } from './model-draft.ts';
import type { AdminModel, NewModel } from './queries.ts';
import { RoutesEditor } from './routes-editor.tsx';
import { SkillFields } from './skill-fields.tsx';
import { WorkedExample } from './worked-example.tsx';

type Props = {
  stored: AdminModel | null;
  mutation: { isPending: boolean; error: unknown };
  submitLabel: string;
  cancelTo: string;
  onSubmit: (body: NewModel, prices: Prices | null) => void;
};

/** All fields of a model, in five cards. What was typed stays when the server refuses it. */
export function ModelForm({ stored, mutation, submitLabel, cancelTo, onSubmit }: Props) {
  const { t } = useTranslation('admin-models');
  const [draft, setDraft] = useState(() => toModelDraft(stored));
  const [isChecked, setIsChecked] = useState(false);
  const faults = findFaults(draft);
  const isWrong = isChecked && Object.values(faults).some(Boolean);
  const isTaken = isApiError(mutation.error) && mutation.error.code === 'name_taken';
  const errors: Record<string, string | undefined> = {
    ...fieldErrors(mutation.error),
    ...(isTaken && { name: t('nameTaken') }),
  };
  const set = (change: Partial<ModelDraft>) => setDraft({ ...draft, ...change });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setIsChecked(true);
    if (!mutation.isPending && !Object.values(faults).some(Boolean)) {
      onSubmit(toModelBody(draft), toPrices(draft.prices));
    }
  };
  const fields = { draft, set, errors, faults: isChecked ? faults : null };
  const card = (title: string, content: ReactNode) => (
    <StackItem>
      <Card>
        <CardTitle component="h2">{title}</CardTitle>
        <CardBody>{content}</CardBody>
      </Card>
    </StackItem>
  );
  return (
    <PageSection>
      <Form onSubmit={submit} noValidate>
        <Stack hasGutter>
          {card(t('form.identity'), <IdentityFields {...fields} />)}
          {card(
            t('form.prices'),
            <>
              <PriceFields
                id="model-prices"
                draft={draft.prices}
                onChange={(prices) => set({ prices })}
                errors={errors}
              />
              <WorkedExample draft={draft.prices} />
            </>,
          )}
          {card(t('form.access'), <AccessFields {...fields} stored={stored} />)}
          {card(t('form.skills'), <SkillFields {...fields} />)}
          {card(
            t('form.routes'),
            <Stack hasGutter>
              <StackItem>
                <RoutesEditor
                  routes={draft.routes}
                  onChange={(routes) => set({ routes })}
                  errors={errors}
                  isChecked={isChecked}
                />
              </StackItem>
              <StackItem>
                <FallbackField {...fields} stored={stored} />
              </StackItem>
            </Stack>,
          )}
          <StackItem>
            {!isTaken && <FormError error={mutation.error} />}
            {(isWrong || isTaken) && <FormError error title={t('form.wrong')} />}
          </StackItem>
          <StackItem>
            <ActionGroup className="pf-v6-u-mt-0">
              <SubmitButton type="submit" isPending={mutation.isPending}>
                {submitLabel}
              </SubmitButton>
              <LinkButton variant="link" to={cancelTo}>
                {t('common:cancel')}
              </LinkButton>
            </ActionGroup>
          </StackItem>
        </Stack>
      </Form>
    </PageSection>
  );
}
