import { Alert, AlertActionCloseButton, AlertGroup } from '@patternfly/react-core';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useVariantLabel } from './notice.tsx';

type Toast = { id: number; variant: 'success' | 'danger' | 'info'; title: string; link?: ReactNode };
type Show = (title: string, link?: ReactNode) => void;

const ToastContext = createContext<{ success: Show; info: Show; danger: Show } | null>(null);

let lastId = 0;

/** Holds the short messages of the portal in one live region. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation('common');
  const labelOf = useVariantLabel();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const add = useCallback((variant: Toast['variant'], title: string, link?: ReactNode) => {
    lastId += 1;
    setToasts((before) => [{ id: lastId, variant, title, link }, ...before]);
  }, []);
  const remove = (id: number) => setToasts((before) => before.filter((toast) => toast.id !== id));
  const value = useMemo(
    () => ({
      success: (title: string, link?: ReactNode) => add('success', title, link),
      info: (title: string, link?: ReactNode) => add('info', title, link),
      danger: (title: string, link?: ReactNode) => add('danger', title, link),
    }),
    [add],
  );
  return (
    <ToastContext value={value}>
      {children}
      <AlertGroup isToast isLiveRegion>
        {toasts.map(({ id, variant, title, link }) => (
          <Alert
            component="p"
            variantLabel={labelOf(variant)}
            key={id}
            variant={variant}
            title={title}
            timeout={variant === 'danger' ? false : 8000}
            onTimeout={() => remove(id)}
            actionClose={<AlertActionCloseButton aria-label={t('close')} onClose={() => remove(id)} />}
            actionLinks={link}
          />
        ))}
      </AlertGroup>
    </ToastContext>
  );
}

/** `toast.success(title, link?)`: success of a mutation. Failures belong at the field or inline, not here. */
export function useToast() {
  const toast = useContext(ToastContext);
  if (!toast) throw new Error('useToast needs a ToastProvider above it');
  return toast;
}
