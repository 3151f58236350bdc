import {
  Card,
  CardBody,
  CardTitle,
  Content,
  Form,
  FormSelect,
  FormSelectOption,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { projectsQuery, useKeepTexts } from '../../api/projects.ts';
import { FormError } from '../../components/form-error.tsx';
import { FormField } from '../../components/form-field.tsx';
import { Remote } from '../../components/remote.tsx';
import { useSeededText } from '../../components/seeded-text.tsx';
import { useToast } from '../../components/toast.tsx';
import { useFormat } from '../../components/use-format.ts';

const choices = [1, 7, 30, 90];
const dayInSeconds = 86_400;

/** Whether requests and answers are kept, project by project, and for how long; each choice holds at once. */
export function TextsCard() {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const seeded = useSeededText();
  const toast = useToast();
  const accountId = useAccountId();
  const projects = useQuery(projectsQuery(accountId));
  const keep = useKeepTexts(accountId);
  const offered = (days: number | null) =>
    days === null || choices.includes(days) ? choices : [...choices, days].sort((a, b) => a - b);
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{t('texts.title')}</CardTitle>
      <CardBody>
        <Content component="p">
          <Trans
            t={t}
            i18nKey="texts.about"
            components={{ header: <bdi className="pf-v6-u-text-nowrap" /> }}
          />
        </Content>
        <Remote query={projects}>
          {(found) => (
            <Form isWidthLimited onSubmit={(event) => event.preventDefault()}>
              <FormError error={keep.error} />
              {found.map(({ id, name, keepTextsDays }) => (
                <FormField key={id} id={`texts-${id}`} label={t('texts.project', { name: seeded(name) })}>
                  {(field) => (
                    <FormSelect
                      {...field}
                      value={String(keepTextsDays)}
                      isDisabled={keep.isPending}
                      onChange={(_, days) =>
                        keep.mutate(
                          { id, days: days === 'null' ? null : Number(days) },
                          { onSuccess: () => toast.success(t('saved')) },
                        )
                      }
                    >
                      <FormSelectOption value="null" label={t('texts.no')} />
                      {offered(keepTextsDays).map((days) => (
                        <FormSelectOption
                          key={days}
                          value={String(days)}
                          label={t('texts.days', { period: format.period(days * dayInSeconds) })}
                        />
                      ))}
                    </FormSelect>
                  )}
                </FormField>
              ))}
            </Form>
          )}
        </Remote>
      </CardBody>
    </Card>
  );
}
