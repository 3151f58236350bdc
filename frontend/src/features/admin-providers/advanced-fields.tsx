import { ExpandableSection, Grid, GridItem, Stack, StackItem, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { type AdvancedDraft, findAdvancedFaults, type TimeLimit, timeLimits } from './advanced-draft.ts';
import { HeadersEditor } from './headers-editor.tsx';
import { NumberFields } from './number-fields.tsx';

type Props = {
  draft: AdvancedDraft;
  /** Whether credentials of the proxy are stored. */
  hasProxyCredentials: boolean;
  onChange: (draft: AdvancedDraft) => void;
  isChecked: boolean;
  /** What the server says of the fields. */
  errors: Record<string, string | undefined>;
};

const timeKeys = {
  connectTimeout: 'advanced.connectTimeout',
  firstByteTimeout: 'advanced.firstByteTimeout',
  idleTimeout: 'advanced.idleTimeout',
  totalTimeout: 'advanced.totalTimeout',
} as const;
const timeHelpKeys = {
  connectTimeout: 'advanced.connectTimeoutHelp',
  firstByteTimeout: 'advanced.firstByteTimeoutHelp',
  idleTimeout: 'advanced.idleTimeoutHelp',
  totalTimeout: 'advanced.totalTimeoutHelp',
} as const;
const times = Object.keys(timeLimits) as TimeLimit[];
const own = ['headers', 'organization', 'project', 'caCertificates', 'proxyUrl', ...times];

/** What few connections need: headers, organisation, certificates, proxy, time limits. Open where something is wrong in it. */
export function AdvancedFields({ draft, hasProxyCredentials, onChange, isChecked, errors }: Props) {
  const { t } = useTranslation('admin-providers');
  const [isOpen, setIsOpen] = useState(false);
  const faults = findAdvancedFaults(draft);
  const set = (change: Partial<AdvancedDraft>) => onChange({ ...draft, ...change });
  const hasFault =
    (isChecked && Object.values(faults).some(Boolean)) ||
    Object.keys(errors).some((path) => own.some((name) => path.startsWith(name)));
  const text = (name: 'organization' | 'project', label: string) => (
    <GridItem span={12} sm={6}>
      <FormField id={`provider-${name}`} label={label} error={errors[name]}>
        {(field) => (
          <TextInput
            {...field}
            dir="ltr"
            autoComplete="off"
            maxLength={200}
            value={draft[name]}
            onChange={(_, typed) => set({ [name]: typed })}
          />
        )}
      </FormField>
    </GridItem>
  );
  const time = (name: TimeLimit) => ({
    name,
    label: t(timeKeys[name]),
    help: t(timeHelpKeys[name]),
    error: faults[name] ? t('advanced.timeInvalid', { most: timeLimits[name] }) : errors[`${name}Ms`],
  });
  return (
    <ExpandableSection
      toggleText={t('advanced.title')}
      isExpanded={isOpen || hasFault}
      onToggle={(_, open) => setIsOpen(open)}
      isIndented
    >
      <Stack hasGutter>
        <StackItem>
          <HeadersEditor draft={draft} set={set} isChecked={isChecked} errors={errors} />
        </StackItem>
        <StackItem>
          <Grid hasGutter>
            {text('organization', t('advanced.organization'))}
            {text('project', t('advanced.project'))}
          </Grid>
        </StackItem>
        <StackItem>
          <FormField
            id="provider-proxy"
            label={t('advanced.proxyUrl')}
            help={hasProxyCredentials ? t('advanced.proxyStored') : t('advanced.proxyHelp')}
            error={isChecked && faults.proxyUrl ? t('baseUrlInvalid') : errors.proxyUrl}
          >
            {(field) => (
              <TextInput
                {...field}
                type="url"
                dir="ltr"
                autoComplete="off"
                value={draft.proxyUrl}
                onChange={(_, proxyUrl) => set({ proxyUrl })}
              />
            )}
          </FormField>
        </StackItem>
        <StackItem>
          <TextAreaField
            id="provider-certificates"
            label={t('advanced.caCertificates')}
            help={t('advanced.caHelp')}
            error={errors.caCertificates}
            maxLength={200_000}
            value={draft.caCertificates}
            onChange={(caCertificates) => set({ caCertificates })}
          />
        </StackItem>
        <StackItem>
          <NumberFields fields={times.map(time)} draft={draft} inputMode="decimal" onChange={set} />
        </StackItem>
      </Stack>
    </ExpandableSection>
  );
}
