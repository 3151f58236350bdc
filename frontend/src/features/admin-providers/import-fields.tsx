import { Card, CardBody, CardTitle, Stack, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { CapabilitiesField } from '../../components/capabilities-field.tsx';
import { FormError, fieldErrors } from '../../components/form-error.tsx';
import { FormField } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { isPriceDraftValid, toPrices } from '../../components/price-draft.ts';
import { PriceExample } from '../../components/price-example.tsx';
import { PriceFields } from '../../components/price-fields.tsx';
import type { ImportDraft } from './import-drafts.ts';
import type { ImportOutcome } from './use-import.ts';

type Props = {
  id: string;
  draft: ImportDraft;
  outcome: ImportOutcome | undefined;
  onChange: (draft: ImportDraft) => void;
};

/** Name, capabilities and prices of one model of the import, and what became of it. */
export function ImportFields({ id, draft, outcome, onChange }: Props) {
  const { t } = useTranslation('admin-providers');
  const error = typeof outcome === 'object' ? outcome.error : null;
  const errors = fieldErrors(error);
  const isTaken = isApiError(error) && error.code === 'name_taken';
  const prices = isPriceDraftValid(draft.prices) ? toPrices(draft.prices) : null;
  const nameError = draft.name.trim() === '' ? t('import.nameMissing') : undefined;
  return (
    <Card isCompact>
      <CardTitle component="h2">
        <bdi>{draft.found.upstreamModel}</bdi>
      </CardTitle>
      <CardBody>
        {outcome === 'done' ? (
          <Notice isPlain variant="success" title={t('import.inCatalogue')} />
        ) : (
          <Stack hasGutter>
            {!isTaken && <FormError error={error} fields={['name', 'capabilities']} />}
            <FormField
              id={`${id}-name`}
              label={t('import.name')}
              help={t('import.nameHelp')}
              error={nameError ?? (isTaken ? t('import.nameTaken') : errors.name)}
              isRequired
            >
              {(field) => (
                <TextInput
                  {...field}
                  dir="ltr"
                  autoComplete="off"
                  value={draft.name}
                  onChange={(_, name) => onChange({ ...draft, name })}
                />
              )}
            </FormField>
            <CapabilitiesField
              id={`${id}-capabilities`}
              value={draft.capabilities}
              onChange={(capabilities) => onChange({ ...draft, capabilities })}
              error={errors.capabilities}
            />
            <PriceFields
              id={`${id}-prices`}
              draft={draft.prices}
              onChange={(prices) => onChange({ ...draft, prices })}
              errors={errors}
            />
            {prices && (
              <div>
                <PriceExample prices={prices} />
              </div>
            )}
          </Stack>
        )}
      </CardBody>
    </Card>
  );
}
