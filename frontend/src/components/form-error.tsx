import { isApiError } from '../api/api-error.ts';
import { Notice } from './notice.tsx';
import { useErrorText } from './use-error-text.ts';

/** Server messages by field name, empty unless `error` carries any. */
export function fieldErrors(error: unknown): Record<string, string | undefined> {
  return isApiError(error) ? error.fields : {};
}

type Props = {
  error: unknown;
  /** Fields that show their own message: an error about these only needs no alert. */
  fields?: string[];
  /** The page's own sentence for a code it knows, for example a wrong password. */
  title?: string;
  className?: string;
};

/** What went wrong with a form as a whole; keeps what was typed. */
export function FormError({ error, fields = [], title, className }: Props) {
  const errorText = useErrorText();
  if (!error) return null;
  const named = Object.keys(fieldErrors(error));
  if (!title && named.length > 0 && named.every((name) => fields.includes(name))) return null;
  return <Notice variant="danger" isLiveRegion className={className} title={title ?? errorText(error)} />;
}
